/** How a channel is, in one word for its colour and one sentence for people. */
import type { TFunction } from 'i18next'
import type { Channel } from '../../app/api.ts'
import { showDistance, showTime } from '../../app/time.ts'

export type Health = 'works' | 'ends' | 'reconnect' | 'paused' | 'closed' | 'disconnected'

/** An end of access is shown this long before, in days. */
const warnDays = 7

/** The one thing that matters most about a channel now. */
export function healthOf(channel: Channel, now: number): Health {
  if (channel.state === 'disconnected') return 'disconnected'
  if (channel.state === 'reconnect') return 'reconnect'
  if (channel.pausedAt !== null) return 'paused'
  if (channel.closedUntil !== null && Date.parse(channel.closedUntil) > now) return 'closed'
  const ends =
    !channel.renewable && channel.expiresAt !== null && Date.parse(channel.expiresAt) - now < warnDays * 86_400_000
  return ends ? 'ends' : 'works'
}

/** The same as a sentence. */
export function healthSays(t: TFunction<['channels', 'common']>, channel: Channel, zone: string, now: number): string {
  switch (healthOf(channel, now)) {
    case 'disconnected':
      return t('health.disconnected')
    case 'reconnect':
      return t('health.reconnect', { count: channel.waiting })
    case 'paused':
      return t('health.paused', { count: channel.waiting })
    case 'closed':
      return t('health.closed', { until: showTime(channel.closedUntil ?? now, zone, 'weekday-time') })
    case 'ends':
      return t('health.ends', { when: showDistance(channel.expiresAt ?? now, now) })
    default:
      return channel.lastPublishedAt === null
        ? t('health.new')
        : t('health.works', { at: showTime(channel.lastPublishedAt, zone, 'weekday-time') })
  }
}
