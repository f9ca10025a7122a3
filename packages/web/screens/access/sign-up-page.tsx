import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { authStateQuery } from '../../app/queries.ts'
import { useTitle } from '../../app/title.ts'
import { AccessCard } from './card.tsx'
import { SignUpForm } from './sign-up-form.tsx'

export default function SignUpPage() {
  const { t } = useTranslation('access')
  const [, go] = useLocation()
  const state = useQuery(authStateQuery).data
  useTitle(t('sign-up'))
  const closed = state !== undefined && !state.openRegistration
  return (
    <AccessCard title={t('sign-up')} says={closed ? t('closed') : undefined}>
      {!closed && <SignUpForm submit={t('make-account')} onDone={() => go('/')} />}
      <p className="text-row">
        <Link href="/sign-in">{t('to-sign-in')}</Link>
      </p>
    </AccessCard>
  )
}
