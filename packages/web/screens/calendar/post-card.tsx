import { Image } from 'lucide-react'
import { memo } from 'react'
import { showTime } from '../../app/time.ts'
import { hueOf } from '../../components/channel-chip.tsx'
import { classes } from '../../components/classes.ts'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { StateGlyph, stateFill } from '../../components/state-mark.tsx'
import { useActs } from './acts.ts'
import { isMovable, type Group } from './groups.ts'

/** More networks than this become a number. */
const shownNetworks = 4

interface Props {
  group: Group
  /** One line for months, two for weeks. */
  lines: 1 | 2
}

/**
 * A post at its time. A press shows it without leaving; the link opens it. Not a tab stop of its own: the grid around
 * it is one, and arrows lead here.
 */
export const PostCard = memo(function PostCard({ group, lines }: Props) {
  const { zone, may, peek, names, t, href, open } = useActs()
  const path = `/posts/${group.postId}`
  const time = showTime(group.dueAt, zone)
  const shown = group.cards.slice(0, shownNetworks)
  const channel = group.cards.length === 1 ? names.channel(group.cards[0]?.channelId ?? '') : undefined
  const hue = channel && hueOf(channel)
  const words = (
    <span dir="auto" className="block min-w-0 truncate">
      {group.words || t('no-text')}
    </span>
  )
  return (
    <a
      href={href(path)}
      data-card={group.id}
      draggable={may && isMovable(group)}
      tabIndex={-1}
      onClick={(event) => {
        // Pressed by a pointer: look without leaving. By Enter, or with a key for a new tab: open.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        if (event.detail === 0) open(path)
        else peek(group, event.currentTarget)
      }}
      className={classes(
        'block min-w-0 rounded-control border border-line bg-surface px-1 py-px text-row text-ink no-underline hover:border-ctrl hover:no-underline focus-visible:outline-offset-0',
        stateFill(group.state),
        group.state === 'cancelled' && 'opacity-70',
      )}
      style={hue === undefined ? undefined : { borderInlineStart: `3px solid ${hue}` }}
    >
      <span className="flex min-w-0 items-center gap-1">
        <StateGlyph state={group.state} word={t(`common:state.${group.state}`)} size="card" />
        <time dateTime={group.dueAt}>{time}</time>
        <span className="flex items-center gap-0.5">
          {shown.map((card) => (
            <PlatformGlyph key={card.id} platform={card.platform} label={names.platform(card.platform)} size={13} />
          ))}
          {group.cards.length > shownNetworks && (
            <span className="text-caption">+{group.cards.length - shownNetworks}</span>
          )}
        </span>
        {lines === 1 && words}
        {group.media > 0 && (
          <Image aria-label={t('media')} size={12} strokeWidth={1.5} className="ms-auto shrink-0 text-ink-3" />
        )}
      </span>
      {lines === 2 && words}
    </a>
  )
})
