/** What Instagram allows, as data. Numbers come from Meta's documents; `sure: false` marks what none of them states. */
import type { Fact, FormRules, MediaLimits, PlatformRules } from '../interface.ts'

const fact = (source: string, on = '2026-09-11', sure = true): Fact => ({ on, source, sure })
const publishing = fact('Instagram Platform, content publishing')
const media = fact('Instagram Platform, IG User media')

/** UTF-16 units are the conservative reading: how Instagram counts is not documented. */
const caption: FormRules['text'] = { max: 2200, count: 'utf16' }

/** Wider or narrower pictures are scaled to 320–1440 pixels, not refused. */
const image = {
  count: [1, 1],
  bytes: 8_000_000,
  types: ['image/jpeg'],
  ratio: [0.8, 1.91],
  fact: media,
} as const satisfies MediaLimits
const reel = {
  count: [1, 1],
  bytes: 300_000_000,
  types: ['video/mp4', 'video/quicktime'],
  ratio: [0.01, 10],
  seconds: [3, 15 * 60],
  side: [1, 1920],
  fps: [23, 60],
  codecs: ['h264', 'hevc', 'aac'],
  fact: media,
} as const satisfies MediaLimits
/** A story takes a picture of any ratio; 9:16 fills the screen. */
const storyImage = { count: [0, 1], bytes: image.bytes, types: image.types, fact: media } as const satisfies MediaLimits
const storyVideo = {
  ...reel,
  count: [0, 1],
  bytes: 100_000_000,
  ratio: [0.1, 10],
  seconds: [3, 60],
} as const satisfies MediaLimits
const carouselVideo = {
  ...reel,
  count: [0, 10],
  bytes: 100_000_000,
  seconds: [3, 60],
  fact: fact('largest file and length of a video in a carousel are not documented', '2026-09-11', false),
} as const satisfies MediaLimits

const form = <const Kinds extends FormRules['media']>(label: string, kinds: Kinds, text = caption) => ({
  label,
  text,
  parts: 1,
  media: kinds,
  fact: publishing,
})

export const rules = {
  id: 'instagram',
  label: 'Instagram',
  hosts: [
    'graph.instagram.com',
    'graph.facebook.com',
    'rupload.facebook.com',
    'api.instagram.com',
    'www.instagram.com',
    'www.facebook.com',
  ],
  forms: {
    image: form('Photo', { image }),
    carousel: form('Carousel', { image: { ...image, count: [0, 10] }, video: carouselVideo }),
    reel: form('Reel', { video: reel }),
    story: form('Story', { image: storyImage, video: storyVideo }, { max: 0, count: 'utf16' }),
  },
  quotas: [
    {
      of: 'publish',
      max: 100,
      perSeconds: 24 * 60 * 60,
      scope: 'channel',
      fact: fact(
        'the guide says 100, the reference pages 50, older texts 25: the account is asked before each post',
        '2026-09-11',
        false,
      ),
    },
    { of: 'upload', max: 400, perSeconds: 24 * 60 * 60, scope: 'channel', fact: publishing },
  ],
  measures: {
    post: ['views', 'reach', 'likes', 'comments', 'shares', 'saves', 'interactions'],
    channel: ['followers', 'following', 'posts'],
  },
  fetchesMedia: 'always',
  can: { remove: true, firstComment: true },
  lookCost: 0,
  writing: { family: 'visual', target: [80, 400], lead: 125, link: 'none', hashtags: [3, 8] },
} as const satisfies PlatformRules

/** The Graph version every request names in its path. */
export const apiVersion = { value: 'v25.0', fact: fact('until 2028-07-29; v26.0 is the newest', '2026-09-11') } as const

/** Pictures and videos together; all are cropped to the ratio of the first. */
export const carousel = { items: [2, 10], fact: publishing } as const
/** What a caption may hold beside its characters. */
export const inCaption = { hashtags: 30, mentions: 20, fact: media } as const
/** On single pictures and pictures of a carousel. */
export const altText = { max: 1000, fact: media } as const
export const collaborators = { max: 3, fact: media } as const
/** Brands named as partners; only at the Facebook login. */
export const sponsors = { max: 2, fact: media } as const
/** The picture that stands for a reel, centre-cropped to 9:16. */
export const cover = { count: [0, 1], bytes: image.bytes, types: image.types, fact: media } as const
/** People tagged in a medium; each has a place (x, y from 0 to 1) on pictures. */
export const userTags = { max: 20, fact: media } as const
export const comment = {
  max: 300,
  hashtags: 4,
  links: 1,
  fact: fact('Instagram Platform, media comments; a historic rule', '2026-09-11', false),
} as const
/** A container that is not published within this time has to be made anew. */
export const container = { seconds: 24 * 60 * 60, fact: publishing } as const
/** Long-lived tokens of the Instagram login, and how old one has to be before it can be renewed. */
export const token = {
  seconds: 5_184_000,
  renewableAfterSeconds: 24 * 60 * 60,
  fact: fact('Instagram Platform, refresh_access_token', '2025-07-17'),
} as const
