/**
 * LinkedIn's refusals as data, in the order in which they are recognised: by the content error's code, else the
 * code, else words of the message, else the service's number, else the status. The names are those of the sheet.
 */
import type { Failure, Reply, Verdict } from '../interface.ts'
import { at, header, num, obj, objs, str } from '../reply.ts'
import { permalink, rest, uploadHost } from './adapter.wire.ts'

export interface Seen {
  readonly status: number
  readonly code: string
  /** The service's own number: 100, 101, 65600 … */
  readonly number: number
  readonly words: string
}

/** All four envelopes and the upload edge's empty or HTML body, read into one. */
export function see(reply: Reply): Seen {
  const body = obj(reply.body)
  const input = objs(at(body, 'errorDetails', 'inputErrors'))[0] ?? {}
  const message = str(body['message']) || str(body['error_description'])
  const code =
    str(input['code']) ||
    str(body['code']) ||
    str(body['error']) ||
    (/\b[A-Z]{2,}(?:_[A-Z]+)+\b/.exec(message)?.[0] ?? '')
  const words = [str(input['description']), message].filter((word) => word !== '').join(' · ')
  return { status: reply.status, code, number: num(body['serviceErrorCode']), words: words.slice(0, 500) }
}

type Known = Failure & { readonly reply: Reply }
interface Row {
  readonly row: string
  readonly when: (seen: Seen, failure: Known) => boolean
  readonly verdict: (seen: Seen, failure: Known) => Verdict
}

const refused =
  (problem: string, field?: string) =>
  (seen: Seen): Verdict => ({
    is: 'refused',
    problem,
    words: seen.words || `LinkedIn answered ${seen.status}`,
    ...(field ? { field } : {}),
  })
const always = (verdict: Verdict) => (): Verdict => verdict
const coded =
  (...codes: readonly string[]) =>
  (seen: Seen): boolean =>
    codes.includes(seen.code)
const says =
  (status: number, words: RegExp) =>
  (seen: Seen): boolean =>
    seen.status === status && words.test(seen.words)

const host = (failure: Failure): string => new URL(failure.wire.url).host
const creates = (failure: Failure): boolean => failure.wire.method === 'POST' && failure.wire.url === `${rest}/posts`
/** The documented route for comments is closed to most apps; the older one is not. */
const onFirstCommentRoute = (failure: Failure): boolean =>
  failure.during === 'comment' && failure.wire.url.startsWith(rest)

/** Uploads are made again from the first file on: the picture of a card, or the media. */
function uploadAgain(failure: Failure): Verdict {
  if (failure.during.startsWith('upload:')) return { is: 'redo', from: failure.during }
  const { body } = failure.wire
  const card = body?.is === 'json' && at(body.value, 'content', 'article') !== undefined
  return { is: 'redo', from: card ? 'upload:card' : 'upload:0' }
}

/** Daily counters start again at midnight UTC; LinkedIn names no time, so its own date tells how long that is. */
function untilMidnight(reply: Reply): number {
  const now = Date.parse(header(reply, 'date')) / 1000
  const day = 24 * 60 * 60
  return Number.isFinite(now) ? Math.ceil(day - (now % day)) + 60 : 60 * 60
}

function slowDown(seen: Seen, { reply }: Known): Verdict {
  const after = Number(header(reply, 'retry-after'))
  const daily = /\bDAY\b/.test(seen.words)
  return {
    is: 'closed',
    scope: daily && /APPLICATION/.test(seen.words) ? 'app' : 'channel',
    afterSeconds: after > 0 ? after : daily ? untilMidnight(reply) : 15 * 60,
    why: 'slow_down',
  }
}

/** "Content is a duplicate of urn:li:share:…": the answer names the post that is there. */
function duplicate(seen: Seen): Verdict {
  const urn = /duplicate of (urn:li:(?:share|ugcPost):\d+)/.exec(seen.words)?.[1]
  return urn === undefined
    ? refused('network.duplicate', 'text')(seen)
    : { is: 'exists', remote: { id: urn, url: permalink(urn), at: 'public' } }
}

const permission = refused('network.permission')
const content = refused('network.refused')
const text = refused('network.refused', 'text')
const processing = refused('network.media-processing', 'media')
/** Nothing goes through until an operator acts; trying each post would only burn the quota. */
const operator: Verdict = { is: 'closed', scope: 'app', afterSeconds: 60 * 60, why: 'version' }

export const table: readonly Row[] = [
  // The upload edge speaks for an address that was too old, not for a token.
  {
    row: 'EXPIRED_UPLOAD_URL',
    when: (seen, failure) =>
      seen.code === 'EXPIRED_UPLOAD_URL' || ([401, 403].includes(seen.status) && host(failure) === uploadHost),
    verdict: (_, failure) => uploadAgain(failure),
  },
  { row: '413/415', when: ({ status }) => status === 413 || status === 415, verdict: processing },
  // Comments: the other route before any other reading of a refusal.
  {
    row: 'partnerApiSocialActions',
    when: (seen, failure) => [403, 404, 426].includes(seen.status) && onFirstCommentRoute(failure),
    verdict: always({ is: 'redo', from: 'comment', note: 'v2' }),
  },
  {
    row: 'activity',
    when: (seen, failure) => failure.during === 'comment' && /Unable to obtain activity/i.test(seen.words),
    verdict: always({ is: 'retry', afterSeconds: 10 }),
  },
  {
    row: 'Comment create throttled',
    when: says(429, /Comment create throttled/i),
    verdict: always({ is: 'closed', scope: 'channel', afterSeconds: 60, why: 'slow_down' }),
  },
  // Tokens. A fresh one can be called revoked for some seconds, so renewing is tried before a person is asked.
  {
    row: 'EXPIRED_ACCESS_TOKEN',
    when: (seen) => seen.status === 401 && (seen.code === 'EXPIRED_ACCESS_TOKEN' || /expired/i.test(seen.words)),
    verdict: always({ is: 'renew' }),
  },
  {
    row: 'REVOKED_ACCESS_TOKEN',
    when: (seen) => seen.status === 401 && (seen.code === 'REVOKED_ACCESS_TOKEN' || seen.number === 65_601),
    verdict: always({ is: 'renew' }),
  },
  {
    row: 'INVALID_ACCESS_TOKEN',
    when: (seen) => seen.status === 401 && (seen.code === 'INVALID_ACCESS_TOKEN' || seen.number === 65_600),
    verdict: always({ is: 'reconnect' }),
  },
  { row: 'EMPTY_ACCESS_TOKEN', when: ({ status }) => status === 401, verdict: always({ is: 'reconnect' }) },
  {
    row: 'invalid_request (OAuth)',
    when: says(400, /refresh token is invalid, expired or revoked/i),
    verdict: always({ is: 'reconnect' }),
  },
  // Not allowed.
  { row: 'Unpermitted fields', when: says(403, /Unpermitted fields/i), verdict: content },
  { row: 'GET /me', when: says(403, /GET \/me|me\.GET/), verdict: always({ is: 'reconnect' }) },
  {
    row: 'media forbidden',
    when: says(403, /Accessing this (?:image|video|document) resource is forbidden/i),
    verdict: permission,
  },
  { row: 'partnerApi', when: says(403, /partnerApi\w+\.[\w-]+/), verdict: permission },
  {
    row: 'resource is forbidden',
    when: says(403, /resource is forbidden/i),
    verdict: always({ is: 'retry', afterSeconds: 30 }),
  },
  { row: 'ACCESS_DENIED', when: ({ status }) => status === 403, verdict: permission },
  // The version of the API.
  { row: 'VERSION_MISSING', when: coded('VERSION_MISSING'), verdict: refused('network.version-retired') },
  {
    row: 'NONEXISTENT_VERSION',
    when: (seen) => seen.status === 426 || seen.code === 'NONEXISTENT_VERSION',
    verdict: always(operator),
  },
  // Content.
  {
    row: 'DUPLICATE_POST',
    when: (seen) => seen.code === 'DUPLICATE_POST' || says(422, /is a duplicate of/i)(seen),
    verdict: duplicate,
  },
  { row: 'FIELD_LENGTH_TOO_LONG', when: coded('FIELD_LENGTH_TOO_LONG'), verdict: text },
  { row: 'INVALID_VALUE_BLANK_FIELD', when: coded('INVALID_VALUE_BLANK_FIELD'), verdict: text },
  {
    row: 'INVALID_IMAGE_ID',
    when: coded('INVALID_IMAGE_ID', 'INVALID_VIDEO_ID'),
    verdict: (_, failure) => uploadAgain(failure),
  },
  {
    row: 'MEDIA_ASSET_WAITING_UPLOAD',
    when: coded('MEDIA_ASSET_WAITING_UPLOAD'),
    verdict: always({ is: 'retry', afterSeconds: 10 }),
  },
  { row: 'MEDIA_ASSET_PROCESSING_FAILED', when: coded('MEDIA_ASSET_PROCESSING_FAILED'), verdict: processing },
  {
    row: 'INVALID_URN',
    when: (seen) =>
      coded('INVALID_URN_TYPE', 'INVALID_URN_ID')(seen) || /Syntax exception in path variables/i.test(seen.words),
    verdict: content,
  },
  { row: 'MISSING_FIELD', when: coded('MISSING_FIELD'), verdict: content },
  { row: 'INVALID_VALUE_FOR_FIELD', when: coded('INVALID_VALUE_FOR_FIELD'), verdict: content },
  // The rest by status.
  { row: 'NOT_FOUND', when: ({ status }) => status === 404, verdict: refused('network.not-found') },
  {
    row: 'CONFLICT',
    when: (seen, failure) => seen.status === 409 && !creates(failure),
    verdict: always({ is: 'retry', afterSeconds: 2 }),
  },
  { row: 'DAY limit', when: says(429, /\bDAY\b/), verdict: slowDown },
  { row: '429', when: ({ status }) => status === 429, verdict: slowDown },
  { row: '411', when: ({ status }) => status === 411, verdict: content },
  { row: 'UNPROCESSABLE_ENTITY', when: ({ status }) => status === 422, verdict: content },
  { row: '400', when: ({ status }) => status === 400, verdict: content },
]

/** The first row that knows the answer; none for server errors and silence, which the engine judges by status. */
export function classify(failure: Failure): Verdict | undefined {
  const { reply } = failure
  if (!reply) return undefined
  const seen = see(reply)
  const known = { ...failure, reply }
  return table.find((row) => row.when(seen, known))?.verdict(seen, known)
}
