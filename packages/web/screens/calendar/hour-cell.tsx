import { memo } from 'react'
import { noonOf, showTime } from '../../app/time.ts'
import { classes } from '../../components/classes.ts'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { useActs } from './acts.ts'
import type { Group } from './groups.ts'
import { PostCard } from './post-card.tsx'
import type { FreeSlot } from './queries.ts'
import { cellName, type Place } from './use-roving.ts'

/** More posts than this in one hour fold into a line. */
const shownAtMost = 3

interface Props {
  place: Place
  kind: 'hour' | 'missing' | 'none'
  wallTime: string
  past: boolean
  groups: readonly Group[] | undefined
  free: readonly FreeSlot[] | undefined
  loading: boolean
  /** How much of this hour has passed, in the present hour of today. */
  now: number | undefined
  tabIndex: 0 | -1
}

const none: readonly never[] = []

/** An hour of a day. */
export const HourCell = memo(
  function HourCell({ place, kind, wallTime, past, groups = none, free = none, loading, now, tabIndex }: Props) {
    const { compose, more, may, t } = useActs()
    const hour = wallTime.slice(11)
    const day = showTime(noonOf(place.day), 'UTC', 'long-day')
    const shown = groups.length > shownAtMost ? groups.slice(0, shownAtMost - 1) : groups
    const rest = groups.length - shown.length
    if (kind !== 'hour')
      return (
        <td className="border-s border-b border-line bg-sunken bg-[repeating-linear-gradient(135deg,var(--line)_0_1px,transparent_1px_6px)] px-1.5 align-top text-caption text-ink-3">
          {kind === 'missing' && t('missing-hour')}
        </td>
      )
    const said = [
      day,
      hour,
      groups.length > 0 && t('posts', { count: groups.length }),
      free.length > 0 && t('free', { count: free.length }),
      past && t('past'),
    ]
    return (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid hears the keys for all its cells
      <td
        data-cell={cellName(place)}
        data-past={past ? '' : undefined}
        tabIndex={tabIndex}
        aria-label={said.filter(Boolean).join(', ')}
        onClick={(event) => {
          if (may && !past && event.target === event.currentTarget) compose(wallTime)
        }}
        className={classes(
          'relative h-9 min-w-0 border-s border-b border-line p-0.5 align-top data-over:bg-accent-soft',
          past ? 'bg-sunken' : 'bg-surface',
          may && !past && 'cursor-copy',
        )}
      >
        {now !== undefined && (
          <span
            aria-hidden
            style={{ insetBlockStart: `${now * 100}%` }}
            className="pointer-events-none absolute inset-x-0 z-1 border-t-2 border-brass"
          />
        )}
        {loading && <div className="skeleton h-8" />}
        <div className="pointer-events-none flex flex-col gap-0.5 *:pointer-events-auto">
          {shown.map((group) => (
            <PostCard key={group.id} group={group} lines={2} />
          ))}
          {rest > 0 && (
            <button
              type="button"
              tabIndex={-1}
              className="figures min-h-6 rounded-control px-1 text-start text-row font-medium text-accent hover:underline"
              onClick={(event) => more(`${day}, ${hour}`, groups, event.currentTarget)}
            >
              {t('more-at', { count: rest, hour })}
            </button>
          )}
          {free.map((slot) => (
            <FreeCard key={`${slot.channelId} ${slot.at}`} slot={slot} />
          ))}
        </div>
      </td>
    )
  },
  // Places are made anew for each drawing; all else that is equal needs no new drawing.
  (before, after) =>
    cellName(before.place) === cellName(after.place) &&
    (Object.keys(after) as (keyof Props)[]).every((name) => name === 'place' || before[name] === after[name]),
)

/** A weekly time that nothing is planned for. */
function FreeCard({ slot }: { slot: FreeSlot }) {
  const { zone, names, t, href, open } = useActs()
  const path = `/posts/new?channels=${slot.channelId}&at=${encodeURIComponent(slot.at)}`
  const channel = names.channel(slot.channelId)
  return (
    <a
      href={href(path)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        open(path)
      }}
      data-card={`${slot.channelId} ${slot.at}`}
      tabIndex={-1}
      className="flex min-h-6 min-w-0 items-center gap-1 rounded-control border border-dashed border-ctrl px-1 text-row text-ink-2 no-underline"
    >
      <span className="heard-only">{t('free-at')}</span>
      <time dateTime={slot.at}>{showTime(slot.at, zone)}</time>
      {channel && <PlatformGlyph platform={channel.platform} size={13} />}
      <bdi className="truncate">{names.nameOf(slot.channelId)}</bdi>
    </a>
  )
}
