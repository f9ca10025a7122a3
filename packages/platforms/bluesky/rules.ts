/** What Bluesky allows, as data. Numbers come from the sources named; `sure: false` marks what no document states. */
import type { Fact, FormRules, MediaLimits, PlatformRules, Quota } from '../interface.ts'

const fact = (source: string, on = '2026-08-20', sure = true): Fact => ({ on, source, sure })
const lexicon = fact('bluesky-social/atproto, lexicons app.bsky.feed and app.bsky.embed')
const limits = fact('bluesky-social/bsky-docs, rate limits', '2026-04-21')

const text: FormRules['text'] = { max: 300, count: 'graphemes' }

/** A GIF is shown as a still picture, so it is none of the types. */
export const images: MediaLimits = {
  count: [1, 4],
  bytes: 2_000_000,
  types: ['image/jpeg', 'image/png', 'image/webp'],
  fact: lexicon,
}
const video: MediaLimits = {
  count: [1, 1],
  bytes: 300_000_000,
  types: ['video/mp4'],
  seconds: [0, 10 * 60],
  fact: fact('lexicon app.bsky.embed.video; ten minutes since August 2026', '2026-09-11'),
}

const form = (label: string, media: FormRules['media'], source = lexicon, parts = 1): FormRules => ({
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
  id: 'bluesky',
  label: 'Bluesky',
  hosts: ['bsky.social', 'public.api.bsky.app', 'video.bsky.app', 'plc.directory'],
  forms: {
    text: form('Post', {}),
    link: form('Post with a link card', {}),
    images: form('Images', { image: images }),
    gallery: form(
      'Gallery',
      { image: { ...images, count: [5, 10] } },
      fact('lexicon app.bsky.embed.gallery has 20; the app shows 10'),
    ),
    video: form('Video', { video }),
    thread: form(
      'Thread',
      { image: { ...images, count: [0, 4] }, video: { ...video, count: [0, 1] } },
      fact('no limit is published; a bound against accidents', '2026-11-23', false),
      25,
    ),
  },
  quotas: [
    quota('publish', 2500, 60 * 60, 'channel', fact('5,000 points an hour, a put costs 2', '2026-04-21')),
    quota('publish', 17_500, 24 * 60 * 60, 'channel', fact('35,000 points a day, a put costs 2', '2026-04-21')),
    quota('call', 3000, 5 * 60, 'app', fact('bsky-docs, rate limits: per address of the caller', '2026-04-21')),
    quota('upload', 1000, 24 * 60 * 60, 'channel'),
  ],
  measures: {
    post: ['likes', 'comments', 'shares', 'quotes', 'bookmarks'],
    channel: ['followers', 'following', 'posts'],
  },
  fetchesMedia: 'never',
  can: { remove: true, firstComment: true },
  lookCost: 0,
  writing: { family: 'short', target: [80, 260], lead: 300, link: 'card', hashtags: [0, 2] },
} as const satisfies PlatformRules

/** A text has to fit both: 300 graphemes and this many bytes of UTF-8. */
export const textBytes = { max: 3000, fact: lexicon } as const
export const languages = { max: 3, fact: lexicon } as const
/** A tag, in the text or beside it, without its `#`. */
export const tags = { beside: 8, graphemes: 64, bytes: 640, fact: lexicon } as const
/** The thumbnail of a link card stayed at one megabyte when images went to two. */
export const thumb = { bytes: 1_000_000, types: images.types, fact: lexicon } as const
export const altText = {
  max: 2000,
  fact: fact('the lexicon has no limit; the app cuts here', '2026-08-20', false),
} as const
export const selfLabels = { values: ['sexual', 'nudity', 'porn', 'graphic-media'], fact: lexicon } as const

/** What servers that lag behind still refuse: they validate with the lexicons they were built with. */
export const olderServers = {
  /** Which they are: no document tells when the limits rose. */
  version: /^0\.[0-4]\./,
  imageBytes: 1_000_000,
  videoBytes: 100_000_000,
  fact: fact('@atproto/pds 0.4.217, run', '2026-11-23', false),
} as const

/** Larger videos fail on the single upload and have to go in parts. */
export const singleVideo = {
  bytes: 100_000_000,
  fact: fact('touitomamout-next issue 110', '2026-08-20', false),
} as const
