import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../components/button.tsx'
import { ErrorCard } from '../components/error-card.tsx'

interface Props {
  children: ReactNode
  /** What is on screen; another page is a fresh start. */
  page?: string
}
interface State {
  error: unknown
  page: string | undefined
}

/** Catches what a screen threw while being drawn, or a screen that could not be loaded. React asks for a class here. */
export class Failure extends Component<Props, State> {
  override state: State = { error: undefined, page: undefined }
  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }
  /** A page whose address changes under it is not drawn anew; only a failure ends with its page. */
  static getDerivedStateFromProps({ page }: Props, before: State): Partial<State> | null {
    return page === before.page ? null : { page, error: undefined }
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
