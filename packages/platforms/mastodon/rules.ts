/**
 * What Mastodon allows, as data: the defaults of an unchanged server of version 4. Every server may set numbers of its
 * own and tells them in `GET /api/v2/instance`. `sure: false` marks what no document states.
 */
import type { Fact, FormRules, MediaLimits, PlatformRules, Quota } from '../interface.ts'

const fact = (source: string, on = '2026-07-02', sure = true): Fact => ({ on, source, sure })
const posting = fact('mastodon/documentation, user/posting and methods/statuses')
const attachments = fact('mastodon/documentation, entities/Instance and methods/media')
const limits = fact('mastodon/documentation, api/rate-limits')
const source = fact('Mastodon source, RateLimiter and rack_attack.rb')

export const text = { max: 500, count: 'graphemes', linkCost: 23 } as const satisfies FormRules['text']

/** A GIF becomes a silent film; it may stand beside pictures and has fewer pixels (`gif`). */
export const images = {
  count: [1, 4],
  bytes: 16_777_216,
  types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'image/heif', 'image/avif'],
  pixels: 33_177_600,
  fact: attachments,
} as const satisfies MediaLimits
export const video = {
  count: [1, 1],
  bytes: 103_809_024,
  types: ['video/mp4', 'video/quicktime', 'video/webm', 'video/x-m4v'],
  pixels: 8_294_400,
  fps: [0, 120],
  fact: attachments,
} as const satisfies MediaLimits

const form = (label: string, media: FormRules['media'], stated = posting, parts = 1): FormRules => ({
  label,
  text,
  parts,
  media,
  fact: stated,
})

const quota = (of: Quota['of'], max: number, perSeconds: number, stated: Fact): Quota => ({
  of,
  max,
  perSeconds,
  scope: 'channel',
  fact: stated,
})

export const rules = {
  id: 'mastodon',
  label: 'Mastodon',
  /** The practice server. Requests of a channel go to its own server, `channel.host`. */
  hosts: ['mastodon.social'],
  forms: {
    text: form('Post', {}),
    link: form('Post with a link', {}),
    images: form('Images', { image: images }),
    video: form('Video', { video }),
    poll: form('Poll', {}),
    thread: form(
      'Thread',
      { image: { ...images, count: [0, 4] }, video: { ...video, count: [0, 1] } },
      fact('no limit is published; a bound against accidents', '2026-11-23', false),
      25,
    ),
  },
  quotas: [
    quota('publish', 300, 3 * 60 * 60, source),
    quota('call', 300, 5 * 60, limits),
    quota('upload', 30, 30 * 60, limits),
  ],
  measures: {
    post: ['likes', 'comments', 'shares', 'quotes'],
    channel: ['followers', 'following', 'posts'],
  },
  fetchesMedia: 'never',
  can: { remove: true, firstComment: true },
  lookCost: 0,
  writing: { family: 'short', target: [120, 450], lead: 500, link: 'text', hashtags: [1, 4] },
} as const satisfies PlatformRules

/** Animated pictures, width × height of all frames alike. */
export const gif = { pixels: 921_600, fact: attachments } as const
/** Characters of a description of a picture or film. */
export const altText = { max: 1500, fact: attachments } as const
/** Sound alone in a post; Posthorn's library has none. */
export const audio = {
  bytes: 103_809_024,
  types: [
    'audio/mpeg',
    'audio/ogg',
    'audio/wav',
    'audio/flac',
    'audio/opus',
    'audio/aac',
    'audio/m4a',
    'audio/mp4',
    'audio/3gpp',
  ],
  fact: attachments,
} as const
/** Characters of an option; seconds from now until it closes. Never beside media. */
export const poll = { options: [2, 4], option: 50, seconds: [300, 2_629_746], fact: posting } as const
export const visibilities = { values: ['public', 'unlisted', 'private', 'direct'], fact: posting } as const
/** Who may quote, since 4.5. */
export const quotePolicies = { values: ['public', 'followers', 'nobody'], fact: posting } as const
/** Posts deleted by one account. */
export const deletes = { max: 30, perSeconds: 30 * 60, fact: limits } as const
/** How long a server answers a repeated `Idempotency-Key` with the first post. */
export const idempotency = {
  seconds: 3600,
  fact: fact('Mastodon source, PostStatusService'),
} as const
/** Hours after which a file that was uploaded and not posted is gone. */
export const unattached = {
  hours: 24,
  fact: fact('mastodon/documentation, methods/media', '2026-07-02', false),
} as const
/** The server's own scheduling: seconds ahead at least, and how many may wait. Posthorn schedules itself. */
export const ownSchedule = {
  fromSeconds: 300,
  total: 300,
  perDay: { max: 25, fact: fact('later source; 50 when it was introduced', '2026-07-02', false) },
  fact: fact('mastodon/documentation, methods/statuses; mastodon pull request 9706'),
} as const
