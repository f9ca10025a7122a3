/** Composers for tests: the real ones' numbers, without their settings, so that the writer is tested on data alone. */
import { count, type CountUnit } from '@posthorn/domain/text/count.ts'
import type { Channel, Composer, PlatformRules, Violation, WritingHints } from '@posthorn/platforms/interface'
import { z } from 'zod'
import type { Target } from '../plan.ts'

const fact = { on: '2026-11-23', source: 'made up', sure: false }

interface Network {
  readonly max: number
  readonly unit: CountUnit
  readonly linkCost?: number
  readonly parts?: number
  readonly image?: boolean
  readonly writing: WritingHints
}
const hints = (
  family: WritingHints['family'],
  target: readonly [number, number],
  lead: number,
  link: WritingHints['link'],
  hashtags: readonly [number, number],
  noCopies = false,
): WritingHints => ({ family, target, lead, link, hashtags, noCopies })

const networks: Readonly<Record<string, Network>> = {
  twitter: {
    max: 280,
    unit: 'weighted',
    linkCost: 23,
    parts: 25,
    writing: hints('short', [180, 260], 280, 'text', [0, 1], true),
  },
  linkedin: { max: 3000, unit: 'utf16', writing: hints('long', [600, 1300], 140, 'card', [2, 4]) },
  facebook: { max: 63_206, unit: 'utf16', writing: hints('long', [150, 600], 200, 'card', [0, 2]) },
  instagram: { max: 2200, unit: 'utf16', image: true, writing: hints('visual', [300, 900], 110, 'none', [3, 8]) },
  tiktok: { max: 2200, unit: 'utf16', image: true, writing: hints('visual', [80, 300], 90, 'none', [3, 5]) },
  threads: { max: 500, unit: 'bytes', writing: hints('short', [180, 420], 300, 'card', [0, 1]) },
  bluesky: { max: 300, unit: 'graphemes', writing: hints('short', [180, 270], 300, 'card', [0, 2]) },
  mastodon: { max: 500, unit: 'graphemes', linkCost: 23, writing: hints('short', [200, 420], 300, 'text', [2, 4]) },
}
export const platformIds: readonly string[] = Object.keys(networks)

export function testTarget(platform: string, n = 0): Target {
  const network = networks[platform]
  if (network === undefined) throw new TypeError(platform)
  const image = {
    image: { count: [network.image === true ? 1 : 0, 10] as const, bytes: 8e6, types: ['image/png'], fact },
  }
  const rules: PlatformRules = {
    id: platform,
    label: platform,
    hosts: [],
    forms: {
      post: {
        label: 'Post',
        text: {
          max: network.max,
          count: network.unit,
          ...(network.linkCost !== undefined && { linkCost: network.linkCost }),
        },
        parts: network.parts ?? 1,
        media: network.image === true ? image : {},
        fact,
      },
    },
    quotas: [],
    measures: { post: [], channel: [] },
    fetchesMedia: 'never',
    can: { remove: true, firstComment: true },
    lookCost: 0,
    writing: network.writing,
  }
  const composer: Composer = {
    rules,
    settings: z.strictObject({ link: z.strictObject({ url: z.string(), title: z.string() }).optional() }),
    limits: () => rules,
    form: () => 'post',
    validate: (version): readonly Violation[] =>
      version.parts.flatMap((part, index) => {
        const length = count(part.text, network.unit)
        return [
          ...(length > network.max
            ? [{ problem: 'post.text-too-long', part: index, blocks: true, values: { over: length - network.max } }]
            : []),
          ...(network.image === true && part.media.length === 0
            ? [{ problem: 'post.media-count', part: index, field: 'media', blocks: true }]
            : []),
        ]
      }),
    preview: () => ({ parts: [], notes: [] }),
    promise: () => 'searched',
  }
  const channel: Channel = {
    id: `00000000-0000-7000-8000-${String(platformIds.indexOf(platform) * 10 + n).padStart(12, '0')}`,
    remoteId: `${platform}-${n}`,
    kind: 'page',
    via: 'oauth',
    handle: `@${platform}`,
    facts: {},
  }
  return { channel, platform, composer }
}
