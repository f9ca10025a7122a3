import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useRouter } from 'wouter'
import type { CalendarDay } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { useNarrow } from '../../app/narrow.ts'
import { useAddress, useMay, useWorkspace, useZone } from '../../app/workspace.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { useOnline } from '../../shell/banners.tsx'
import { Page } from '../../shell/page.tsx'
import { ActsProvider, type Acts } from './acts.ts'
import { useCalendarAddress } from './address.ts'
import { placeOf } from './clock.ts'
import { DayList } from './day-list.tsx'
import { DayStrip } from './day-strip.tsx'
import { EmptyRange } from './empty-range.tsx'
import type { Group } from './groups.ts'
import { MonthGrid } from './month-grid.tsx'
import { wallOn, type Target } from './moving.ts'
import { daysQuery, rangeQuery, useFreeSlots } from './queries.ts'
import { rangeName, RangeControls, ViewControls } from './toolbar.tsx'
import { useCalendarKeys } from './use-calendar-keys.ts'
import { useFollow } from './use-follow.ts'
import { useMove } from './use-move.ts'
import { WeekGrid } from './week-grid.tsx'

const loadPeek = () => import('./peek.tsx')
const loadMoveConfirm = () => import('./move-confirm.tsx')
const Peek = lazy(loadPeek)
const MoveConfirm = lazy(loadMoveConfirm)
const MoreList = lazy(() => import('./more-list.tsx'))

/** What is open over the calendar; one thing at a time. */
type Open =
  | { is: 'peek'; group: Group; anchor: HTMLElement }
  | { is: 'move'; group: Group; anchor: HTMLElement; target: Target }
  | { is: 'more'; title: string; of: readonly Group[] | { day: string }; anchor: HTMLElement }

/** See the rhythm, find the gap, move things without fear. */
export default function CalendarPage() {
  const { t } = useTranslation(['calendar', 'common'])
  const { id: ws } = useWorkspace()
  const [zone] = useZone()
  const [, go] = useLocation()
  const address = useAddress()
  const { base } = useRouter()
  const names = useNames()
  const online = useOnline()
  const narrow = useNarrow()
  const may = useMay('editor') && online
  const calendar = useCalendarAddress()
  const { view, days, at, today, channel, state } = calendar
  const filter = { channel, state }
  const month = useQuery({ ...daysQuery(ws, days, zone, filter), enabled: view === 'month' })
  const range = useQuery({ ...rangeQuery(ws, days, zone, filter), enabled: view !== 'month' })
  const slots = useFreeSlots(ws, calendar.slots, channel)
  const [open, setOpen] = useState<Open>()
  const { move, undo } = useMove()
  // What a key opens should be there before the next key is pressed.
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadPeek(), loadMoveConfirm()]).catch(() => undefined), 1000)
    return () => clearTimeout(timer)
  }, [])
  const close = () => setOpen(undefined)
  const followTo = useFollow()
  const acts = useMemo<Acts>(
    () => ({
      zone,
      may,
      names,
      t,
      href: (path) => base + address(path),
      open: (path) => go(address(path)),
      peek: (group, anchor) => setOpen({ is: 'peek', group, anchor }),
      move: (group, anchor, target) =>
        setOpen({ is: 'move', group, anchor, target: target ?? { wallTime: wallOn(group, zone), zone } }),
      compose: (time, own) =>
        go(address(`/posts/new?at=${encodeURIComponent(time)}${own === undefined ? '' : `&channels=${own}`}`)),
      more: (title, of, anchor) => setOpen({ is: 'more', title, of, anchor }),
    }),
    [zone, may, names, t, base, go, address],
  )
  const goTo = (day: string) => calendar.set({ at: day })
  const shown = view === 'month' ? month : range
  // What could not be loaded is not on its way either.
  const cards = range.data ?? (range.error ? [] : undefined)
  const counts = month.data ?? (month.error ? new Map<string, CalendarDay>() : undefined)
  useCalendarKeys(calendar, acts, range.data ?? [...(month.data?.values() ?? [])].flatMap((day) => day.top), undo)
  return (
    <Page title={t('title')} detail={rangeName(calendar)} wide controls={<RangeControls calendar={calendar} />}>
      <ActsProvider value={acts}>
        <ViewControls calendar={calendar} />
        {narrow && <DayStrip calendar={calendar} />}
        {shown.error && (
          <div className="pb-3">
            <ErrorCard
              error={shown.error}
              what={t('not-loaded', { range: rangeName(calendar) })}
              retry={() => void shown.refetch()}
            />
          </div>
        )}
        {view !== 'month' && range.data?.length === 0 && <EmptyRange calendar={calendar} />}
        {/* The grid scrolls by itself on wide screens, so that days and hours stay in sight. */}
        <div
          data-scroll
          className="relative min-h-0 flex-1 overflow-x-auto wide:h-[calc(100dvh-8.5rem)] wide:flex-none wide:overflow-auto"
        >
          {view === 'month' ? (
            <MonthGrid days={days} at={at} today={today} counts={counts} slots={slots} goTo={goTo} />
          ) : view === 'week' ? (
            <WeekGrid days={days} at={at} today={today} cards={cards} slots={slots} goTo={goTo} />
          ) : (
            <DayList days={days} today={today} cards={cards} slots={slots} />
          )}
        </div>
        <Suspense>
          {open?.is === 'peek' && <Peek group={open.group} anchor={open.anchor} onClose={close} />}
          {open?.is === 'more' && (
            <MoreList title={open.title} of={open.of} filter={filter} anchor={open.anchor} onClose={close} />
          )}
          {open?.is === 'move' && (
            <MoveConfirm
              group={open.group}
              anchor={open.anchor}
              target={open.target}
              onTarget={(target) => setOpen({ ...open, target })}
              onClose={close}
              onMove={(to) => {
                close()
                move(open.group, to, zone)
                const { day, row } = placeOf(to.getTime(), zone)
                followTo([
                  `[data-card="${open.group.postId} ${to.toISOString()}"]`,
                  `[data-cell="${day} ${row}"]`,
                  `[data-cell="${day} day"]`,
                ])
              }}
            />
          )}
        </Suspense>
      </ActsProvider>
    </Page>
  )
}
