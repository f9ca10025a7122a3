import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Role } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { roles } from '../../app/roles.ts'
import { say } from '../../app/toasts.ts'
import { useWorkspace, useZone } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { CopyValue } from '../../components/copy-value.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { TimeText } from '../../components/time-text.tsx'

type Invited = Exclude<Role, 'owner'>
const offered = roles.filter((role): role is Invited => role !== 'owner')

/** Invites somebody by a link, shown once; lists the links that are still open. */
export function Invitations() {
  const { t } = useTranslation(['settings', 'common', 'access'])
  const { id: workspaceId } = useWorkspace()
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Invited>('editor')
  const invite = useMutation({
    mutationFn: () =>
      api('POST /api/v1/workspaces/{workspaceId}/invitations', { params: { workspaceId }, body: { email, role } }),
    onSuccess: async () => {
      setEmail('')
      await client.invalidateQueries({ queryKey: keys.of(workspaceId, 'invitations') })
    },
  })
  const link = invite.data?.data
  return (
    <section className="flex flex-col gap-4">
      <h3 className="font-medium">{t('invite')}</h3>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate()
        }}
      >
        <TextField
          label={t('access:email')}
          type="email"
          required
          autoComplete="off"
          className="w-full max-w-72"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <SelectField
          label={t('role')}
          value={role}
          onChange={(event) => setRole(offered.find((one) => one === event.target.value) ?? 'viewer')}
        >
          {offered.map((one) => (
            <option key={one} value={one}>
              {t(`common:role.${one}`)}
            </option>
          ))}
        </SelectField>
        <Button type="submit" busy={invite.isPending}>
          {t('make-link')}
        </Button>
      </form>
      {invite.error && <ErrorCard error={invite.error} />}
      {link && (
        <output className="card flex flex-col gap-2 p-3">
          <p>{t('link-says', { email: link.email })}</p>
          <CopyValue value={link.link} label={t('link')} />
        </output>
      )}
      <OpenInvitations />
    </section>
  )
}

function OpenInvitations() {
  const { t } = useTranslation(['settings', 'common'])
  const { id: workspaceId } = useWorkspace()
  const [zone] = useZone()
  const client = useQueryClient()
  const open = useQuery({
    queryKey: keys.of(workspaceId, 'invitations'),
    queryFn: async ({ signal }) =>
      (await api('GET /api/v1/workspaces/{workspaceId}/invitations', { params: { workspaceId }, query: {}, signal }))
        .data.items,
  })
  const withdraw = useMutation({
    mutationFn: (id: string) =>
      api('DELETE /api/v1/workspaces/{workspaceId}/invitations/{id}', { params: { workspaceId, id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.of(workspaceId, 'invitations') })
      say(t('withdrawn'))
    },
  })
  if (!open.data || open.data.length === 0) return null
  return (
    <ul className="card">
      {open.data.map((one) => (
        <li
          key={one.id}
          className="flex min-h-(--row) flex-wrap items-center gap-x-4 border-b border-line px-3 py-1.5 last:border-0"
        >
          <bdi className="min-w-0 flex-1 truncate">{one.email}</bdi>
          <span className="text-ink-2">{t(`common:role.${one.role}`)}</span>
          <span className="text-row text-ink-2">
            {t('ends')} <TimeText at={one.expiresAt} zone={zone} shape="day-time" />
          </span>
          <Button
            size="small"
            busy={withdraw.isPending}
            aria-label={t('withdraw-who', { email: one.email })}
            onClick={() => withdraw.mutate(one.id)}
          >
            {t('withdraw')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
