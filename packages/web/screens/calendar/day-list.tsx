import { CalendarClock, Copy, Ellipsis, FileText, ListChecks } from 'lucide-react'
import { lazy, memo, Suspense, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { PublicationCard } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { noonOf, showTime } from '../../app/time.ts'
import { useAddress } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StateGlyph } from '../../components/state-mark.tsx'
import { useActs } from './acts.ts'
import { placeOf } from './clock.ts'
import { groupCards, isMovable, type Group } from './groups.ts'
import type { FreeSlot } from './queries.ts'
import { useDuplicate } from './use-duplicate.ts'

const Menu = lazy(async () => ({ default: (await import('../../components/menu.tsx')).Menu }))

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

/** One post in a line, with everything that can be done to it in a menu. */
export const Row = memo(function Row({ group }: { group: Group }) {
  const { zone, names, t } = useActs()
  const address = useAddress()
  return (
    <li className="flex min-h-(--row) items-center gap-2.5 border-b border-line py-1 [contain-intrinsic-size:auto_2.25rem] [content-visibility:auto] last:border-0">
      <time dateTime={group.dueAt} className="w-14 shrink-0 text-end font-medium">
        {showTime(group.dueAt, zone)}
      </time>
      <StateGlyph state={group.state} word={t(`common:state.${group.state}`)} />
      <span className="flex shrink-0 flex-wrap items-center gap-1">
        {group.cards.map((card) => (
          <PlatformGlyph
            key={card.id}
            platform={card.platform}
            label={`${names.platform(card.platform)}, ${names.nameOf(card.channelId)}`}
            size={14}
          />
        ))}
      </span>
      <Link
        href={address(`/posts/${group.postId}`)}
        dir="auto"
        data-card={group.id}
        className="min-w-0 flex-1 truncate text-ink no-underline"
      >
        {group.words || t('no-text')}
      </Link>
      <RowMenu group={group} />
    </li>
  )
})

function RowMenu({ group }: { group: Group }) {
  const { t } = useTranslation('calendar')
  const { move, may } = useActs()
  const address = useAddress()
  const duplicate = useDuplicate()
  const [wanted, want] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const trigger = (
    <Button
      ref={button}
      look="quiet"
      size="small-icon"
      aria-label={t('deeds', { words: group.words })}
      aria-haspopup="menu"
    >
      <Ellipsis aria-hidden size={16} />
    </Button>
  )
  if (!wanted)
    return (
      <Button
        ref={button}
        look="quiet"
        size="small-icon"
        aria-label={t('deeds', { words: group.words })}
        aria-haspopup="menu"
        onClick={() => want(true)}
      >
        <Ellipsis aria-hidden size={16} />
      </Button>
    )
  return (
    <Suspense fallback={trigger}>
      <Menu
        defaultOpen
        align="end"
        trigger={trigger}
        groups={[
          [
            { label: t('open'), icon: FileText, href: address(`/posts/${group.postId}`) },
            { label: t('see-delivery'), icon: ListChecks, href: address(`/delivery/${group.cards[0]?.id ?? ''}`) },
          ],
          may
            ? [
                {
                  label: t('move-to'),
                  icon: CalendarClock,
                  keys: 'r',
                  reason: isMovable(group) ? undefined : t('stays'),
                  run: () => button.current && move(group, button.current),
                },
                { label: t('duplicate'), icon: Copy, run: () => duplicate.mutate(group.postId) },
              ]
            : [],
        ]}
      />
    </Suspense>
  )
}
