/** What Facebook allows a Page, as data. `sure: false` marks numbers that no Meta document states. */
import type { Fact, FormRules, MediaLimits, PlatformRules } from '../interface.ts'

const fact = (source: string, on = '2026-09-11', sure = true): Fact => ({ on, source, sure })
const day = 24 * 60 * 60

/** Facebook counts code points; UTF-16 units are never fewer. */
const text: FormRules['text'] = { max: 63_206, count: 'utf16' }

const images: MediaLimits = {
  count: [1, 10],
  bytes: 4_000_000,
  types: ['image/jpeg', 'image/png'],
  fact: fact('what others limit themselves to; the Page photos reference says 10 MB and no count', '2026-08-21', false),
}
const video: MediaLimits = {
  count: [1, 1],
  bytes: 10_000_000_000,
  types: ['video/mp4', 'video/quicktime'],
  ratio: [9 / 16, 16 / 9],
  seconds: [1, 240 * 60],
  fact: fact('Video API publishing, upload in chunks; the shortest one is not documented', '2026-09-11', false),
}
const reel: MediaLimits = {
  count: [1, 1],
  bytes: 1_000_000_000,
  types: ['video/mp4'],
  ratio: [9 / 16 - 0.01, 9 / 16 + 0.01],
  seconds: [3, 90],
  side: [540, 4096],
  fps: [24, 60],
  codecs: ['h264', 'hevc', 'vp9', 'av1', 'aac'],
  fact: fact(
    'Reels publishing; bytes, the longest side and the tolerance of the ratio are not documented',
    '2026-09-11',
    false,
  ),
}
const storyVideo: MediaLimits = {
  ...reel,
  seconds: [3, 60],
  fact: fact('Page Stories API: the table says 90 s, the limitations say 60', '2026-09-11', false),
}

const form = (label: string, media: FormRules['media'] = {}): FormRules => ({
  label,
  text,
  parts: 1,
  media,
  fact: fact('what others limit themselves to; no document states it', '2026-08-21', false),
})

export const rules = {
  id: 'facebook',
  label: 'Facebook',
  hosts: ['graph.facebook.com', 'graph-video.facebook.com', 'rupload.facebook.com', 'www.facebook.com'],
  forms: {
    text: form('Post'),
    link: form('Post with a link card'),
    images: form('Photos', { image: images }),
    video: form('Video', { video }),
    reel: form('Reel', { video: reel }),
    story: {
      label: 'Story',
      text: { max: 0, count: 'utf16' },
      parts: 1,
      media: { image: { ...images, count: [1, 1] }, video: storyVideo },
      fact: fact('Page Stories API: one picture or film, no text'),
    },
  },
  quotas: [
    {
      of: 'call',
      max: 4800,
      perSeconds: day,
      scope: 'channel',
      fact: fact('Graph API rate limits: 4800 for each engaged person of the Page; one person is assumed'),
    },
    {
      of: 'call',
      max: 200,
      perSeconds: 60 * 60,
      scope: 'app',
      fact: fact('Graph API rate limits: 200 for each person of the app, for calls with a person’s token'),
    },
  ],
  measures: {
    post: ['views', 'reach', 'clicks', 'likes', 'comments', 'shares'],
    channel: ['followers', 'views', 'reach'],
  },
  fetchesMedia: 'never',
  can: { remove: true, firstComment: true },
  lookCost: 0,
  writing: { family: 'long', target: [80, 500], lead: 480, link: 'card', hashtags: [0, 3] },
} as const satisfies PlatformRules

/** The version every path begins with. One lives about two years after the next appears. */
export const graphVersion = { value: 'v26.0', fact: fact('Graph API changelog, released 2026-07-29') } as const

/** Invitations of collaborators a Page may send in 24 hours. */
export const invitationsPerDay = { max: 10, fact: fact('Reels publishing') } as const

export const title = { max: 255, fact: fact('not documented', '2026-09-11', false) } as const
export const comment = { max: 8000, fact: fact('not documented', '2026-09-11', false) } as const
/** A picture shown for a film before it plays; limits of pictures are taken for it. */
export const cover = { ...images, count: [1, 1] } as const satisfies MediaLimits

/** Ages a hard `targeting` may start from. */
export const targetAges = { values: ['13', '15', '18', '21', '25'], fact: fact('Page feed reference') } as const
/** What a button under a link may say: a choice of ours from the specification of the SDK. */
export const buttons = {
  values: ['LEARN_MORE', 'SHOP_NOW', 'BUY_TICKETS', 'SIGN_UP', 'CONTACT_US', 'DOWNLOAD', 'WATCH_MORE'],
  fact: fact('facebook-business-sdk-codegen, enum types; the sheet shows LEARN_MORE only', '2026-04-15', false),
} as const
