import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHotkeys } from '../../app/hotkeys.ts'
import { useNow } from '../../app/now.ts'
import { showList } from '../../app/time.ts'
import { say } from '../../app/toasts.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { useWorkspace } from '../../app/workspace.tsx'
import { useComposing } from './composing.tsx'
import { isOut, isPlanned } from './publications.ts'
import { randomKey } from './random-key.ts'
import TimeChoice from './time-choice.tsx'
import { usePublish } from './use-publish.ts'
import { useQueryClient } from '@tanstack/react-query'
import { keys } from '../../app/queries.ts'
import { meaningOf, suggestedTime, whenOf, type Choice } from './when.ts'

/** For a post that is planned: bring changes to what is still changeable, move it, or take it back. */
export default function PlannedActions() {
  const { t } = useTranslation(['composer', 'common'])
  const { dirty, mayPublish, runs, channels } = useComposing()
  const { busy, error, unschedule, update } = usePublish()
  const [moving, setMoving] = useState(false)
  const out = [...runs].filter(([, run]) => isOut(run)).map(([id]) => channels.get(id)?.name ?? '')
  const save = async () => {
    if (await update()) say(out.length > 0 ? t('updated-rest', { names: showList(out) }) : t('updated'))
  }
  const back = async () => {
    if (await unschedule()) say(t('unscheduled'))
  }
  useHotkeys(dirty ? [{ keys: 'mod+enter', says: t('update'), group: t('title'), run: () => void save() }] : [])
  return (
    <>
      {error !== undefined && <ErrorCard error={error} />}
      {out.length > 0 && dirty && <p className="text-row text-ink-2">{t('updates-rest', { names: showList(out) })}</p>}
      {mayPublish && (
        <>
          <Button look="quiet" busy={busy} onClick={() => void back()}>
            {t('unschedule')}
          </Button>
          <Button onClick={() => setMoving(true)}>{t('change-time')}</Button>
        </>
      )}
      <Button
        look="primary"
        keys="mod+enter"
        busy={busy}
        reason={dirty ? undefined : t('reason.unchanged')}
        onClick={() => void save()}
      >
        {t('update')}
      </Button>
      {moving && <MoveDialog onClose={() => setMoving(false)} />}
    </>
  )
}

/** Another time for everything of this post that is still planned. */
function MoveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['composer', 'common'])
  const { ws, runs } = useComposing()
  const { zone } = useWorkspace()
  const client = useQueryClient()
  const now = useNow()
  const planned = [...runs.values()].filter(isPlanned)
  const [choice, setChoice] = useState<Extract<Choice, { is: 'at' }>>(() => ({
    is: 'at',
    wallTime: planned[0]?.wallTime.slice(0, 16) ?? suggestedTime(new Date(), zone),
    zone: planned[0]?.zone ?? zone,
  }))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const move = async () => {
    const when = whenOf(choice)
    if (!when) return
    setBusy(true)
    try {
      for (const { id } of planned)
        await api('POST /api/v1/workspaces/{workspaceId}/publications/{id}/reschedule', {
          params: { workspaceId: ws, id },
          body: { when },
          idempotencyKey: randomKey(),
        })
      say(t('moved'))
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
      await client.invalidateQueries({ queryKey: keys.all(ws) })
    }
  }
  const ready = meaningOf(choice, new Date(now)).is === 'at'
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('change-time')}
      says={t('move-says', { count: planned.length })}
      actions={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button look="primary" busy={busy} reason={ready ? undefined : t('reason.time')} onClick={() => void move()}>
            {t('move')}
          </Button>
        </>
      }
    >
      <TimeChoice choice={choice} onChange={setChoice} />
      {error !== undefined && <ErrorCard error={error} />}
    </Dialog>
  )
}
