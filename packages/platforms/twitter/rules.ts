/** What X allows, as data. Numbers come from the sources named; `sure: false` marks what no document states. */
import type { Fact, FormRules, MediaLimits, PlatformRules, Quota } from '../interface.ts'

const fact = (source: string, on = '2026-08-22', sure = true): Fact => ({ on, source, sure })
const openapi = fact('X OpenAPI 2.167')
const limits = fact('docs.x.com, rate limits')

const text: FormRules['text'] = { max: 280, count: 'weighted', linkCost: 23 }

const images: MediaLimits = {
  count: [1, 4],
  bytes: 5_000_000,
  types: ['image/jpeg', 'image/png', 'image/webp'],
  pixels: 8192 * 8192,
  fact: fact('docs.x.com, media best practices; pixels are a vendor’s figure', '2026-09-11', false),
}
const gif: MediaLimits = {
  count: [1, 1],
  bytes: 15_000_000,
  types: ['image/gif'],
  pixels: 1280 * 1080,
  fact: fact('docs.x.com, media best practices', '2026-09-11'),
}
const video: MediaLimits = {
  count: [1, 1],
  bytes: 8_000_000_000,
  types: ['video/mp4', 'video/quicktime'],
  ratio: [1 / 3, 3],
  seconds: [0.5, 20 * 60],
  fact: fact('docs.x.com, chunked upload', '2026-09-11'),
}

const form = (label: string, media: FormRules['media'], source = openapi, parts = 1): FormRules => ({
  label,
  text,
  parts,
  media,
  fact: source,
})

const quota = (of: Quota['of'], max: number, perSeconds: number, scope: Quota['scope'], source = limits): Quota => ({
  of,
  max,
  perSeconds,
  scope,
  fact: source,
})

export const rules = {
  id: 'twitter',
  label: 'X',
  hosts: ['api.x.com'],
  forms: {
    text: form('Post', {}),
    link: form('Post with a link', {}),
    images: form('Images', { image: images }),
    gif: form('Animated GIF', { image: gif }),
    video: form('Video', { video }),
    poll: form('Poll', {}),
    thread: form(
      'Thread',
      {
        image: { ...images, count: [0, 4], types: [...images.types, ...gif.types] },
        video: { ...video, count: [0, 1] },
      },
      fact('no limit is published; a bound against accidents', '2026-11-23', false),
      25,
    ),
  },
  quotas: [
    quota(
      'publish',
      50,
      15 * 60,
      'channel',
      fact('half of the documented 100; older texts say 200', '2026-08-22', false),
    ),
    quota('publish', 300, 3 * 60 * 60, 'channel', fact('docs.x.com, integration guide', '2026-08-22', false)),
    quota('publish', 10_000, 24 * 60 * 60, 'app'),
    quota('call', 900, 15 * 60, 'channel'),
    quota('upload', 500, 15 * 60, 'channel'),
    quota('upload', 50_000, 24 * 60 * 60, 'app'),
  ],
  measures: {
    post: ['impressions', 'likes', 'comments', 'shares', 'quotes', 'bookmarks'],
    channel: ['followers', 'following', 'posts'],
  },
  fetchesMedia: 'never',
  can: { remove: true, firstComment: true },
  /** Three pages of twenty posts at US$ 0.005 each. */
  lookCost: 0.3,
  writing: { family: 'short', target: [120, 260], lead: 280, link: 'text', hashtags: [0, 2], noCopies: true },
} as const satisfies PlatformRules

/** What a paid account may do beyond the rules. */
export const premium = {
  text: { ...text, max: 25_000 },
  seconds: [0.5, 125 * 60],
  fact: fact('X changelog 2024-08-20; whether the 25,000 are weighted is not stated', '2026-09-11', false),
} as const

export const poll = { options: [2, 4], length: [1, 25], minutes: [5, 10_080], fact: openapi } as const
export const altText = { max: 1000, fact: fact('docs.x.com, media metadata') } as const
export const cashtags = {
  max: 1,
  fact: fact('refusal text of POST /2/tweets on self-serve plans', '2026-08-23'),
} as const
export const taggedUsers = { max: 10, fact: openapi } as const

/** Above these an ordinary account's video has been refused although the documents allow it. */
export const cautiousVideo = {
  seconds: 140,
  bytes: 512_000_000,
  fact: fact('older media page; refusals seen 2025–2026', '2026-09-11', false),
} as const

/** Large PNGs have been refused with the post although the upload took them. */
export const cautiousPng = {
  bytes: 2_500_000,
  fact: fact('node-twitter-api-v2 issue 501', '2026-08-21', false),
} as const

/** Sizes of the upload, in bytes. A refused chunk (431) is tried again in the small size. */
export const chunk = {
  usual: 4 * 1024 * 1024,
  small: 1024 * 1024,
  most: 8_000_000,
  segments: 1000,
  fact: fact('docs.x.com, chunked upload; 5 MiB was refused in 2025', '2026-09-11'),
} as const

/** US$ by action, in thousandths. */
export const prices = {
  post: 15,
  postWithLink: 200,
  altText: 5,
  fact: fact('docs.x.com, pricing, pay per use'),
} as const
