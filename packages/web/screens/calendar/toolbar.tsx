import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../app/channels.ts'
import { useNarrow } from '../../app/narrow.ts'
import { useChannels } from '../../app/queries.ts'
import { noonOf, showDays, showTime } from '../../app/time.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { filterStates, type CalendarAddress } from './address.ts'
import { shift, views } from './range.ts'

/** The range on screen, in words. */
export function rangeName({ view, at, days }: CalendarAddress): string {
  if (view === 'month') return showTime(noonOf(at), 'UTC', 'month')
  if (view === 'day') return showTime(noonOf(at), 'UTC', 'long-day')
  return showDays(days[0] ?? at, days.at(-1) ?? at)
}

/** Forward, back, today. */
export function RangeControls({ calendar }: { calendar: CalendarAddress }) {
  const { t } = useTranslation('calendar')
  const go = (by: 1 | -1) => calendar.set({ at: shift(calendar.view, calendar.at, by) })
  return (
    <div className="flex items-center gap-1">
      <Button look="quiet" size="icon" aria-label={t('earlier')} onClick={() => go(-1)}>
        <ChevronLeft aria-hidden size={18} className="directional" />
      </Button>
      <span aria-live="polite" className="figures min-w-32 text-center font-medium">
        {rangeName(calendar)}
      </span>
      <Button look="quiet" size="icon" aria-label={t('later')} onClick={() => go(1)}>
        <ChevronRight aria-hidden size={18} className="directional" />
      </Button>
      <Button size="small" keys="t" onClick={() => calendar.set({ at: undefined })}>
        {t('today')}
      </Button>
    </div>
  )
}

/** How to look at it, and what to leave out. */
export function ViewControls({ calendar }: { calendar: CalendarAddress }) {
  const { t } = useTranslation(['calendar', 'common'])
  const channels = useChannels(useWorkspace().id).data ?? []
  const names = useNames()
  const filters = [calendar.channel, calendar.state].filter((one) => one !== undefined).length
  const offered = useNarrow() ? (['list', 'day'] as const) : views
  const select = 'control w-auto! min-h-8! py-0.5 max-w-44'
  return (
    <div className="flex flex-wrap items-center gap-2 pb-3">
      <fieldset aria-label={t('view')} className="flex rounded-control border border-ctrl bg-surface">
        {offered.map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={view === calendar.view}
            aria-keyshortcuts={view[0]?.toUpperCase()}
            onClick={() => calendar.set({ view })}
            className={classes(
              'min-h-7.5 px-2.5 first:rounded-s-control last:rounded-e-control pointer-coarse:min-h-11',
              view === calendar.view ? 'bg-accent-soft font-medium' : 'text-ink-2 hover:bg-sunken',
            )}
          >
            {t(`views.${view}`)}
          </button>
        ))}
      </fieldset>
      <select
        aria-label={t('filter-channel')}
        className={select}
        value={calendar.channel ?? ''}
        onChange={(event) => calendar.set({ channel: event.target.value || undefined })}
      >
        <option value="">{t('all-channels')}</option>
        {channels.map((channel) => (
          <option key={channel.id} value={channel.id}>
            {names.platform(channel.platform)}: {channel.name || channel.handle}
          </option>
        ))}
      </select>
      <select
        aria-label={t('filter-state')}
        className={select}
        value={calendar.state ?? ''}
        onChange={(event) => calendar.set({ state: event.target.value || undefined })}
      >
        <option value="">{t('all-states')}</option>
        {filterStates.map((state) => (
          <option key={state} value={state}>
            {t(`common:state.${state}`)}
          </option>
        ))}
      </select>
      {filters > 0 && (
        <Button look="quiet" size="small" onClick={() => calendar.set({ channel: undefined, state: undefined })}>
          <X aria-hidden size={14} />
          {t('clear-filters', { count: filters })}
        </Button>
      )}
      <Button
        look={calendar.slots ? 'secondary' : 'quiet'}
        size="small"
        aria-pressed={calendar.slots}
        onClick={() => calendar.set({ slots: calendar.slots ? undefined : '1' })}
      >
        {t('show-slots')}
      </Button>
    </div>
  )
}
