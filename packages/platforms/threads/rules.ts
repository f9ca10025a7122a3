/** What Threads allows, as data. `sure: false` marks numbers that no document of Meta states. */
import type { Fact, FormRules, MediaLimits, PlatformRules, Quota } from '../interface.ts'

const fact = (source: string, on = '2026-11-23', sure = true): Fact => ({ on, source, sure })
const posts = fact('Threads Posts')
const day = 24 * 60 * 60

/** Code points, and an emoji as the bytes of its UTF-8 form. */
const text: FormRules['text'] = { max: 500, count: 'emojiBytes' }

/** In 24 hours for one profile (a carousel is one post). */
export const perDay = {
  posts: 250,
  replies: 1000,
  deletes: 100,
  locationSearches: 500,
  fact: fact('Threads overview', '2025-12-22'),
} as const

/** Wider than 1440 pixels is scaled down and narrower than 320 up, not refused. */
export const image = {
  count: [1, 1],
  bytes: 8_000_000,
  types: ['image/jpeg', 'image/png'],
  ratio: [1 / 10, 10],
  fact: posts,
} as const satisfies MediaLimits
export const video = {
  count: [1, 1],
  bytes: 1_000_000_000,
  types: ['video/mp4', 'video/quicktime'],
  ratio: [1 / 100, 10],
  seconds: [0, 300],
  side: [1, 1920],
  fps: [23, 60],
  codecs: ['h264', 'hevc', 'aac'],
  fact: fact('Threads Posts: wider than 1920 is refused, “more than 0” seconds; a limit of the height is not stated'),
} as const satisfies MediaLimits
/** Images and videos mixed: the sum of both has to be within `carousel.items`, or one image or video alone. */
const mixed: FormRules['media'] = { image: { ...image, count: [0, 20] }, video: { ...video, count: [0, 20] } }

const form = (label: string, media: FormRules['media'] = {}): FormRules => ({
  label,
  text,
  parts: 1,
  media,
  fact: posts,
})
const quota = (of: Quota['of'], max: number, source: Fact): Quota => ({
  of,
  max,
  perSeconds: day,
  scope: 'channel',
  fact: source,
})

export const rules = {
  id: 'threads',
  label: 'Threads',
  hosts: ['graph.threads.net', 'graph.threads.com', 'www.threads.com'],
  forms: {
    text: form('Post'),
    link: form('Post with a link card'),
    images: form('Image', { image }),
    video: form('Video', { video }),
    carousel: form('Carousel', mixed),
    gif: form('GIF'),
    poll: form('Poll'),
    thread: {
      label: 'Thread',
      text,
      parts: 25,
      media: mixed,
      fact: fact('no limit is published beyond the replies a day; a bound against accidents', '2026-11-23', false),
    },
  },
  quotas: [
    quota('publish', perDay.posts, fact('Threads overview, 250 posts; a carousel counts once', '2025-12-22')),
    quota('call', 48_000, fact('Threads overview: 4800 for each impression, ten are assumed at least', '2025-12-22')),
  ],
  measures: {
    post: ['views', 'likes', 'comments', 'reposts', 'quotes', 'shares'],
    channel: ['followers', 'views'],
  },
  fetchesMedia: 'always',
  can: { remove: true, firstComment: true },
  lookCost: 0,
  writing: { family: 'short', target: [120, 400], lead: 500, link: 'card', hashtags: [0, 1] },
} as const satisfies PlatformRules

/** Items of a carousel, images and videos together. */
export const carousel = { items: [2, 20], fact: posts } as const
/** Different addresses in the text and the attached link together. */
export const links = { max: 5, fact: fact('Threads changelog', '2025-12-22') } as const
export const altText = { max: 1000, fact: posts } as const
/** `without`: characters a topic may not have. */
export const topic = { length: [1, 50], without: ['.', '&'], fact: posts } as const
export const poll = {
  options: [2, 4],
  length: [1, 25],
  hours: 24,
  fact: fact('Threads Posts; the length is a peer’s check, the time is not documented', '2026-08-22', false),
} as const
export const longText = {
  max: 10_000,
  styles: ['bold', 'italic', 'highlight', 'underline', 'strikethrough'],
  fact: fact('Threads Text attachments'),
} as const
export const spoilers = {
  max: 10,
  fact: fact('Threads Posts; neither the number nor the unit of the offsets is documented', '2026-11-23', false),
} as const
export const replyControls = [
  'everyone',
  'accounts_you_follow',
  'mentioned_only',
  'parent_post_author_only',
  'followers_only',
] as const
export const gifProviders = ['GIPHY'] as const

/** Hours a container that was not published lives. */
export const container = { hours: 24, fact: fact('Threads Troubleshooting', '2025-07-14') } as const
/** Seconds of the tokens; a long one renews itself, from a day on after it was made. */
export const tokens = {
  code: 60 * 60,
  short: 60 * 60,
  long: 60 * day,
  renewFrom: day,
  fact: fact('Threads Long-lived tokens', '2025-11-12'),
} as const
/** Most channels of a video's sound. */
export const audioChannels = { max: 2, fact: posts } as const
/** The first second that account insights can be asked for (2024-04-13). */
export const insightsFrom = { unix: 1_712_991_600, fact: fact('Threads Insights', '2025-11-12') } as const
/** Most bits a second of a video. */
export const bitRate = { max: 100_000_000, fact: posts } as const
