/**
 * Mastodon's refusals as data, in the order in which they are recognised: the status first, then words, which a server
 * may have in another language; what no words tell, the last row of a status does. Bodies may be pages of a proxy.
 */
import type { Failure, Reply, Verdict } from '../interface.ts'
import { at, header, obj, str } from '../reply.ts'
import { isJson } from './adapter.wire.ts'

export interface Seen {
  readonly status: number
  readonly words: string
  readonly isJson: boolean
}

export function see(reply: Reply): Seen {
  const { error, error_description: more } = obj(reply.body)
  const words = [str(error), str(more)].filter((word) => word !== '').join(': ')
  return {
    status: reply.status,
    words: words.slice(0, 500) || `the server answered ${reply.status}`,
    isJson: isJson(reply),
  }
}

type Known = Failure & { readonly reply: Reply }
interface Row {
  readonly row: string
  readonly when: (seen: Seen, failure: Known) => boolean
  readonly verdict: (seen: Seen, failure: Known) => Verdict
}

const always = (verdict: Verdict) => (): Verdict => verdict
const refused =
  (problem: string, field?: string) =>
  ({ words }: Seen): Verdict => ({ is: 'refused', problem, words, ...(field === undefined ? {} : { field }) })
const says =
  (status: number, words: RegExp) =>
  (seen: Seen): boolean =>
    seen.status === status && words.test(seen.words)
const has =
  (...statuses: readonly number[]) =>
  ({ status }: Seen): boolean =>
    statuses.includes(status)

/** Whether the request that was refused names a post of this kind. */
const names =
  (field: 'in_reply_to_id' | 'quoted_status_id') =>
  ({ wire: { body } }: Failure): boolean =>
    body?.is === 'json' && str(at(body.value, field)) !== ''
const uploads = ({ wire }: Failure): boolean => wire.method === 'POST' && /\/api\/v\d\/media$/.test(wire.url)
const part = /^part:(\d+)$/

/** Seconds. The longest window of a server is three hours; without a word, the usual one is waited for. */
const windows = { longest: 3 * 60 * 60, usual: 5 * 60 } as const

/** The end of the window is a date; the server's own clock tells how far it is. */
function slowDown(_: Seen, { reply }: Known): Verdict {
  const after = Number(header(reply, 'retry-after'))
  const left = (Date.parse(header(reply, 'x-ratelimit-reset')) - Date.parse(header(reply, 'date'))) / 1000
  const seconds = after > 0 ? after : Number.isFinite(left) ? Math.ceil(left) + 1 : windows.usual
  return {
    is: 'closed',
    scope: 'channel',
    afterSeconds: Math.min(windows.longest, Math.max(1, seconds)),
    why: 'slow_down',
  }
}

/** The files of a part are brought again. An unclear end of our own is looked for before it comes to this. */
const uploadAgain =
  (note: 'gone' | 'unfinished') =>
  (seen: Seen, { during }: Known): Verdict => {
    const n = part.exec(during)?.[1]
    return n === undefined ? refused('network.media-lost')(seen) : { is: 'redo', from: `media:${n}.0`, note }
  }

const reconnect = always({ is: 'reconnect' })
const restricted = /disabled|suspended|confirmed|pending/i

export const table: readonly Row[] = [
  { row: 'invalid_client', when: says(401, /invalid_client/), verdict: reconnect },
  // Tokens have no end and nothing renews them.
  { row: 'token', when: has(401), verdict: reconnect },
  { row: 'invalid_grant', when: says(400, /invalid_grant/), verdict: reconnect },
  { row: 'invalid_scope', when: says(400, /invalid_scope/), verdict: refused('network.permission') },
  { row: 'scopes', when: says(403, /outside the authorized scopes/i), verdict: reconnect },
  { row: 'account', when: says(403, restricted), verdict: refused('network.account-restricted') },
  { row: 'not allowed', when: says(403, /not allowed/i), verdict: refused('network.permission') },
  {
    row: 'parent gone',
    when: (seen, failure) => has(404, 410)(seen) && names('in_reply_to_id')(failure),
    verdict: refused('network.parent-gone'),
  },
  {
    row: 'quoted gone',
    when: (seen, failure) => has(404, 410)(seen) && names('quoted_status_id')(failure),
    verdict: refused('network.quote-missing', 'settings.quote'),
  },
  { row: 'gone', when: has(404, 410), verdict: refused('network.not-found') },
  { row: 'too large', when: has(413), verdict: refused('network.media-refused', 'media') },
  // 422 while sending a post: clearly refused, nothing is out.
  // We were told that the files are ready: this may be how a server calls one that it could not work on.
  { row: 'processing', when: says(422, /not finished processing/i), verdict: uploadAgain('unfinished') },
  { row: 'attached', when: says(422, /not found or already attached/i), verdict: uploadAgain('gone') },
  {
    row: 'file',
    when: (seen, failure) => seen.status === 422 && uploads(failure),
    verdict: refused('network.media-refused', 'media'),
  },
  { row: 'files', when: says(422, /cannot attach/i), verdict: refused('network.refused', 'media') },
  { row: 'poll', when: says(422, /\bpoll\b/i), verdict: refused('network.refused', 'settings.poll') },
  { row: 'text', when: says(422, /\btext\b|character limit/i), verdict: refused('network.refused', 'text') },
  { row: '422', when: has(422), verdict: refused('network.refused') },
  { row: 'rate', when: has(429), verdict: slowDown },
  {
    row: 'thumbnail',
    when: (seen, failure) => says(500, /processing thumbnail/i)(seen) && uploads(failure),
    verdict: (_, { during }) => ({ is: 'redo', from: during, note: 'again' }),
  },
]

/** Everything else, above all 5xx and silence, is the engine's to judge: unknown after sending a post. */
export function classify(failure: Failure): Verdict | undefined {
  const { reply } = failure
  if (!reply) return undefined
  const seen = see(reply)
  const known = { ...failure, reply }
  return table.find(({ when }) => when(seen, known))?.verdict(seen, known)
}
