/** What LinkedIn allows, as data. `sure: false` marks numbers that no LinkedIn document states. */
import type { Fact, FormRules, MediaLimits, PlatformRules } from '../interface.ts'

const fact = (source: string, on = '2026-09-19', sure = true): Fact => ({ on, source, sure })

/** UTF-16 units are the conservative reading: how LinkedIn counts is not documented. */
const text: FormRules['text'] = { max: 3000, count: 'utf16' }

const images: MediaLimits = {
  count: [1, 20],
  bytes: 8_000_000,
  types: ['image/jpeg', 'image/png', 'image/gif'],
  pixels: 36_152_319,
  fact: fact('LinkedIn Images and MultiImage API; the number of bytes is not documented', '2026-06-24', false),
}
const video: MediaLimits = {
  count: [1, 1],
  bytes: 500_000_000,
  types: ['video/mp4'],
  ratio: [1 / 2.4, 2.4],
  seconds: [3, 30 * 60],
  fact: fact('LinkedIn Videos API; the ratio is not documented', '2026-03-02', false),
}
const document: MediaLimits = {
  count: [1, 1],
  bytes: 100_000_000,
  types: [
    'application/pdf',
    'application/msword',
    'application/vnd.ms-powerpoint',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
  fact: fact('LinkedIn Documents API', '2026-06-24'),
}

const form = (label: string, media: FormRules['media'] = {}): FormRules => ({
  label,
  text,
  parts: 1,
  media,
  fact: fact('LinkedIn UGC text limit; the Posts API names only the error', '2026-09-19', false),
})

export const rules = {
  id: 'linkedin',
  label: 'LinkedIn',
  hosts: ['api.linkedin.com', 'www.linkedin.com'],
  forms: {
    text: form('Post'),
    link: form('Post with a link card'),
    images: form('Images', { image: images }),
    video: form('Video', { video }),
    document: form('Document', { document }),
    poll: form('Poll'),
  },
  quotas: [
    { of: 'call', max: 150, perSeconds: 24 * 60 * 60, scope: 'channel', fact: fact('Share on LinkedIn', '2023-12-14') },
    { of: 'call', max: 100_000, perSeconds: 24 * 60 * 60, scope: 'app', fact: fact('Share on LinkedIn', '2023-12-14') },
    {
      of: 'publish',
      max: 100,
      perSeconds: 24 * 60 * 60,
      scope: 'channel',
      fact: fact('what others limit themselves to', '2026-08-21', false),
    },
  ],
  measures: {
    post: ['impressions', 'reach', 'clicks', 'likes', 'comments', 'shares'],
    channel: ['followers'],
  },
  fetchesMedia: 'never',
  can: { remove: true, firstComment: true },
  lookCost: 0,
  writing: { family: 'long', target: [600, 1500], lead: 210, link: 'card', hashtags: [2, 4] },
} as const satisfies PlatformRules

/** The month's version of the API every `/rest` request names; it is switched off a year later. */
export const apiVersion = { value: '202609', fact: fact('in use September and October 2026', '2026-10-08') } as const

export const altText = { max: 4086, fact: fact('LinkedIn Images API', '2026-06-24') } as const
export const comment = { max: 1250, fact: fact('seen in LinkedIn’s own form', '2026-09-19', false) } as const
export const card = { title: 400, description: 4086, fact: fact('not documented', '2026-09-19', false) } as const
export const title = { max: 400, fact: fact('not documented', '2026-09-19', false) } as const
export const poll = {
  question: 140,
  options: [2, 4],
  option: 30,
  fact: fact('LinkedIn Poll API', '2026-04-30'),
} as const
/** Video files below this many bytes are refused. */
export const smallestVideo = { bytes: 75_000, fact: fact('LinkedIn Videos API', '2026-03-02') } as const
