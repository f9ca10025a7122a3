import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { PublicationCard } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { noonOf, showTime } from '../../app/time.ts'
import { useAddress } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import { useActs } from './acts.ts'
import { placeOf } from './clock.ts'
import { groupCards, type Group } from './groups.ts'
import { Row } from './post-row.tsx'
import type { FreeSlot } from './queries.ts'

/** A day longer than this shows its rest on demand. */
const shownAtOnce = 40

interface Props {
  days: readonly string[]
  today: string
  cards: readonly PublicationCard[] | undefined
  slots: readonly FreeSlot[]
}

/** Days one under the other, each a list by time. The view of a phone, and of anybody who wants to read. */
export function DayList({ days, today, cards, slots }: Props) {
  const { zone } = useActs()
  const byDay = useMemo(
    () => Map.groupBy(groupCards(cards ?? []), (group) => placeOf(group.dueAt, zone).day),
    [cards, zone],
  )
  const free = useMemo(() => Map.groupBy(slots, (slot) => placeOf(slot.at, zone).day), [slots, zone])
  if (!cards) return <Skeleton rows={8} />
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {days.map((day) => (
        <Day key={day} day={day} today={today} groups={byDay.get(day) ?? []} free={free.get(day) ?? []} />
      ))}
    </div>
  )
}

function Day({
  day,
  today,
  groups,
  free,
}: {
  day: string
  today: string
  groups: readonly Group[]
  free: readonly FreeSlot[]
}) {
  const { t } = useTranslation('calendar')
  const { may, compose } = useActs()
  const [all, showAll] = useState(false)
  const shown = all ? groups : groups.slice(0, shownAtOnce)
  return (
    <section id={`day-${day}`} className="scroll-mt-2">
      <h2
        className={classes(
          'figures sticky top-0 z-10 flex min-h-9 items-center gap-2 border-b border-line bg-canvas text-body',
          day === today && 'text-accent',
        )}
      >
        {showTime(noonOf(day), 'UTC', 'long-day')}
        <span className="font-normal text-ink-3">
          {groups.length === 0 ? t('nothing') : t('posts', { count: groups.length })}
        </span>
        {may && day >= today && (
          <Button
            look="quiet"
            size="small"
            className="ms-auto"
            onClick={() => compose(`${day}T09:00`)}
            aria-label={t('new-on', { day: showTime(noonOf(day), 'UTC', 'day') })}
          >
            {t('new')}
          </Button>
        )}
      </h2>
      <ul>
        {shown.map((group) => (
          <Row key={group.id} group={group} />
        ))}
      </ul>
      {groups.length > shown.length && (
        <Button look="quiet" size="small" onClick={() => showAll(true)}>
          {t('show-rest', { count: groups.length - shown.length })}
        </Button>
      )}
      {free.length > 0 && <FreeLine free={free} />}
    </section>
  )
}

function FreeLine({ free }: { free: readonly FreeSlot[] }) {
  const { t } = useTranslation('calendar')
  const { zone } = useActs()
  const names = useNames()
  const address = useAddress()
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1 text-row text-ink-2">
      {t('free', { count: free.length })}
      {free.map((slot) => (
        <Link
          key={`${slot.channelId} ${slot.at}`}
          href={address(`/posts/new?channels=${slot.channelId}&at=${encodeURIComponent(slot.at)}`)}
          className="figures"
        >
          {showTime(slot.at, zone)} {names.nameOf(slot.channelId)}
        </Link>
      ))}
    </p>
  )
}
