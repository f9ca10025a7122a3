import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotkeys } from '../../app/hotkeys.ts'
import { useNow } from '../../app/now.ts'
import { useStore } from '../../app/store.ts'
import { cityOf, offsetOf, showList, showTime } from '../../app/time.ts'
import { say } from '../../app/toasts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { useLabels } from './names.ts'
import { useComposing } from './composing.tsx'
import { Consents } from './consents.tsx'
import { isBlank } from './draft.ts'
import { planOf, type Plan } from './plan.ts'
import { showPrice } from './price.ts'
import { uploads } from './uploads.ts'
import { usePublish } from './use-publish.ts'
import { meaningOf } from './when.ts'

const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'))
const PlannedActions = lazy(() => import('./planned-actions.tsx'))

/** What will happen, and the one button that makes it happen. */
export function Footer({ onPublished }: { onPublished: () => void }) {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, choice, channels, verdicts, runs, mode, mayPublish, mayWrite, flush } = useComposing()
  const now = useNow()
  const { busy, error, schedule } = usePublish()
  const [asking, setAsking] = useState(false)
  const uploading = useStore(uploads).some((one) => one.error === undefined)
  const plan = planOf(draft, choice, channels, verdicts, runs)
  const meaning = choice.is === 'at' ? meaningOf(choice, new Date(now)) : undefined
  const label = useLabel(plan)

  const reason = uploading
    ? t('reason.uploading')
    : draft.versions.length === 0
      ? t('reason.no-channel')
      : isBlank(draft)
        ? t('reason.empty')
        : draft.versions.some(({ channelId }) => channels.has(channelId) && !verdicts.has(channelId))
          ? t('reason.checking')
          : meaning !== undefined && meaning.is !== 'at'
            ? t('reason.time')
            : undefined
  const go = async () => {
    setAsking(false)
    if (!(await schedule(plan))) return
    if (choice.is === 'now') onPublished()
    else say(t('scheduled', { count: plan.going.length }))
  }
  const press = () => {
    if (plan.going.length === 0) document.getElementById('compose-problems')?.focus()
    else if (plan.confirm) setAsking(true)
    else void go()
  }
  const keep = async () => {
    if (await flush()) say(t('kept-as-draft'))
  }
  const primary = choice.is === 'none' ? () => void keep() : press
  const ready = mode === 'draft' && mayPublish && reason === undefined && !busy
  useHotkeys(ready ? [{ keys: 'mod+enter', says: label, group: t('title'), run: primary }] : [])
  if (!mayWrite) return <p className="text-ink-2">{t('reason.viewer')}</p>
  return (
    <div
      data-footer
      className="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 -mx-4 flex flex-col gap-2 border-t border-line bg-canvas px-4 py-3 rail:bottom-0"
    >
      {error !== undefined && <ErrorCard error={error} what={t('not-scheduled')} />}
      {mode === 'draft' && choice.is !== 'none' && <Consents verdicts={verdicts.values()} />}
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 text-row text-ink-2">
          {plan.price > 0 && (
            <span className="figures font-medium text-ink">{t('costs', { price: showPrice(plan.price) })} </span>
          )}
          {mode === 'draft' && reason}
        </p>
        {mode === 'planned' ? (
          <Suspense>
            <PlannedActions />
          </Suspense>
        ) : mayPublish ? (
          <Button
            look="primary"
            keys="mod+enter"
            busy={busy}
            reason={choice.is === 'none' ? (isBlank(draft) ? t('reason.empty') : undefined) : reason}
            onClick={primary}
            className="max-w-full whitespace-normal!"
          >
            {label}
          </Button>
        ) : (
          <p className="text-row">{t('reason.contributor')}</p>
        )}
      </div>
      {asking && (
        <Suspense>
          <ConfirmDialog plan={plan} label={label} onClose={() => setAsking(false)} onConfirm={() => void go()} />
        </Suspense>
      )}
    </div>
  )
}

/** The primary button names what it will do. */
function useLabel({ going, staying }: Plan): string {
  const { t } = useTranslation(['composer', 'common'])
  const { choice, verdicts } = useComposing()
  const labels = useLabels()
  const all = [...going, ...staying]
  const count = all.length
  const inInbox = all.filter(({ id }) => verdicts.get(id)?.inbox)
  if (count > 0 && inInbox.length === count && choice.is === 'now') {
    const platforms = new Set(inInbox.map(({ platform }) => labels.get(platform) ?? platform))
    return t('primary.inbox', { platform: showList([...platforms]) })
  }
  if (choice.is === 'none') return t('primary.none')
  if (choice.is === 'now') return t('primary.now', { count })
  if (choice.is === 'next-slot') return t('primary.next-slot', { count })
  const meaning = meaningOf(choice, new Date(0))
  if (meaning.is !== 'at') return t('primary.at-open')
  return t('primary.at', {
    time: showTime(meaning.at, choice.zone, 'day-time'),
    zone: t('common:zone', { city: cityOf(choice.zone), offset: offsetOf(choice.zone, meaning.at) }),
  })
}
