import { useMutation, useQueryClient } from '@tanstack/react-query'
import { OctagonX, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { keys, useChannels } from '../../app/queries.ts'
import { useMay, useWorkspace, useZone } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { AlertDialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { TextField } from '../../components/field.tsx'
import { TimeText } from '../../components/time-text.tsx'

/** The big red stop: holds everything, loses nothing. */
export function Stop() {
  const { t } = useTranslation(['settings', 'common'])
  const workspace = useWorkspace()
  const [zone] = useZone()
  const client = useQueryClient()
  const may = useMay('editor')
  const [asking, ask] = useState(false)
  const [why, setWhy] = useState('')
  const keep = useRef<HTMLButtonElement>(null)
  const waiting = (useChannels(workspace.id).data ?? []).reduce((sum, one) => sum + one.waiting, 0)
  const params = { workspaceId: workspace.id }
  const change = useMutation({
    mutationFn: (stop: boolean) =>
      stop
        ? api('POST /api/v1/workspaces/{workspaceId}/stop', { params, body: why === '' ? {} : { why } })
        : api('POST /api/v1/workspaces/{workspaceId}/resume', { params }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.me })
      await client.invalidateQueries({ queryKey: keys.all(workspace.id) })
      ask(false)
    },
  })
  const stopped = workspace.stoppedAt !== null
  const reason = may ? undefined : t('common:ask-editor')
  return (
    <div className="flex max-w-xl flex-col items-start gap-4">
      <p>
        {workspace.stoppedAt === null ? (
          t('stop-runs', { count: waiting })
        ) : (
          <>
            {t('stop-since')} <TimeText at={workspace.stoppedAt} zone={zone} shape="day-time" withZone />
          </>
        )}
      </p>
      <p className="text-ink-2">{t('stop-means')}</p>
      {change.error && <ErrorCard error={change.error} />}
      {stopped ? (
        <Button look="primary" busy={change.isPending} reason={reason} onClick={() => change.mutate(false)}>
          <Play aria-hidden size={16} />
          {t('resume')}
        </Button>
      ) : (
        <Button look="danger-final" reason={reason} onClick={() => ask(true)}>
          <OctagonX aria-hidden size={16} />
          {t('stop')}
        </Button>
      )}
      <AlertDialog
        open={asking}
        onClose={() => ask(false)}
        title={t('stop-ask', { workspace: workspace.name })}
        says={t('stop-holds', { count: waiting })}
        focusFirst={keep}
        actions={
          <>
            <Button look="danger-final" busy={change.isPending} onClick={() => change.mutate(true)}>
              {t('stop')}
            </Button>
            <Button ref={keep} onClick={() => ask(false)}>
              {t('common:cancel')}
            </Button>
          </>
        }
      >
        <TextField label={t('stop-why')} maxLength={300} value={why} onChange={(event) => setWhy(event.target.value)} />
      </AlertDialog>
    </div>
  )
}
