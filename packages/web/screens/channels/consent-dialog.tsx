import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Consent } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { keys } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'

/** After consent at a network: which of its accounts become channels. Those that cannot say why. */
export default function ConsentDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation(['channels', 'common'])
  const { id: workspaceId } = useWorkspace()
  const names = useNames()
  const client = useQueryClient()
  const consent = useQuery({
    queryKey: keys.of(workspaceId, 'consent', id),
    queryFn: async ({ signal }) =>
      (await api('GET /api/v1/workspaces/{workspaceId}/consents/{id}', { params: { workspaceId, id }, signal })).data,
    retry: false,
  })
  const [picked, pick] = useState<ReadonlySet<string>>()
  const free = consent.data?.candidates.filter((one) => one.refused === null && !one.connected) ?? []
  // One account to choose from is chosen; of several a person says which.
  const chosen = picked ?? new Set(free.length === 1 ? free.map((one) => one.remoteId) : [])
  const choose = useMutation({
    mutationFn: () =>
      api('POST /api/v1/workspaces/{workspaceId}/consents/{id}/choose', {
        params: { workspaceId, id },
        body: { remoteIds: [...chosen] },
      }),
    onSuccess: async ({ data }) => {
      await client.invalidateQueries({ queryKey: keys.all(workspaceId) })
      say(t('connected', { count: data.channels.length }))
      onClose()
    },
  })
  const platform = consent.data ? names.platform(consent.data.platform) : ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('choose-accounts', { platform })}
      says={consent.data?.network === 'sandbox' ? t('in-sandbox-hint') : undefined}
      actions={
        <>
          <Button
            look="primary"
            busy={choose.isPending}
            reason={chosen.size === 0 ? t('choose-one') : undefined}
            onClick={() => choose.mutate()}
          >
            {t('connect-chosen', { count: chosen.size })}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t('common:cancel')}
          </Button>
        </>
      }
    >
      {consent.error && <ErrorCard error={consent.error} />}
      {choose.error && <ErrorCard error={choose.error} />}
      {!consent.data && !consent.error && <Skeleton rows={3} />}
      <ul>
        {consent.data?.candidates.map((one) => (
          <Candidate
            key={one.remoteId}
            candidate={one}
            sandbox={consent.data.network === 'sandbox'}
            checked={chosen.has(one.remoteId)}
            onChange={(on) => {
              const next = new Set(chosen)
              if (on) next.add(one.remoteId)
              else next.delete(one.remoteId)
              pick(next)
            }}
          />
        ))}
      </ul>
    </Dialog>
  )
}

interface CandidateProps {
  candidate: Consent['candidates'][number]
  sandbox: boolean
  checked: boolean
  onChange: (on: boolean) => void
}

function Candidate({ candidate, sandbox, checked, onChange }: CandidateProps) {
  const { t } = useTranslation('channels')
  const reason = candidate.refused ?? (candidate.connected ? t('already') : undefined)
  return (
    <li className="border-b border-line last:border-0">
      <label className={classes('flex min-h-14 items-center gap-3 py-1.5', reason !== undefined && 'text-ink-3')}>
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-ink"
          disabled={reason !== undefined}
          checked={checked || candidate.connected}
          onChange={(event) => onChange(event.target.checked)}
        />
        <Avatar name={candidate.name || candidate.handle} url={candidate.avatarUrl} sandbox={sandbox} />
        <span className="min-w-0 flex-1">
          <bdi className="block truncate font-medium">{candidate.name || candidate.handle}</bdi>
          <span className="block truncate text-row text-ink-2">
            <bdi>{candidate.handle}</bdi> · {candidate.kind}
          </span>
          {reason !== undefined && <span className="block text-row">{reason}</span>}
        </span>
      </label>
    </li>
  )
}
