import { useSearchParams } from 'wouter'
import type { State } from '../../app/api.ts'
import { useNarrow } from '../../app/narrow.ts'
import { useNow } from '../../app/now.ts'
import { createKeptStore, useStore } from '../../app/store.ts'
import { dayOf } from '../../app/time.ts'
import { useWorkspace, useZone } from '../../app/workspace.tsx'
import { daysOf, readDay, views, type View } from './range.ts'

const keptView = createKeptStore('posthorn.calendar.view', views, 'week')

/** States worth filtering by. */
export const filterStates = [
  'draft',
  'scheduled',
  'waiting',
  'published',
  'needs_you',
  'failed',
  'missed',
  'cancelled',
] as const satisfies readonly State[]

export interface CalendarAddress {
  readonly view: View
  readonly at: string
  readonly today: string
  readonly days: readonly string[]
  readonly channel: string | undefined
  readonly state: State | undefined
  readonly slots: boolean
  /** Changes some of it; `undefined` takes a part away. */
  set: (part: Partial<Record<'view' | 'at' | 'channel' | 'state' | 'slots', string | undefined>>) => void
}

/** What the calendar shows, kept in the address so that it can be sent to a colleague. */
export function useCalendarAddress(): CalendarAddress {
  const [search, setSearch] = useSearchParams()
  const { weekStart } = useWorkspace()
  const [zone] = useZone()
  const narrow = useNarrow()
  const kept = useStore(keptView)
  const today = dayOf(useNow(), zone)
  const asked = views.find((view) => view === search.get('view')) ?? kept
  // A grid of seven columns says nothing on a phone.
  const view = narrow && asked !== 'day' ? 'list' : asked
  const at = readDay(search.get('at'), today)
  return {
    view,
    at,
    today,
    days: daysOf(view, at, weekStart),
    channel: search.get('channel') ?? undefined,
    state: filterStates.find((state) => state === search.get('state')),
    slots: search.get('slots') === '1',
    set: (part) => {
      const view = views.find((one) => one === part.view)
      if (view) keptView.set(view)
      setSearch(
        (before) => {
          for (const [name, value] of Object.entries(part)) {
            if (value === undefined) before.delete(name)
            else before.set(name, value)
          }
          return before
        },
        { replace: part.at === undefined && part.view === undefined },
      )
    },
  }
}
