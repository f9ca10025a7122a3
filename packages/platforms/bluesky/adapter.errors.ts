/**
 * The network's refusals as data, by the name of the error, in the order in which they are recognised. Tokens that are
 * too old are a 400 here, and a record that breaks a rule is an "InvalidRequest" whose words tell which.
 */
import type { Failure, Reply, Verdict } from '../interface.ts'
import { header, obj, str } from '../reply.ts'
import { videoHost } from './adapter.wire.ts'

export interface Seen {
  readonly status: number
  readonly error: string
  readonly words: string
}

export function see(reply: Reply): Seen {
  const { error, message, error_description: more } = obj(reply.body)
  const words = str(message) || str(more) || str(error)
  return { status: reply.status, error: str(error), words: words.slice(0, 500) || `HTTP ${reply.status}` }
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
const named =
  (...names: readonly string[]) =>
  ({ error }: Seen): boolean =>
    names.includes(error)
const invalid =
  (words: RegExp) =>
  (seen: Seen): boolean =>
    seen.error === 'InvalidRequest' && words.test(seen.words)
const is =
  (status: number) =>
  (seen: Seen): boolean =>
    seen.status === status

const part = /^part:(\d+)$/

/** Files that no record names are deleted after a while. Nothing was written, so they are brought again. */
function uploadAgain(seen: Seen, { during }: Known): Verdict {
  const n = part.exec(during)?.[1]
  return n === undefined ? refused('network.media-lost')(seen) : { is: 'redo', from: `media:${n}.0`, note: 'gone' }
}

/** Seconds. The longest window is a day; without a word the shortest is waited for. */
const windows = { longest: 24 * 60 * 60, usual: 5 * 60 } as const
/** The limit of all requests from one address; all others belong to one account. */
const ofEverybody = '3000;w=300'

/** There is no Retry-After: the end of the window is a time, and the server's own clock tells how far it is. */
function slowDown(_: Seen, { reply }: Known): Verdict {
  const policy = header(reply, 'ratelimit-policy')
  const longest = Number(/;w=(\d+)/.exec(policy)?.[1] ?? windows.longest)
  const reset = Number(header(reply, 'ratelimit-reset') || Number.NaN)
  const left = reset - Date.parse(header(reply, 'date')) / 1000
  const seconds = Number.isFinite(left) ? Math.ceil(left) + 1 : windows.usual
  return {
    is: 'closed',
    scope: policy === ofEverybody ? 'app' : 'channel',
    afterSeconds: Math.min(longest, Math.max(1, seconds)),
    why: 'slow_down',
  }
}

const atVideoService = ({ wire }: Failure): boolean => wire.url.startsWith(`https://${videoHost}/`)

export const table: readonly Row[] = [
  { row: 'profile', when: named('profile_not_found'), verdict: refused('network.profile-missing') },
  { row: 'email', when: named('unconfirmed_email'), verdict: refused('network.email-unconfirmed') },
  // A token made for this service is refused by it: another one is made, and the account's own stays.
  {
    row: 'service token',
    when: (seen, failure) => seen.status === 401 && atVideoService(failure),
    verdict: always({ is: 'retry', afterSeconds: 30 }),
  },
  {
    row: 'upload',
    when: named('UploadNotFound', 'UploadExpired', 'UploadAborted', 'UploadFailed', 'MissingParts', 'PartSizeMismatch'),
    verdict: (_, { during }) => ({ is: 'redo', from: during, note: 'again' }),
  },
  { row: 'factor', when: named('AuthFactorTokenRequired'), verdict: refused('network.permission') },
  {
    row: 'standing',
    when: named('AccountDeactivated', 'AccountTakedown', 'AccountSuspended'),
    verdict: refused('network.account-restricted'),
  },
  // The account is not here (any more): its server is found anew.
  { row: 'account', when: named('AccountNotFound', 'AuthenticationRequired'), verdict: always({ is: 'reconnect' }) },
  {
    row: 'token',
    when: named('ExpiredToken', 'InvalidToken', 'invalid_token', 'AuthMissing'),
    verdict: always({ is: 'renew' }),
  },
  { row: 'nonce', when: named('use_dpop_nonce'), verdict: always({ is: 'retry', afterSeconds: 1 }) },
  { row: 'grant', when: named('invalid_grant'), verdict: always({ is: 'reconnect' }) },
  { row: 'scope', when: named('ScopeMissingError', 'insufficient_scope'), verdict: always({ is: 'reconnect' }) },
  { row: 'blob gone', when: named('BlobNotFound'), verdict: uploadAgain },
  // What stands at our key is ours most likely: it is looked at, never written over.
  { row: 'swap', when: named('InvalidSwap'), verdict: always({ is: 'unknown' }) },
  { row: 'gone', when: named('RecordNotFound'), verdict: refused('network.not-found') },
  {
    row: 'file',
    when: (seen) =>
      seen.status === 413 ||
      named('BlobTooLarge', 'InvalidMimeType', 'InvalidSize', 'PayloadTooLarge', 'UnsupportedContentType')(seen) ||
      invalid(/blob too big|expected "(?:video|image|text)\/|mime ?type/i)(seen),
    verdict: refused('network.media-refused', 'media'),
  },
  {
    row: 'text',
    when: invalid(/(?:grapheme|string) too big.*\$?\.text/i),
    verdict: refused('network.refused', 'text'),
  },
  { row: 'images', when: invalid(/array too big.*\.(?:images|items)/i), verdict: refused('network.refused', 'media') },
  {
    row: 'languages',
    when: invalid(/array too big.*\.langs/i),
    verdict: refused('network.refused', 'settings.languages'),
  },
  // The post before is out on a person's word alone, so nobody knows how to refer to it.
  { row: 'parent', when: invalid(/reply[./](?:root|parent)\b/i), verdict: refused('network.parent-unknown') },
  { row: 'invalid', when: named('InvalidRequest'), verdict: refused('network.refused') },
  { row: 'rate', when: is(429), verdict: slowDown },
]

/** Everything else, above all 5xx and silence, is the engine's to judge: unknown after sending a post. */
export function classify(failure: Failure): Verdict | undefined {
  const { reply } = failure
  if (!reply || reply.status >= 500) return undefined
  const seen = see(reply)
  const known = { ...failure, reply }
  return table.find(({ when }) => when(seen, known))?.verdict(seen, known)
}
