import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublicationCard } from '../../app/api.ts'
import { useNow } from '../../app/now.ts'
import { noonOf, showTime } from '../../app/time.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { classes } from '../../components/classes.ts'
import { useActs } from './acts.ts'
import { changeOn, hourRows, kindOf, placeOf, rowKey, type ClockChange, type HourRow } from './clock.ts'
import { groupCards } from './groups.ts'
import { HourCell } from './hour-cell.tsx'
import { timeOn } from './moving.ts'
import type { FreeSlot } from './queries.ts'
import { addDays, startOfWeek } from './range.ts'
import { useDrag } from './use-drag.ts'
import { cellName, useRoving, type Place } from './use-roving.ts'

interface Props {
  days: readonly string[]
  at: string
  today: string
  /** Undefined while they are on their way. */
  cards: readonly PublicationCard[] | undefined
  slots: readonly FreeSlot[]
  goTo: (day: string) => void
}

/** The first hour on screen without scrolling; nights are short in a timetable of posts. */
const morning = 7
const hourName = (row: HourRow): string => String(row.hour).padStart(2, '0')

/** A week of hours. Rows grow with what stands in them, so nothing ever lies on top of anything else. */
export function WeekGrid({ days, at, today, cards, slots, goTo }: Props) {
  const { t } = useTranslation('calendar')
  const { compose, move, zone } = useActs()
  const { weekStart } = useWorkspace()
  const now = useNow()
  const changes = useMemo(() => new Map(days.map((day) => [day, changeOn(day, zone)])), [days, zone])
  const rows = useMemo(() => hourRows([...changes.values()]), [changes])
  const placed = useMemo(
    () => Map.groupBy(groupCards(cards ?? []), (group) => cellName(placeOf(group.dueAt, zone))),
    [cards, zone],
  )
  const free = useMemo(() => Map.groupBy(slots, (slot) => cellName(placeOf(slot.at, zone))), [slots, zone])
  const step = ({ day, row }: Place, key: string): Place | undefined => {
    const index = rows.findIndex((one) => rowKey(one) === row)
    const rowAt = (to: number): string => rowKey(rows[Math.min(Math.max(to, 0), rows.length - 1)] ?? { hour: 0 })
    const next: Readonly<Record<string, () => Place>> = {
      ArrowLeft: () => ({ day: addDays(day, -1), row }),
      ArrowRight: () => ({ day: addDays(day, 1), row }),
      ArrowUp: () => ({ day, row: rowAt(index - 1) }),
      ArrowDown: () => ({ day, row: rowAt(index + 1) }),
      PageUp: () => ({ day: addDays(day, -7), row }),
      PageDown: () => ({ day: addDays(day, 7), row }),
      Home: () => ({ day: startOfWeek(day, weekStart), row }),
      End: () => ({ day: addDays(startOfWeek(day, weekStart), 6), row }),
    }
    return next[key]?.()
  }
  const wallTime = ({ day, row }: Place, minutes = '00'): string =>
    `${day}T${row.replace('+', '').padStart(2, '0')}:${minutes}`
  const present = placeOf(now, zone)
  const isPast = ({ day, row }: Place): boolean =>
    day < present.day ||
    (day === present.day &&
      rows.findIndex((one) => rowKey(one) === row) < rows.findIndex((one) => rowKey(one) === present.row))
  const table = useRef<HTMLTableElement>(null)
  const roving = useRoving(table, {
    first: { day: at, row: String(at === today ? Number.parseInt(present.row, 10) : 9) },
    step,
    isShown: ({ day }) => days.includes(day),
    goTo,
    onOpen: (place) => !isPast(place) && compose(wallTime(place)),
  })
  const drag = useDrag((card, cell, element) => {
    const group = [...placed.values()].flat().find((one) => one.id === card)
    const [day = '', row = ''] = cell.split(' ')
    if (!group) return
    // A free slot in the cell gives its exact time; otherwise the minutes stay and the hour changes.
    const own = new Set(group.cards.map((one) => one.channelId))
    const slot = free.get(cell)?.find((one) => own.has(one.channelId))
    const minutes = timeOn({ dueAt: slot?.at ?? group.dueAt }, zone).slice(3)
    const doubled = kindOf({ hour: Number.parseInt(row, 10), fold: 'second' }, changes.get(day)) === 'hour'
    move(group, element, {
      wallTime: wallTime({ day, row }, minutes),
      zone,
      ...(doubled && { fold: row.endsWith('+') ? 'second' : 'first' }),
    })
  })
  return (
    <table
      ref={table}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table is how the APG builds a grid
      role="grid"
      aria-label={t('week-grid')}
      onKeyDown={roving.onKeyDown}
      onFocus={roving.onFocus}
      {...drag}
      className="w-full min-w-3xl table-fixed border-separate border-spacing-0"
    >
      <colgroup>
        <col className="w-14" />
      </colgroup>
      <thead className="sticky top-0 z-10 bg-canvas">
        <tr>
          <th scope="col" className="border-b border-line">
            <span className="heard-only">{t('time')}</span>
          </th>
          {days.map((day) => (
            <DayHead key={day} day={day} today={today} change={changes.get(day)} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const key = rowKey(row)
          const current = days.includes(present.day) && key === present.row
          return (
            <tr key={key} ref={row.hour === morning && row.fold !== 'second' ? scrollTo : undefined}>
              <th
                scope="row"
                className="relative border-e border-line pe-2 pt-0.5 text-end align-top text-caption font-normal text-ink-3"
              >
                <span className="figures">
                  {hourName(row)}
                  {row.fold && <span className="block">{t(`fold.${row.fold}`)}</span>}
                </span>
                {current && <NowLabel now={now} zone={zone} />}
              </th>
              {days.map((day) => (
                <HourCell
                  key={day}
                  place={{ day, row: key }}
                  kind={kindOf(row, changes.get(day))}
                  wallTime={wallTime({ day, row: key })}
                  past={isPast({ day, row: key })}
                  groups={placed.get(cellName({ day, row: key }))}
                  free={free.get(cellName({ day, row: key }))}
                  loading={cards === undefined && row.hour % 4 === 1}
                  now={current && day === present.day ? minuteShare(now) : undefined}
                  tabIndex={roving.tabIndexOf({ day, row: key })}
                />
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Brings the morning to the top when the grid first appears. */
function scrollTo(row: HTMLTableRowElement | null): void {
  const box = row?.closest('[data-scroll]')
  if (row && box && box.scrollTop === 0) box.scrollTop = row.offsetTop - 44
}

/** How much of the hour has passed, 0 to 1. */
const minuteShare = (now: number): number => (now % 3_600_000) / 3_600_000

const NowLabel = ({ now, zone }: { now: number; zone: string }) => (
  <time
    style={{ insetBlockStart: `${minuteShare(now) * 100}%` }}
    className="absolute end-0 -translate-y-1/2 rounded-control bg-brass px-1 text-caption font-medium text-surface"
  >
    {showTime(now, zone)}
  </time>
)

function DayHead({ day, today, change }: { day: string; today: string; change: ClockChange | undefined }) {
  const { t } = useTranslation('calendar')
  return (
    <th
      scope="col"
      aria-current={day === today ? 'date' : undefined}
      className="border-s border-b border-line px-1.5 py-1 text-start align-top"
    >
      <span className={classes('figures font-medium', day === today && 'text-accent')}>
        {showTime(noonOf(day), 'UTC', 'weekday-day')}
      </span>
      {change && (
        <span className="block text-caption font-normal text-waiting">
          {t(`clocks.${change.is}`, { from: change.from, to: change.to })}
        </span>
      )}
    </th>
  )
}
