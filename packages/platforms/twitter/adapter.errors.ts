/**
 * X's refusals as data, in the order in which they are recognised. The numbers are those of the error table in the
 * sheet of facts (README). Texts are English literals of X and may change, so fragments are matched and the status
 * decides what no row knows.
 */
import type { Failure, Reply, Verdict } from '../interface.ts'
import { at, header, num, obj, objs, str } from '../reply.ts'
import { chunk } from './rules.ts'

/** Every form of error body, read into one. */
export interface Seen {
  readonly status: number
  /** Last path segment of the problem's `type`: its host changes. */
  readonly type: string
  readonly reason: string
  readonly codes: readonly number[]
  /** All words X used, for people and for matching. */
  readonly words: string
}

export function see(reply: Reply): Seen {
  const body = obj(reply.body)
  const errors = objs(body['errors'])
  const problem = body['type'] === undefined && errors[0]?.['type'] !== undefined ? errors[0] : body
  const words = [
    ...errors.map((error) => str(error['message']) || str(error['detail'])),
    ...[problem['detail'], body['error_description'], body['error'], problem['title']].map(str),
    typeof reply.body === 'string' ? reply.body : '',
  ].filter((word) => word !== '')
  return {
    status: reply.status,
    type: str(problem['type']).split('/').at(-1) ?? '',
    reason: str(problem['reason']),
    codes: errors.map((error) => num(error['code'])),
    words: [...new Set(words)].join(' · ').slice(0, 500),
  }
}

interface Row {
  readonly row: number
  readonly when: (seen: Seen, failure: Failure & { readonly reply: Reply }) => boolean
  readonly verdict: (seen: Seen, failure: Failure & { readonly reply: Reply }) => Verdict
}

/** Half an hour: an empty purse is not asked more often. */
const probe = 30 * 60

const refused =
  (problem: string, field?: string) =>
  (seen: Seen): Verdict => ({ is: 'refused', problem, words: seen.words, ...(field ? { field } : {}) })
const always = (verdict: Verdict) => (): Verdict => verdict
const is =
  (status: number, words?: RegExp, ...codes: readonly number[]) =>
  (seen: Seen): boolean =>
    seen.status === status && (!words || words.test(seen.words) || codes.some((code) => seen.codes.includes(code)))
const typed =
  (...types: readonly string[]) =>
  (seen: Seen): boolean =>
    types.includes(seen.type)

const onMedia = (failure: Failure): boolean => new URL(failure.wire.url).pathname.startsWith('/2/media/')
const creates = (failure: Failure): boolean =>
  failure.wire.method === 'POST' && new URL(failure.wire.url).pathname === '/2/tweets'
/** A part after the first, or the first comment: both answer a post of our own. */
const answersOurs = (failure: Failure): boolean => failure.during === 'comment' || /^part:[1-9]/.test(failure.during)

/** Seconds from the answer's own date to a time in Unix seconds; the adapter has no clock. */
function secondsUntil(reply: Reply, reset: string, otherwise: number): number {
  const now = Date.parse(header(reply, 'date')) / 1000
  const seconds = Number(reset) - now
  return Number.isFinite(seconds) && reset !== '' ? Math.max(1, Math.ceil(seconds) + 2) : otherwise
}

function slowDown(_: Seen, { reply }: { readonly reply: Reply }): Verdict {
  const until = (scope: 'channel' | 'app', reset: string, otherwise: number): Verdict => ({
    is: 'closed',
    scope,
    afterSeconds: secondsUntil(reply, reset, otherwise),
    why: 'slow_down',
  })
  const day = 24 * 60 * 60
  if (header(reply, 'x-user-limit-24hour-remaining') === '0')
    return until('channel', header(reply, 'x-user-limit-24hour-reset'), day)
  if (header(reply, 'x-app-limit-24hour-remaining') === '0')
    return until('app', header(reply, 'x-app-limit-24hour-reset'), day)
  const after = Number(header(reply, 'retry-after'))
  if (after > 0) return { is: 'closed', scope: 'channel', afterSeconds: after, why: 'slow_down' }
  const reset = header(reply, 'x-rate-limit-reset')
  return until('channel', reset, reset === '' ? 60 : 15 * 60)
}

/** A chunk too big is sent again in the small size, once: the small one being refused is final. */
function smallerChunk(seen: Seen, failure: Failure): Verdict {
  const file = failure.wire.body?.is === 'multipart' ? failure.wire.body.file : undefined
  const small = (file?.to ?? 0) - (file?.from ?? 0) <= chunk.small
  return small
    ? refused('network.media-processing', 'media')(seen)
    : { is: 'redo', from: failure.during, note: 'small' }
}

const credits: Verdict = { is: 'closed', scope: 'app', afterSeconds: probe, why: 'credits' }
const restricted = refused('network.account-restricted')
const permission = refused('network.permission')
const content = refused('network.refused', 'text')
const media = refused('network.refused', 'media')

export const table: readonly Row[] = [
  // Money and caps come in 402, 403 and 429 and close the whole app.
  { row: 11, when: is(402), verdict: always(credits) },
  { row: 40, when: typed('usage-capped'), verdict: always(credits) },
  { row: 41, when: is(403, /SpendCapReached/i), verdict: always(credits) },
  {
    row: 39,
    when: (seen, { reply }) => seen.status === 429 && header(reply, 'x-user-limit-24hour-remaining') === '0',
    verdict: slowDown,
  },
  { row: 38, when: is(429), verdict: slowDown },
  // Tokens.
  { row: 1, when: is(401), verdict: always({ is: 'renew' }) },
  {
    row: 4,
    when: is(400, /invalid_grant|Value passed for the token was invalid/i),
    verdict: always({ is: 'reconnect' }),
  },
  // 403, from the most to the least telling words.
  // X does not say which post it is; after an unclear send of our own, it is ours.
  { row: 12, when: is(403, /duplicate content/i, 187), verdict: always({ is: 'exists', remote: { at: 'public' } }) },
  {
    row: 16,
    when: is(403, /Reply to this conversation is not allowed|only reply to or quote posts where you are mentioned/i),
    verdict: permission,
  },
  { row: 17, when: is(403, /Quoting this post is not allowed/i), verdict: permission },
  {
    row: 18,
    when: (seen, failure) => is(403, /deleted or not visible to you/i, 385)(seen) && answersOurs(failure),
    verdict: always({ is: 'retry', afterSeconds: 15 }),
  },
  { row: 18, when: is(403, /deleted or not visible to you/i, 385), verdict: refused('network.not-found') },
  { row: 19, when: is(403, /limited who can reply|restricted who can reply/i, 433), verdict: permission },
  {
    row: 13,
    when: (seen) => [400, 403].includes(seen.status) && /text is too long|bit shorter/i.test(seen.words),
    verdict: content,
  },
  { row: 14, when: is(403, /maximum of one cashtag/i), verdict: content },
  { row: 15, when: is(403, /contains an invalid URL/i), verdict: content },
  { row: 21, when: is(403, /not allowed to post a video longer/i), verdict: media },
  {
    row: 23,
    when: (seen) => seen.type === 'user-suspended' || is(403, /account is suspended/i, 64)(seen),
    verdict: restricted,
  },
  { row: 24, when: is(403, /temporarily locked/i, 326), verdict: restricted },
  { row: 22, when: is(403, /not permitted to access this feature/i), verdict: restricted },
  { row: 25, when: is(403, /might be automated/i, 226), verdict: restricted },
  { row: 26, when: is(403, /cannot perform write actions/i, 261), verdict: permission },
  { row: 5, when: typed('unsupported-authentication'), verdict: always({ is: 'renew' }) },
  {
    row: 7,
    when: (seen, { reply }) =>
      seen.type === 'oauth1-permissions' || (seen.status === 403 && header(reply, 'x-access-level') === 'read'),
    verdict: permission,
  },
  {
    row: 10,
    when: (seen) => seen.type === 'client-forbidden' && seen.reason === 'official-client-forbidden',
    verdict: restricted,
  },
  {
    row: 9,
    when: (seen) => seen.type === 'client-forbidden' && seen.reason === 'user-not-enrolled',
    verdict: permission,
  },
  { row: 8, when: typed('client-forbidden'), verdict: permission },
  { row: 37, when: typed('resource-unavailable', 'disallowed-resource'), verdict: refused('network.not-found') },
  { row: 36, when: typed('not-authorized-for-resource'), verdict: permission },
  { row: 6, when: (seen, failure) => seen.status === 403 && onMedia(failure), verdict: always({ is: 'reconnect' }) },
  { row: 20, when: is(403), verdict: refused('network.refused') },
  // 400 and its kin.
  {
    row: 27,
    when: (seen, failure) => is(400, /media IDs are invalid/i, 324)(seen) && creates(failure),
    verdict: (_, failure) => ({ is: 'redo', from: `media:${failure.during.split(':')[1] ?? '0'}.0` }),
  },
  { row: 28, when: is(400, /maximum of 4 items/i), verdict: media },
  { row: 30, when: is(400, /media type unrecognized/i), verdict: refused('network.media-processing', 'media') },
  { row: 29, when: is(400), verdict: refused('network.refused') },
  { row: 33, when: (seen, failure) => [413, 431].includes(seen.status) && onMedia(failure), verdict: smallerChunk },
  {
    row: 35,
    when: (seen, failure) => seen.status === 404 && seen.type !== 'resource-not-found' && onMedia(failure),
    verdict: always({ is: 'retry' }),
  },
  // An empty 404 is a broken route, not an answer about a post.
  {
    row: 35,
    when: (seen, failure) => seen.status === 404 && seen.words === '' && creates(failure),
    verdict: always({ is: 'unknown' }),
  },
  { row: 35, when: (seen) => seen.status === 404 && seen.words === '', verdict: always({ is: 'retry' }) },
  { row: 34, when: is(404), verdict: refused('network.not-found') },
]

/** The first row that knows the answer; none for server errors and silence, which the engine judges by status. */
export function classify(failure: Failure): Verdict | undefined {
  const { reply } = failure
  if (!reply) return undefined
  const seen = see(reply)
  const known = { ...failure, reply }
  return table.find((row) => row.when(seen, known))?.verdict(seen, known)
}

/** The words of a refusal inside an accepted answer, such as a failed processing. */
export const failureWords = (data: unknown): string =>
  str(at(data, 'processing_info', 'error', 'message')) || 'X names no reason'
