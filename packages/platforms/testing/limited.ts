/** A network that exists in tests only: one form, whose limits a test chooses, and no way to publish. */
import { z } from 'zod'
import { checkMedia } from '../checks.ts'
import { definePlatform, type MediaKind, type MediaLimits, type Platform, type PlatformRules } from '../interface.ts'

export const madeUp = { on: '2026-11-01', source: 'made up for a test', sure: true }

export function limitedNetwork(
  id: string,
  fetchesMedia: PlatformRules['fetchesMedia'],
  media: Readonly<Partial<Record<MediaKind, MediaLimits>>>,
): Platform {
  const text = { max: 500, count: 'graphemes' } as const
  const rules: PlatformRules = {
    id,
    label: id,
    hosts: [`${id}.example`],
    forms: { post: { label: 'Post', text, parts: 1, media, fact: madeUp } },
    quotas: [],
    measures: { post: [], channel: [] },
    fetchesMedia,
    can: { remove: false, firstComment: false },
    lookCost: 0,
  }
  const session = {
    make: '/session',
    renew: '/renew',
    fields: { identifier: 'identifier', password: 'password', access: 'access', refresh: 'refresh' },
  }
  return definePlatform({
    rules,
    settings: z.object({}),
    limits: () => rules,
    form: () => 'post',
    validate: ({ parts }) => checkMedia(parts[0].media, media),
    preview: () => ({ parts: [], notes: [] }),
    promise: () => 'exact',
    connect: [{ via: 'own', how: 'app-password', ask: { label: 'Handle', example: 'ada' }, session }],
    version: 1,
    identify: async () => [],
    plan: () => [],
    classify: () => undefined,
  })
}
