import { expect, test } from 'vitest'
import type { Channel } from '../../app/api.ts'
import { healthOf } from './health.ts'

const now = Date.parse('2026-11-25T10:00:00Z')
const day = 86_400_000
const channel: Channel = {
  id: 'c',
  platform: 'made-up',
  network: 'sandbox',
  kind: 'page',
  via: 'login',
  remoteId: '1',
  handle: '@acme',
  name: 'Acme',
  avatarUrl: null,
  host: null,
  facts: {},
  zone: 'Europe/Rome',
  state: 'connected',
  stateWhy: null,
  pausedAt: null,
  latePolicy: null,
  lateWindowSeconds: null,
  hue: null,
  expiresAt: null,
  renewable: true,
  scopes: [],
  closedUntil: null,
  closedWhy: null,
  lastPublishedAt: null,
  slots: 0,
  waiting: 0,
}
const at = (milliseconds: number): string => new Date(now + milliseconds).toISOString()

test.each<[string, Partial<Channel>, string]>([
  ['nothing special', {}, 'works'],
  ['a token that renews itself ends soon', { expiresAt: at(day), renewable: true }, 'works'],
  ['a token that a person must renew ends in six days', { expiresAt: at(6 * day), renewable: false }, 'ends'],
  ['… in eight', { expiresAt: at(8 * day), renewable: false }, 'works'],
  ['closed by the network for an hour', { closedUntil: at(3_600_000) }, 'closed'],
  ['closed until a moment ago', { closedUntil: at(-1) }, 'works'],
  ['paused and closed', { pausedAt: at(-1), closedUntil: at(day) }, 'paused'],
  ['paused and cut off', { pausedAt: at(-1), state: 'reconnect' }, 'reconnect'],
  ['disconnected', { state: 'disconnected' }, 'disconnected'],
])('%s', (_, part, health) => {
  expect(healthOf({ ...channel, ...part }, now)).toBe(health)
})
