import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useParams } from 'wouter'
import { api } from '../../app/api.ts'
import { keys, meQuery } from '../../app/queries.ts'
import { useTitle } from '../../app/title.ts'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { AccessCard } from './card.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { SignUpForm } from './sign-up-form.tsx'

/** What an invitation offers, and the way in: with the account one has, or a new one. */
export default function InvitationPage() {
  const { t } = useTranslation(['access', 'common'])
  const { token = '' } = useParams()
  const [, go] = useLocation()
  const client = useQueryClient()
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: async ({ signal }) => (await api('GET /api/v1/invitations/{token}', { params: { token }, signal })).data,
    retry: false,
  })
  const me = useQuery({ ...meQuery, retry: false }).data
  const [known, setKnown] = useState<boolean>()
  const accept = useMutation({
    mutationFn: () => api('POST /api/v1/invitations/{token}/accept', { params: { token } }),
    onSuccess: async ({ data }) => {
      await client.invalidateQueries({ queryKey: keys.me })
      go(`/w/${data.id}`)
    },
  })
  useTitle(t('invitation'))
  if (offer.error)
    return (
      <AccessCard title={t('invitation')}>
        <ErrorCard error={offer.error} />
      </AccessCard>
    )
  if (!offer.data)
    return (
      <AccessCard title={t('invitation')}>
        <Skeleton rows={3} />
      </AccessCard>
    )
  const { workspace, role, inviter, email } = offer.data
  const hasAccount = known ?? offer.data.known
  return (
    <AccessCard
      title={t('join', { workspace })}
      says={t('invited', { inviter, role: t(`common:role.${role}`), says: t(`common:role-says.${role}`) })}
    >
      {me && me.person.email === email ? (
        <>
          {accept.error && <ErrorCard error={accept.error} />}
          <Button look="primary" busy={accept.isPending} onClick={() => accept.mutate()}>
            {t('join', { workspace })}
          </Button>
        </>
      ) : hasAccount ? (
        <SignInForm email={email} onDone={() => accept.mutate()} />
      ) : (
        <SignUpForm
          invitation={{ token, email }}
          submit={t('join', { workspace })}
          onDone={(person) => go(`/w/${person.workspaces[0]?.id ?? ''}`)}
        />
      )}
      {!(me && me.person.email === email) && (
        <Button look="quiet" size="small" className="self-start" onClick={() => setKnown(!hasAccount)}>
          {hasAccount ? t('no-account') : t('have-account')}
        </Button>
      )}
    </AccessCard>
  )
}
