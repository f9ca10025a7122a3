import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../components/button.tsx'
import { ErrorCard } from '../components/error-card.tsx'

interface State {
  error: unknown
}

/** Catches what a screen threw while being drawn, or a screen that could not be loaded. React asks for a class here. */
export class Failure extends Component<{ children: ReactNode; page?: string }, State> {
  override state: State = { error: undefined }
  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }
  /** Another page is a fresh start; a page whose address changes under it is not drawn anew. */
  override componentDidUpdate(before: { page?: string }): void {
    if (before.page !== this.props.page && this.state.error !== undefined) this.setState({ error: undefined })
  }
  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return <FailureCard error={this.state.error} />
  }
}

function FailureCard({ error }: { error: unknown }) {
  const { t } = useTranslation('shell')
  return (
    <main className="mx-auto max-w-xl p-6">
      <ErrorCard
        error={error}
        what={t('failure')}
        action={<Button onClick={() => location.reload()}>{t('reload')}</Button>}
      />
    </main>
  )
}
