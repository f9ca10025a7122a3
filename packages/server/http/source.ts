/** Where a request came from. Headers are believed only from proxies that the operator named. */
import ipaddr from 'ipaddr.js'

type Matches = (address: string) => boolean

/** Reads TRUSTED_PROXIES: addresses and CIDR networks. An entry that is neither matches nothing. */
export function proxyMatcher(trusted: readonly string[]): Matches {
  const networks = trusted.flatMap((entry) => {
    if (ipaddr.isValidCIDR(entry)) return [ipaddr.parseCIDR(entry)]
    return ipaddr.isValid(entry) ? [hostNetwork(ipaddr.process(entry))] : []
  })
  return (address) => {
    if (!ipaddr.isValid(address)) return false
    const ip = ipaddr.process(address)
    return networks.some(([network, bits]) => network.kind() === ip.kind() && ip.match(network, bits))
  }
}

const hostNetwork = (ip: ipaddr.IPv4 | ipaddr.IPv6): [ipaddr.IPv4 | ipaddr.IPv6, number] => [
  ip,
  ip.kind() === 'ipv4' ? 32 : 128,
]

/** Walks X-Forwarded-For from our end: the first address that is no proxy of ours is the client. */
export function sourceOf(peer: string | undefined, forwardedFor: string | null, isOurProxy: Matches): string {
  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
  let client = peer ?? ''
  while (isOurProxy(client)) {
    const before = hops.pop()
    if (before === undefined || !ipaddr.isValid(before)) break
    client = before
  }
  return ipaddr.isValid(client) ? bucket(ipaddr.process(client)) : 'unknown'
}

/** A home or an attacker has a whole /64 of IPv6. */
function bucket(ip: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (ip.kind() === 'ipv4') return ip.toString()
  return `${new ipaddr.IPv6(ip.toByteArray().map((byte, at) => (at < 8 ? byte : 0))).toString()}/64`
}
