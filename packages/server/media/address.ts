/** Addresses at which networks fetch files: signed, for one file, for a day. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import { endingOf } from '@posthorn/domain/media/types.ts'
import type { PlatformRules, Version, Violation } from '@posthorn/platforms/interface'
import type { Parts } from '../parts.ts'

/** An address works at least this long after it was asked for, in seconds … */
const lifeSeconds = 24 * 3600
/** … and asked for again within this time it is the same, so that a step done over asks for the same bytes. */
const stepSeconds = 6 * 3600

interface Named {
  readonly workspaceId: string
  readonly id: string
}

/** First byte of what is signed: another meaning gets another number. */
const meaning = 1
const lengths = { ids: 33, signed: 37, whole: 69 } as const

/** What a path ends in: networks look at the ending. */
export const nameOf = (type: string): string => `file.${endingOf(type)}`

/** Names a file until `expires` (seconds since 1970). */
function sign(key: Uint8Array, { workspaceId, id }: Named, expires: number): string {
  const signed = Buffer.alloc(lengths.signed)
  signed[0] = meaning
  Buffer.from(workspaceId.replaceAll('-', '') + id.replaceAll('-', ''), 'hex').copy(signed, 1)
  signed.writeUInt32BE(expires, lengths.ids)
  return Buffer.concat([signed, seal(key, signed)]).toString('base64url')
}
const seal = (key: Uint8Array, signed: Buffer): Buffer => createHmac('sha256', key).update(signed).digest()

/** The file a token names; nothing if it is not ours, was changed, or is over. */
export function readToken(key: Uint8Array, token: string, now: Date): Named | undefined {
  const bytes = Buffer.from(token, 'base64url')
  // Decoding forgives; what is not written as we write it is not ours.
  if (bytes.length !== lengths.whole || bytes.toString('base64url') !== token) return undefined
  const signed = bytes.subarray(0, lengths.signed)
  if (!timingSafeEqual(bytes.subarray(lengths.signed), seal(key, signed)) || signed[0] !== meaning) return undefined
  if (signed.readUInt32BE(lengths.ids) * 1000 <= now.getTime()) return undefined
  return { workspaceId: uuidOf(signed, 1), id: uuidOf(signed, 17) }
}

const uuidOf = (bytes: Buffer, at: number): string =>
  bytes.toString('hex', at, at + 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export interface Wanted extends Named {
  readonly type: string
  /** Where networks reach us: MEDIA_URL, or for a sandbox channel our own address. */
  readonly base: string
  /** When the publication is due: from here the time is cut into pieces in which its addresses stay the same. */
  readonly since: Date
  readonly now: Date
}

/** An address that works for a day and up to six hours more. */
export function addressOf(key: Uint8Array, { type, base, since, now, ...named }: Wanted): string {
  const start = Math.floor(since.getTime() / 1000)
  const passed = Math.floor((now.getTime() / 1000 - start) / stepSeconds)
  const expires = start + (passed + 1) * stepSeconds + lifeSeconds
  return `${base}/media/${sign(key, named, expires)}/${nameOf(type)}`
}

/** True if networks can reach a base address: https, at a name or an address of the public internet. */
export function isPublic(base: string): boolean {
  const { protocol, hostname } = new URL(base)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol !== 'https:') return false
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'unicast'
  return host.includes('.') && !/\.(?:localhost|local|internal|lan|home|home\.arpa|test|invalid)\.?$/.test(host)
}

/** Refuses a version whose files a real network would have to fetch from an address it cannot reach. */
export function withoutAddress(
  { fetchesMedia }: PlatformRules,
  { parts, files = {} }: Version,
  base: string,
): readonly Violation[] {
  const media = [...parts.flatMap((part) => part.media), ...Object.values(files)]
  const fetched = media.some(
    (file) => fetchesMedia === 'always' || (fetchesMedia === 'images' && file.kind === 'image'),
  )
  if (!fetched || isPublic(base)) return []
  return [{ problem: 'media.no-public-address', field: 'media', blocks: true, values: { address: base } }]
}

/** Tells the sandbox from where it may fetch, as often as it may have been restarted meanwhile. */
export async function offerMedia({ door, sandbox, settings }: Pick<Parts, 'door' | 'sandbox' | 'settings'>) {
  if (!sandbox) return
  const { status } = await door.request({
    method: 'POST',
    url: `${sandbox.origin}/_sandbox/media`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ origin: new URL(settings.localUrl).origin }),
    timeoutMs: 5000,
    maxBytes: 10_000,
  })
  if (status !== 200) throw new Error(`the sandbox answered ${status}`)
}
