import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation, useSearchParams } from 'wouter'
import { authStateQuery } from '../../app/queries.ts'
import { useTitle } from '../../app/title.ts'
import { AccessCard } from './card.tsx'
import { safePath } from './safe-path.ts'
import { SignInForm } from './sign-in-form.tsx'

export default function SignInPage() {
  const { t } = useTranslation('access')
  const [, go] = useLocation()
  const [search] = useSearchParams()
  const state = useQuery(authStateQuery).data
  useTitle(t('sign-in'))
  if (state?.needsSetUp) return <Redirect to="/setup" replace />
  return (
    <AccessCard title={t('sign-in')}>
      <SignInForm onDone={() => go(safePath(search.get('then')))} />
      <p className="text-row text-ink-2">{t('forgot')}</p>
      {state?.openRegistration && (
        <p className="text-row">
          <Link href="/sign-up">{t('to-sign-up')}</Link>
        </p>
      )}
    </AccessCard>
  )
}
