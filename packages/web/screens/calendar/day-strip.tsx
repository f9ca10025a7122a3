import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { noonOf, showTime } from '../../app/time.ts'
import { useWorkspace, useZone } from '../../app/workspace.tsx'
import { classes } from '../../components/classes.ts'
import type { CalendarAddress } from './address.ts'
import { daysQuery } from './queries.ts'
import { addDays, startOfWeek } from './range.ts'
import { StateBar, sumOf } from './state-bar.tsx'

/** Two weeks as a strip of days, the phone's overview: press a day to go there. */
export function DayStrip({ calendar }: { calendar: CalendarAddress }) {
  const { t } = useTranslation('calendar')
  const { id, weekStart } = useWorkspace()
  const [zone] = useZone()
  const first = startOfWeek(calendar.at, weekStart)
  const days = Array.from({ length: 14 }, (_, index) => addDays(first, index))
  const counts = useQuery(daysQuery(id, days, zone, calendar)).data
  return (
    <ol className="grid grid-cols-7 gap-px pb-3">
      {days.map((day) => {
        const { all, needs } = sumOf(counts?.get(day)?.counts ?? {})
        return (
          <li key={day}>
            <button
              type="button"
              aria-current={day === calendar.today ? 'date' : undefined}
              aria-label={`${showTime(noonOf(day), 'UTC', 'long-day')}, ${t('posts', { count: all })}`}
              onClick={() => {
                if (calendar.view === 'day' || !calendar.days.includes(day)) calendar.set({ at: day })
                else document.getElementById(`day-${day}`)?.scrollIntoView()
              }}
              className={classes(
                'flex min-h-12 w-full flex-col items-center justify-between rounded-control p-1',
                calendar.days.includes(day) && 'bg-surface',
                day === calendar.today && 'font-strong text-accent',
                needs > 0 && 'text-needs',
              )}
            >
              <span className="text-caption text-ink-3">{showTime(noonOf(day), 'UTC', 'weekday')}</span>
              <span className="figures">{Number(day.slice(8))}</span>
              <span className="w-full">{all > 0 && <StateBar counts={counts?.get(day)?.counts ?? {}} />}</span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
