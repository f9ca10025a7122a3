/** Rate limits by points in windows (sheet section 10), and the headers that tell of the one with least left. */
import { createMiddleware } from 'hono/factory'
import { Answered } from '../../sandbox/answered.ts'
import { seconds } from './jwt.ts'
import { answerOf } from './problems.ts'
import type { BskyEnv, Limit, State } from './state.ts'
import type { Context } from 'hono'

const rules = {
  all: [{ max: 3000, seconds: 300 }],
  writes: [
    { max: 5000, seconds: 3600 },
    { max: 35_000, seconds: 86_400 },
  ],
  blobs: [{ max: 1000, seconds: 86_400 }],
} as const

function take(state: State, key: string, points: number, rule: { max: number; seconds: number }): Limit {
  const now = state.world.now()
  const name = `${key} ${rule.seconds}`
  const old = state.windows.get(name)
  const window = old && old.resetAt > now ? old : { used: 0, resetAt: now + rule.seconds * 1000 }
  window.used += points
  state.windows.set(name, window)
  return { ...rule, left: rule.max - window.used, resetAt: window.resetAt }
}

export const tooMany = (headers: Record<string, string> = {}) =>
  answerOf(429, 'RateLimitExceeded', 'Rate Limit Exceeded', headers)

export const headersOf = ({ max, left, resetAt, seconds: width }: Limit): Record<string, string> => ({
  'ratelimit-limit': String(max),
  'ratelimit-remaining': String(Math.max(0, left)),
  'ratelimit-reset': String(seconds(resetAt)),
  'ratelimit-policy': `${max};w=${width}`,
})

function spend(
  state: State,
  c: Context<BskyEnv>,
  key: string,
  points: number,
  kind: readonly { max: number; seconds: number }[],
) {
  if (!state.settings.rateLimits || points === 0) return
  const limits = kind.map((rule) => take(state, key, points, rule))
  c.get('limits').push(...limits)
  if (limits.some((limit) => limit.left < 0)) throw new Answered(tooMany())
}

/** Points of writes: create 3, put 2, delete 1. */
export const spendWrites = (state: State, c: Context<BskyEnv>, account: string, points: number) =>
  spend(state, c, `writes ${account}`, points, rules.writes)
export const spendBlob = (state: State, c: Context<BskyEnv>, account: string) =>
  spend(state, c, `blobs ${account}`, 1, rules.blobs)
export const spendSession = (state: State, c: Context<BskyEnv>, identifier: string) =>
  spend(state, c, `session ${identifier}`, 1, [
    { max: 30, seconds: 300 },
    { max: state.settings.sessionsPerDay, seconds: 86_400 },
  ])

/** Counts every request of the server and writes the headers, also those of a refusal. */
export const counted = (state: State) =>
  createMiddleware<BskyEnv>(async (c, next) => {
    c.set('limits', [])
    try {
      spend(state, c, 'everybody here', 1, rules.all)
      await next()
    } catch (error) {
      if (!(error instanceof Answered)) throw error
      c.res = error.response
    }
    const least = c.get('limits').toSorted((a, b) => a.left - b.left)[0]
    if (least) for (const [name, value] of Object.entries(headersOf(least))) c.header(name, value)
  })
