import { useState } from 'react'
import { TriangleAlert, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { sentence } from './reasons.ts'
import type { PublicationCard, Today } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { useNow } from '../../app/now.ts'
import { dayOf, showDistance } from '../../app/time.ts'
import { useAddress, useMay, useZone } from '../../app/workspace.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { Section } from './section.tsx'

/** Public damage first (it may be live or doubled), then loss, then what failed. */
const urgency: Partial<Record<PublicationCard['state'], number>> = { needs_you: 0, missed: 1, failed: 2 }
const byUrgency = (a: PublicationCard, b: PublicationCard): number =>
  (urgency[a.state] ?? 9) - (urgency[b.state] ?? 9) || a.dueAt.localeCompare(b.dueAt)

/** More rows than this hide what comes after them; a cut-off channel is one row however many posts wait. */
const shownAtOnce = 8

/** What cannot go on without a person; every row has one button, which leads to where it is settled. */
export function NeedsYou({ today }: { today: Today }) {
  const { t } = useTranslation('today')
  const [all, showAll] = useState(false)
  const cards = today.needsYou.toSorted(byUrgency)
  const shown = all ? cards : cards.slice(0, shownAtOnce)
  const count = cards.length + today.reconnect.length
  if (count === 0) return null
  return (
    <Section title={t('needs-you')} count={count}>
      <ul>
        {shown.map((card) => (
          <Card key={card.id} card={card} />
        ))}
        {today.reconnect.map((channel) => (
          <Reconnect key={channel.channelId} channel={channel} />
        ))}
      </ul>
      {shown.length < cards.length && (
        <Button look="quiet" size="small" onClick={() => showAll(true)}>
          {t('show-rest', { count: cards.length - shown.length })}
        </Button>
      )}
    </Section>
  )
}

// Columns align from line to line where there is room; on a phone each line wraps by itself.
const line =
  'flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1.5 last:border-0 wide:grid wide:grid-cols-[5rem_7rem_11rem_1fr_auto]'

function Card({ card }: { card: PublicationCard }) {
  const { t } = useTranslation(['today', 'common'])
  const [zone] = useZone()
  const names = useNames()
  const address = useAddress()
  const may = useMay('editor')
  const now = useNow()
  const deed = card.state === 'needs_you' ? 'resolve' : card.state === 'missed' ? 'decide' : 'see-why'
  const day = dayOf(card.dueAt, zone) === dayOf(now, zone) ? 'time' : 'weekday-time'
  return (
    <li className={line}>
      <TimeText at={card.dueAt} zone={zone} shape={day} className="shrink-0 font-medium wide:text-end" />
      <StateMark state={card.state} className="justify-self-start" />
      <span className="flex min-w-0 items-center gap-1.5">
        <PlatformGlyph platform={card.platform} label={names.platform(card.platform)} />
        <bdi className="truncate">{names.nameOf(card.channelId)}</bdi>
      </span>
      <span className="min-w-0 flex-1 basis-60">
        <span className="block">{sentence(t, card, names.platform(card.platform))}</span>
        <span dir="auto" className="block truncate text-row text-ink-2">
          {card.words}
        </span>
      </span>
      {may ? (
        <LinkButton size="small" href={address(`/delivery/${card.id}`)}>
          {t(deed)}
        </LinkButton>
      ) : (
        <span className="text-row text-ink-3">{t('common:ask-editor')}</span>
      )}
    </li>
  )
}

function Reconnect({ channel }: { channel: Today['reconnect'][number] }) {
  const { t } = useTranslation(['today', 'common'])
  const names = useNames()
  const address = useAddress()
  const may = useMay('admin')
  const now = useNow()
  const ends = channel.expiresAt !== null && new Date(channel.expiresAt).getTime() > now
  const Icon = ends ? TriangleAlert : Unplug
  const platform = names.channel(channel.channelId)?.platform
  return (
    <li className={line}>
      <span aria-hidden className="text-end text-ink-3 max-wide:hidden">
        –
      </span>
      <span
        className={classes('inline-flex items-center gap-1 text-row font-medium', ends ? 'text-waiting' : 'text-needs')}
      >
        <Icon aria-hidden size={15} strokeWidth={1.75} />
        {t(ends ? 'ends-soon' : 'cut-off')}
      </span>
      <span className="flex min-w-0 items-center gap-1.5">
        {platform !== undefined && <PlatformGlyph platform={platform} label={names.platform(platform)} />}
        <bdi className="truncate">{channel.name}</bdi>
      </span>
      <span className="min-w-0 flex-1 basis-60">
        {ends && channel.expiresAt !== null
          ? t('access-ends', { when: showDistance(channel.expiresAt) })
          : t('reconnect-says', { count: channel.waiting })}
      </span>
      {may ? (
        <LinkButton size="small" href={address(`/channels/${channel.channelId}`)}>
          {t('reconnect')}
        </LinkButton>
      ) : (
        <span className="text-row text-ink-3">{t('common:ask-admin')}</span>
      )}
    </li>
  )
}
