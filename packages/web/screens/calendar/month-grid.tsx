import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarDay } from '../../app/api.ts'
import { noonOf, showTime } from '../../app/time.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { classes } from '../../components/classes.ts'
import { useActs } from './acts.ts'
import { placeOf } from './clock.ts'
import { groupCards, type Group } from './groups.ts'
import { timeOn } from './moving.ts'
import { PostCard } from './post-card.tsx'
import type { FreeSlot } from './queries.ts'
import { addDays, addMonths, isSameMonth, startOfWeek } from './range.ts'
import { StateBar, sumOf } from './state-bar.tsx'
import { useDrag } from './use-drag.ts'
import { cellName, useRoving, type Place } from './use-roving.ts'

interface Props {
  days: readonly string[]
  at: string
  today: string
  counts: ReadonlyMap<string, CalendarDay> | undefined
  slots: readonly FreeSlot[]
  goTo: (day: string) => void
}

/** A new post on a whole day is proposed for this time. */
const proposedTime = '09:00'

/** A month of six weeks: counts and the three that matter most of each day. */
export function MonthGrid({ days, at, today, counts, slots, goTo }: Props) {
  const { t } = useTranslation('calendar')
  const { compose, move, zone } = useActs()
  const { weekStart } = useWorkspace()
  const groups = useMemo(() => new Map([...(counts ?? [])].map(([day, { top }]) => [day, groupCards(top)])), [counts])
  const free = useMemo(() => Map.groupBy(slots, (slot) => placeOf(slot.at, zone).day), [slots, zone])
  const step = ({ day }: Place, key: string): Place | undefined => {
    const next: Readonly<Record<string, () => string>> = {
      ArrowLeft: () => addDays(day, -1),
      ArrowRight: () => addDays(day, 1),
      ArrowUp: () => addDays(day, -7),
      ArrowDown: () => addDays(day, 7),
      PageUp: () => addMonths(day, -1),
      PageDown: () => addMonths(day, 1),
      Home: () => startOfWeek(day, weekStart),
      End: () => addDays(startOfWeek(day, weekStart), 6),
    }
    const to = next[key]?.()
    return to === undefined ? undefined : { day: to, row: 'day' }
  }
  const table = useRef<HTMLTableElement>(null)
  const roving = useRoving(table, {
    first: { day: at, row: 'day' },
    step,
    isShown: ({ day }) => days.includes(day),
    goTo,
    onOpen: ({ day }) => day >= today && compose(`${day}T${proposedTime}`),
  })
  const drag = useDrag((card, cell, element) => {
    const group = [...groups.values()].flat().find((one) => one.id === card)
    const [day = ''] = cell.split(' ')
    // A whole day keeps the time of day; the question offers another.
    if (group) move(group, element, { wallTime: `${day}T${timeOn(group, zone)}`, zone })
  })
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
  return (
    <table
      ref={table}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table is how the APG builds a grid
      role="grid"
      aria-label={t('month-grid')}
      onKeyDown={roving.onKeyDown}
      onFocus={roving.onFocus}
      {...drag}
      className="w-full min-w-2xl table-fixed border-collapse"
    >
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" className="px-1.5 pb-1 text-start text-row font-medium text-ink-2">
              {showTime(noonOf(day), 'UTC', 'weekday')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {week.map((day, column) => (
              <Day
                key={column}
                day={day}
                at={at}
                today={today}
                loading={counts === undefined}
                counts={counts?.get(day)?.counts ?? {}}
                groups={groups.get(day) ?? []}
                free={free.get(day)?.length ?? 0}
                tabIndex={roving.tabIndexOf({ day, row: 'day' })}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface DayProps {
  day: string
  at: string
  today: string
  loading: boolean
  counts: CalendarDay['counts']
  groups: readonly Group[]
  free: number
  tabIndex: 0 | -1
}

function Day({ day, at, today, loading, counts, groups, free, tabIndex }: DayProps) {
  const { compose, more, may, t } = useActs()
  const { all, needs } = sumOf(counts)
  const rest = all - groups.reduce((sum, group) => sum + group.cards.length, 0)
  const past = day < today
  const name = showTime(noonOf(day), 'UTC', 'long-day')
  const said = [
    name,
    t('posts', { count: all }),
    needs > 0 && t('needs', { count: needs }),
    free > 0 && t('free', { count: free }),
    past && t('past'),
  ]
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid hears the keys for all its cells
    <td
      data-cell={cellName({ day, row: 'day' })}
      data-past={past ? '' : undefined}
      tabIndex={tabIndex}
      aria-label={said.filter(Boolean).join(', ')}
      aria-current={day === today ? 'date' : undefined}
      onClick={(event) => {
        if (may && !past && event.target === event.currentTarget) compose(`${day}T${proposedTime}`)
      }}
      className={classes(
        'h-28 border border-line p-1 align-top data-over:bg-accent-soft',
        past ? 'bg-sunken' : 'bg-surface',
        may && !past && 'cursor-copy',
      )}
    >
      <div className="pointer-events-none flex h-6 items-center gap-2 px-0.5">
        <span
          className={classes(
            'figures',
            day === today ? 'font-strong text-accent' : isSameMonth(day, at) ? 'font-medium' : 'text-ink-3',
          )}
        >
          {day === today ? t('today-mark', { day: Number(day.slice(8)) }) : Number(day.slice(8))}
        </span>
        {free > 0 && <span className="ms-auto text-caption text-ink-3">{t('free-short', { count: free })}</span>}
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        {loading && <div className="skeleton h-5" />}
        {groups.map((group) => (
          <PostCard key={group.id} group={group} lines={1} />
        ))}
        {rest > 0 && (
          <button
            type="button"
            tabIndex={-1}
            className="figures min-h-6 rounded-control px-1 text-start text-row font-medium text-accent hover:underline"
            onClick={(event) => more(name, { day }, event.currentTarget)}
            aria-label={t('more-of-day', { count: rest, day: name })}
          >
            +{rest}
          </button>
        )}
        {all > 0 && <StateBar counts={counts} />}
      </div>
    </td>
  )
}
