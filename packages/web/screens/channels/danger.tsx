import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Channel } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { keys } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useMay, useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { AlertDialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { useChange } from './use-change.ts'

const ways = ['pause', 'disconnect'] as const

/** Pausing and disconnecting side by side, so that nobody takes one for the other. */
export function Danger({ channel }: { channel: Channel }) {
  const { t } = useTranslation(['channels', 'common'])
  const { id: workspaceId } = useWorkspace()
  const names = useNames()
  const client = useQueryClient()
  const [asking, ask] = useState(false)
  const keep = useRef<HTMLButtonElement>(null)
  const change = useChange(channel.id)
  const [editor, admin] = [useMay('editor'), useMay('admin')]
  const disconnect = useMutation({
    mutationFn: () =>
      api('POST /api/v1/workspaces/{workspaceId}/channels/{id}/disconnect', {
        params: { workspaceId, id: channel.id },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.all(workspaceId) })
      ask(false)
      say(t('disconnected-done'))
    },
  })
  const paused = channel.pausedAt !== null
  const deeds = {
    pause: (
      <Button
        busy={change.isPending}
        reason={editor ? undefined : t('common:ask-editor')}
        onClick={() => change.mutate({ paused: !paused })}
      >
        {paused ? t('resume') : t('pause')}
      </Button>
    ),
    disconnect: (
      <Button
        look="danger"
        reason={channel.state === 'disconnected' ? t('health.disconnected') : admin ? undefined : t('common:ask-admin')}
        onClick={() => ask(true)}
      >
        {t('disconnect')}
      </Button>
    ),
  }
  return (
    <>
      <table className="card w-full max-w-3xl border-separate border-spacing-0">
        <thead className="heard-only">
          <tr>
            <th scope="col">{t('tab.danger')}</th>
            <th scope="col">{t('consequences')}</th>
            <th scope="col">{t('deed')}</th>
          </tr>
        </thead>
        <tbody>
          {ways.map((way) => (
            <tr
              key={way}
              className="align-top not-last:*:border-b not-last:*:border-line max-rail:block max-rail:p-3 max-rail:not-last:border-b max-rail:not-last:border-line max-rail:*:block max-rail:*:border-0! max-rail:*:p-0"
            >
              <th scope="row" className="p-3 text-start">
                {t(way)}
              </th>
              <td className="p-3 text-ink-2">{t(`${way}-means`, { count: channel.waiting })}</td>
              <td className="p-3 text-end max-rail:pt-3!">{deeds[way]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <AlertDialog
        open={asking}
        onClose={() => ask(false)}
        title={t('disconnect-ask', {
          name: channel.name || channel.handle,
          platform: names.platform(channel.platform),
        })}
        says={t('disconnect-means', { count: channel.waiting })}
        focusFirst={keep}
        actions={
          <>
            <Button look="danger-final" busy={disconnect.isPending} onClick={() => disconnect.mutate()}>
              {t('disconnect-now', { count: channel.waiting })}
            </Button>
            <Button ref={keep} onClick={() => ask(false)}>
              {t('keep')}
            </Button>
          </>
        }
      >
        {disconnect.error && <ErrorCard error={disconnect.error} />}
      </AlertDialog>
    </>
  )
}
