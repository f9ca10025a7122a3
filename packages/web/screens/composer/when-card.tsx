import { useQueries } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Channel } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { cityOf, offsetOf, showTime } from '../../app/time.ts'
import { useAddress, useWorkspace, useZone } from '../../app/workspace.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { CheckField } from '../../components/field.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useLabels } from './names.ts'
import { useComposing } from './composing.tsx'
import { showPrice } from './price.ts'
import { isOut, isPlanned } from './publications.ts'
import { meaningOf, suggestedTime, type Choice } from './when.ts'
import { Link } from 'wouter'

const TimeChoice = lazy(() => import('./time-choice.tsx'))

/** When the post goes out, and for each channel: at what time, with what promise, at what price. */
export function WhenCard() {
  const { t } = useTranslation(['composer', 'common'])
  const { choice, choose, mode, mayPublish, draft } = useComposing()
  const { zone } = useWorkspace()
  const kinds = [
    { is: 'next-slot', make: (): Choice => ({ is: 'next-slot' }) },
    { is: 'at', make: (): Choice => ({ is: 'at', wallTime: suggestedTime(new Date(), zone), zone }) },
    { is: 'now', make: (): Choice => ({ is: 'now' }) },
    { is: 'none', make: (): Choice => ({ is: 'none' }) },
  ] as const
  return (
    <section aria-labelledby="composer-when" className="card flex flex-col gap-3 p-4">
      <h2 id="composer-when" className="text-section font-strong">
        {mode === 'planned' ? t('when.planned') : t('when.title')}
      </h2>
      {mayPublish && mode === 'draft' && (
        <div role="radiogroup" aria-labelledby="composer-when" className="flex flex-wrap gap-x-5">
          {kinds.map(({ is, make }) => (
            <CheckField
              key={is}
              type="radio"
              name="when"
              checked={choice.is === is}
              onChange={() => choose(make())}
              label={t(`when.kind.${is}`)}
            />
          ))}
        </div>
      )}
      {choice.is === 'at' && mode === 'draft' && (
        <Suspense fallback={<div className="skeleton h-24" />}>
          <TimeChoice choice={choice} onChange={choose} />
        </Suspense>
      )}
      {draft.versions.length > 0 && <Terms />}
    </section>
  )
}

/** The next free slot of each channel that has weekly times. */
function useNextSlots(channels: readonly Channel[], wanted: boolean) {
  const { id: workspaceId } = useWorkspace()
  return useQueries({
    queries: channels.map(({ id, slots }) => ({
      queryKey: keys.of(workspaceId, 'channels', id, 'next-slot'),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const params = { workspaceId, id }
        const path = 'GET /api/v1/workspaces/{workspaceId}/channels/{id}/free-slots'
        return (await api(path, { params, query: { count: 1 }, signal })).data.slots[0] ?? null
      },
      enabled: wanted && slots > 0,
    })),
    combine: (results) => new Map(channels.map(({ id }, index) => [id, results[index]?.data])),
  })
}

/** One line for each channel, time first. */
function Terms() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, channels, verdicts, runs, choice, mode } = useComposing()
  const labels = useLabels()
  const address = useAddress()
  const [zone] = useZone()
  const list = draft.versions.flatMap(({ channelId }) => channels.get(channelId) ?? [])
  const slots = useNextSlots(list, choice.is === 'next-slot' && mode === 'draft')
  const meaning = choice.is === 'at' ? meaningOf(choice, new Date(0)) : undefined
  const priced = [...verdicts.values()].filter((verdict) => verdict.price !== undefined)
  const total = priced.reduce((sum, verdict) => sum + (verdict.price ?? 0), 0)

  const timeOf = (channel: Channel) => {
    const run = runs.get(channel.id)
    if (run && (isOut(run) || isPlanned(run))) return clock(run.dueAt, channel)
    if (choice.is === 'now') return t('terms.now')
    if (choice.is === 'at') return meaning?.is === 'at' ? clock(meaning.at, channel) : '–'
    if (choice.is === 'none') return t('terms.no-time')
    const slot = slots.get(channel.id)
    if (slot) return clock(slot.at, channel)
    if (channel.slots > 0) return slot === null ? t('terms.full') : '…'
    return <Link href={address(`/channels/${channel.id}`)}>{t('terms.no-slots')}</Link>
  }
  const clock = (at: string | Date, channel: Channel) => (
    <>
      {showTime(at, zone, 'day-time')}
      {channel.zone !== zone && (
        <span className="block text-caption text-ink-3">
          {t('terms.there', {
            time: showTime(at, channel.zone),
            zone: t('common:zone', { city: cityOf(channel.zone), offset: offsetOf(channel.zone, at) }),
          })}
        </span>
      )}
    </>
  )
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse text-row">
        <caption className="heard-only">{t('terms.caption')}</caption>
        <thead>
          <tr className="text-ink-3">
            <th scope="col" className="border-b border-line py-1 pe-2 rail:pe-4 text-start font-normal">
              {t('terms.time')}
            </th>
            <th scope="col" className="border-b border-line py-1 pe-2 rail:pe-4 text-start font-normal">
              {t('terms.channel')}
            </th>
            <th scope="col" className="border-b border-line py-1 pe-2 rail:pe-4 text-start font-normal max-rail:hidden">
              {t('terms.promise')}
            </th>
            {priced.length > 0 && (
              <th scope="col" className="border-b border-line py-1 text-end font-normal">
                {t('terms.cost')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {list.map((channel) => {
            const verdict = verdicts.get(channel.id)
            const run = runs.get(channel.id)
            const promise = verdict && !isOut(run) && (
              <>
                <span className="font-medium text-ink">{t(`promise.${keyOf(verdict.promise)}.word`)}</span>{' '}
                {t(`promise.${keyOf(verdict.promise)}.says`)}
              </>
            )
            return (
              <tr key={channel.id} className="border-b border-line align-top last:border-0">
                <td className="figures py-1.5 pe-2 rail:pe-4 whitespace-nowrap">{timeOf(channel)}</td>
                <th scope="row" className="py-1.5 pe-2 rail:min-w-44 rail:pe-4 text-start font-normal">
                  <ChannelChip
                    channel={channel}
                    platformLabel={labels.get(channel.platform)}
                    className="-ms-2 border-transparent bg-transparent"
                  />
                  {run && run.state !== 'cancelled' && <StateMark state={run.state} className="mt-1" />}
                  <span className="block text-ink-2 rail:hidden">{promise}</span>
                </th>
                <td className="py-1.5 pe-2 rail:pe-4 text-ink-2 max-rail:hidden">{promise}</td>
                {priced.length > 0 && (
                  <td className="figures py-1.5 text-end">
                    {verdict?.price === undefined ? '' : showPrice(verdict.price)}
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
        {priced.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={3} className="py-1.5 pe-2 rail:pe-4 text-end font-normal text-ink-2">
                {t('terms.total')}
              </th>
              <td className="figures py-1.5 text-end font-medium">{showPrice(total)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

const keyOf = (promise: 'exact' | 'searched' | 'asks you') => (promise === 'asks you' ? 'asks-you' : promise)
