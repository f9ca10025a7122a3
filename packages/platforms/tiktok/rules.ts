/** What TikTok allows, as data. Numbers come from its documents; `sure: false` marks what none of them states. */
import type { Fact, FormRules, MediaLimits, PlatformRules, Quota } from '../interface.ts'

const fact = (source: string, on = '2026-08-24', sure = true): Fact => ({ on, source, sure })
const transfer = fact('Content Posting API, media transfer guide')
const direct = fact('Content Posting API, reference of Direct Post')
const photoPost = fact('Content Posting API, reference of photo posts')
const limits = fact('TikTok API v2, rate limits', '2026-08-04')
const day = 24 * 60 * 60

/**
 * "MB" may be 10^6 or 2^20: here it is the smaller one. The most seconds are the API's; an account has a limit of its
 * own (`max_video_post_duration_sec`), which is never under three minutes.
 */
export const video = {
  count: [1, 1],
  bytes: 4_000_000_000,
  types: ['video/mp4', 'video/quicktime', 'video/webm'],
  seconds: [3, 600],
  side: [360, 4096],
  fps: [23, 60],
  codecs: ['h264', 'hevc', 'vp8', 'vp9', 'aac', 'opus', 'vorbis'],
  fact: fact(
    'media transfer guide; three seconds are a peer’s figure, codecs of sound are not named',
    '2026-08-24',
    false,
  ),
} as const satisfies MediaLimits
/**
 * The document says "1080p", and a picture whose shorter side is longer fails the whole carousel unnamed.
 */
export const photo = {
  count: [1, 35],
  bytes: 20_000_000,
  types: ['image/jpeg', 'image/webp'],
  shortSide: 1080,
  fact: fact(
    'media transfer guide; that 1080 are those of the shorter side was measured by peers',
    '2026-08-24',
    false,
  ),
} as const satisfies MediaLimits

const form = (label: string, max: number, media: FormRules['media'], source: Fact): FormRules => ({
  label,
  text: { max, count: 'utf16' },
  parts: 1,
  media,
  fact: source,
})
const perMinute = (of: Quota['of'], max: number, scope: Quota['scope'], source = limits): Quota => ({
  of,
  max,
  perSeconds: 60,
  scope,
  fact: source,
})

export const rules = {
  id: 'tiktok',
  label: 'TikTok',
  hosts: ['open.tiktokapis.com', 'open-upload.tiktokapis.com', 'upload.us.tiktokapis.com', 'www.tiktok.com'],
  /** A draft goes to the inbox of the app, where the person finishes it; settings do not go with it. */
  forms: {
    video: form('Video', 2200, { video }, direct),
    photos: form('Photos', 4000, { image: photo }, photoPost),
    videoDraft: {
      ...form('Video to the inbox', 0, { video }, fact('Content Posting API, reference of video uploads')),
      inbox: true,
    },
    photosDraft: { ...form('Photos to the inbox', 4000, { image: photo }, photoPost), inbox: true },
  },
  quotas: [
    {
      of: 'publish',
      max: 15,
      perSeconds: day,
      scope: 'channel',
      fact: fact('“typically about 15” a creator, shared by all apps', '2026-08-24', false),
    },
    perMinute('publish', 6, 'channel', direct),
    perMinute('call', 20, 'channel', fact('Content Posting API, reference of creator info')),
    perMinute('call', 600, 'app'),
  ],
  measures: {
    post: ['views', 'likes', 'comments', 'shares'],
    channel: ['followers', 'following', 'likes', 'posts'],
  },
  fetchesMedia: 'images',
  can: { remove: false, firstComment: false },
  lookCost: 0,
  writing: { family: 'visual', target: [60, 300], lead: 100, link: 'none', hashtags: [3, 5] },
} as const satisfies PlatformRules

/** The title of a photo post; the text of such a post is its description. */
export const photoTitle = { max: 90, count: 'utf16', fact: photoPost } as const

/** Who may see a post. What an account may choose of them, `creator_info` tells. */
export const privacyLevels = [
  'PUBLIC_TO_EVERYONE',
  'MUTUAL_FOLLOW_FRIENDS',
  'FOLLOWER_OF_CREATOR',
  'SELF_ONLY',
] as const

/** Drafts that wait in an inbox. */
export const drafts = {
  max: 5,
  perSeconds: day,
  fact: fact('Content Posting API, reference of video uploads'),
} as const

/**
 * A file goes in one chunk or in equal ones; the rest goes into the last. The last one is sent once and within a
 * deadline, so chunks are as small as both readings of "5 MB" allow. `whole`: most bytes of a file in one chunk.
 */
export const chunk = {
  least: 5 * 1024 * 1024,
  whole: 64_000_000,
  count: [1, 1000],
  last: 128_000_000,
  fact: transfer,
} as const
/** Seconds that an upload address lives, and that TikTok tries to fetch a file. */
export const patience = { upload: 3600, pull: 3600, fact: transfer } as const

/** Every account may post so many seconds of video; what more it may, `creator_info` tells. */
export const everyonesSeconds = { max: 180, fact: fact('Content Posting API, get started') } as const

/** Read back, a text is cut. */
export const readBack = { text: 150, fact: fact('TikTok API v2, video object') } as const

/** Seconds of the tokens since November 2026, and before; the answer says which apply. */
export const tokens = {
  access: 7200,
  refresh: 180 * day,
  before: { access: day, refresh: 365 * day },
  fact: fact('Login Kit, user access token management', '2026-11-05'),
} as const
