/**
 * Which addresses the door lets through. Names are judged by what they resolve to, at the moment of connecting, so
 * that an answer that changes between a check and a connection (rebinding) gains nothing.
 */
import ipaddr from 'ipaddr.js'
import { isIP } from 'node:net'
import { problem } from '@posthorn/domain/problems.ts'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

export interface Guard {
  /** Throws system.address-not-allowed for what no connection need be tried for: not http(s), userinfo. */
  read(url: string): URL
  /**
   * Which addresses a connection to this host may end at. Throws system.address-not-allowed where the answer is none.
   * `plain`: whoever asks accepts http to public addresses.
   */
  admits(target: { protocol: string; hostname: string; port: string }, plain: boolean): (address: string) => boolean
}

/** `allow`: hosts ('mastodon.lan', 'localhost:11434'), addresses and networks (CIDR). `sandboxOrigin` is let through as it is. */
export function createGuard({ allow, sandboxOrigin }: { allow: readonly string[]; sandboxOrigin?: string }): Guard {
  const ranges = allow.map(readRange).filter((range) => range !== undefined)
  const hosts = new Set(allow.filter((entry) => readRange(entry) === undefined).map(plainHost))
  const sandbox = sandboxOrigin === undefined ? undefined : new URL(sandboxOrigin).host
  const isOwn = (address: string) => inRanges(address, ranges)

  return {
    read(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined
      const web = url?.protocol === 'https:' || url?.protocol === 'http:'
      if (!url || !web || url.username !== '' || url.password !== '') throw refused()
      return url
    },
    admits({ protocol, hostname, port }, plain) {
      const host = plainHost(hostname)
      const shown = host.includes(':') ? `[${host}]` : host
      if (sandbox !== undefined && protocol === 'http:' && `${shown}:${port || '80'}` === sandbox) return () => true
      if (hosts.has(host) || hosts.has(`${shown}:${port || (protocol === 'https:' ? '443' : '80')}`)) return () => true
      // Without TLS, or at a port where other protocols live, only the operator's own networks are reached.
      const open = (protocol === 'https:' || plain) && ordinaryPort(port)
      const admits = open ? (address: string) => isPublic(address) || isOwn(address) : isOwn
      // Node skips the lookup for a literal address, and nothing else would look at it before the connection.
      const literal = isLoopbackName(host) ? '127.0.0.1' : host
      if (isIP(literal) !== 0 ? !admits(literal) : !open && ranges.length === 0) throw refused()
      return admits
    },
  }
}

export const refused = (cause?: unknown) => problem('system.address-not-allowed', {}, { cause })

/** True for an address on the public internet. What tunnels, maps or translates another address is not public. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // Only 2000::/3 is given out (IANA, 2026); the rest of IPv6 is reserved, IPv4-compatible addresses included.
  return parsed instanceof ipaddr.IPv4 || inRanges(address, [[ipaddr.IPv6.parse('2000::'), 3]])
}

/** Web servers stand on the two standard ports or on ones that anybody may open; mail and the like below 1024. */
const ordinaryPort = (port: string) => port === '' || port === '443' || port === '80' || Number(port) >= 1024

/** RFC 6761: these are the machine itself, whatever a name server may say. */
const isLoopbackName = (host: string) => host === 'localhost' || host.endsWith('.localhost')

const plainHost = (host: string) =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1')

function readRange(entry: string): Range | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry)
  const host = plainHost(entry)
  if (isIP(host) === 0) return undefined
  const address = ipaddr.parse(host)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

function inRanges(address: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return ranges.some(([start, bits]) => start.kind() === parsed.kind() && parsed.match(start, bits))
}
