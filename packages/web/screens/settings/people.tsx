import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Member, type Role } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { keys, useMe } from '../../app/queries.ts'
import { roles } from '../../app/roles.ts'
import { say } from '../../app/toasts.ts'
import { useMay, useWorkspace, useZone } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { Invitations } from './invitations.tsx'
import { RemoveMember } from './remove-member.tsx'

/** Who is in the workspace, and who is invited. */
export function People() {
  const { t } = useTranslation(['settings', 'common'])
  const { id: workspaceId } = useWorkspace()
  const me = useMe()
  const [zone] = useZone()
  const client = useQueryClient()
  const words = useProblemWords()
  const may = useMay('admin')
  const owner = useMay('owner')
  const [leaving, setLeaving] = useState<Member>()
  const members = useQuery({
    queryKey: keys.of(workspaceId, 'members'),
    queryFn: async ({ signal }) =>
      (
        await api('GET /api/v1/workspaces/{workspaceId}/members', {
          params: { workspaceId },
          query: { limit: 500 },
          signal,
        })
      ).data.items,
  })
  const change = useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) =>
      api('PATCH /api/v1/workspaces/{workspaceId}/members/{id}', { params: { workspaceId, id }, body: { role } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.of(workspaceId, 'members') }),
    onError: (error) => {
      const said = words(error)
      say(`${said.says} ${said.todo ?? ''}`, { kind: 'failed' })
    },
  })
  if (members.error) return <ErrorCard error={members.error} retry={() => void members.refetch()} />
  if (!members.data) return <Skeleton rows={4} />
  return (
    <div className="flex flex-col gap-8">
      <div className="card">
        <DataTable
          caption={t('page.people')}
          rows={members.data}
          rowKey={(member) => member.id}
          columns={columns(t, {
            zone,
            me: me.person.id,
            mayChange: (member) => may && (owner || member.role !== 'owner'),
            owner,
            change: change.mutate,
            remove: setLeaving,
          })}
        />
      </div>
      <section>
        <h3 className="pb-1 font-medium">{t('roles')}</h3>
        <dl className="flex flex-col gap-0.5 text-row">
          {roles.toReversed().map((role) => (
            <div key={role} className="flex gap-3">
              <dt className="w-24 shrink-0">{t(`common:role.${role}`)}</dt>
              <dd className="text-ink-2">{t(`common:role-says.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
      {may && <Invitations />}
      <RemoveMember member={leaving} onClose={() => setLeaving(undefined)} />
    </div>
  )
}

interface Deeds {
  readonly zone: string
  readonly me: string
  readonly owner: boolean
  readonly mayChange: (member: Member) => boolean
  readonly change: (to: { id: string; role: Role }) => void
  readonly remove: (member: Member) => void
}

const columns = (
  t: TFunction<['settings', 'common']>,
  { zone, me, owner, mayChange, change, remove }: Deeds,
): readonly Column<Member>[] => [
  {
    id: 'name',
    head: t('person'),
    cell: (member) => (
      <>
        <bdi className="block font-medium">
          {member.name}
          {member.personId === me && <span className="font-normal text-ink-3"> {t('you')}</span>}
        </bdi>
        <bdi className="block text-row text-ink-2">{member.email}</bdi>
      </>
    ),
  },
  {
    id: 'role',
    head: t('role'),
    cell: (member) =>
      mayChange(member) ? (
        <select
          aria-label={t('role-of', { name: member.name })}
          className="control w-auto! min-h-8! py-0.5"
          value={member.role}
          onChange={(event) => {
            const role = roles.find((one) => one === event.target.value)
            if (role) change({ id: member.id, role })
          }}
        >
          {roles
            .filter((role) => owner || role !== 'owner')
            .map((role) => (
              <option key={role} value={role}>
                {t(`common:role.${role}`)}
              </option>
            ))}
        </select>
      ) : (
        t(`common:role.${member.role}`)
      ),
  },
  {
    id: 'since',
    head: t('since'),
    figures: true,
    cell: (member) => <TimeText at={member.since} zone={zone} shape="date" />,
  },
  {
    id: 'deed',
    head: <span className="heard-only">{t('remove')}</span>,
    figures: true,
    cell: (member) =>
      mayChange(member) ? (
        <Button
          look="danger"
          size="small"
          aria-label={t('remove-who', { name: member.name })}
          onClick={() => remove(member)}
        >
          {t('remove')}
        </Button>
      ) : null,
  },
]
