import { Image } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { PublicationCard } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { useNow } from '../../app/now.ts'
import { dayOf } from '../../app/time.ts'
import { useAddress, useZone } from '../../app/workspace.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeText } from '../../components/time-text.tsx'

interface Props {
  card: PublicationCard
  href: string
  children?: ReactNode
}

/** One publication in a line: time, state, network, first words. The time stands first and aligns. */
export function Row({ card, href, children }: Props) {
  const { t } = useTranslation('today')
  const [zone] = useZone()
  const names = useNames()
  const address = useAddress()
  const isToday = dayOf(card.dueAt, zone) === dayOf(useNow(), zone)
  return (
    <li className="flex min-h-(--row) items-center gap-2.5 border-b border-line py-1 last:border-0">
      <TimeText
        at={card.dueAt}
        zone={zone}
        shape={isToday ? 'time' : 'weekday-time'}
        className="w-20 shrink-0 text-end font-medium"
      />
      <StateMark state={card.state} show="glyph" />
      <PlatformGlyph
        platform={card.platform}
        label={`${names.platform(card.platform)}, ${names.nameOf(card.channelId)}`}
      />
      <Link href={address(href)} className="flex min-w-0 flex-1 items-center gap-1.5 text-ink no-underline">
        <span dir="auto" className="truncate">
          {card.words || t('no-text')}
        </span>
        {card.media > 0 && (
          <Image
            aria-label={t('media', { count: card.media })}
            size={14}
            strokeWidth={1.5}
            className="shrink-0 text-ink-3"
          />
        )}
      </Link>
      {children}
    </li>
  )
}
