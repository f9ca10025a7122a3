/**
 * Finding the server of what a person typed. What they type is not trusted, and neither is the server found: every
 * address goes through the door's guard, and a browser is only ever sent to a web address.
 */
import { problem, ProblemError } from '@posthorn/domain/problems.ts'
import { NotLocated, type Location } from '@posthorn/platforms/interface'
import type { Network, World } from '../outside/sandbox.ts'
import { CallFailed } from '../publishing/work.ts'
import { createLocateCall } from './call.ts'
import { plain } from './grant.read.ts'
import { Located } from './located.ts'
import type { TokenParts } from './stored.ts'
import { platformOf, worldFor, type HostWay } from './world.ts'

/** Longest that a person waits for their server to be found, in ms. */
const timeoutMs = 30_000

interface Sought {
  readonly platform: string
  readonly network: Network
  readonly way: HostWay
  readonly typed: string
}

/** Asks the platform where an account lives. Throws channel.not-located with words for the person. */
export async function findServer(parts: TokenParts, { platform: id, network, way, typed }: Sought): Promise<Located> {
  const platform = platformOf(parts, id)
  if (!platform.locate) throw problem('channel.way', { platform: platform.rules.label }, { field: 'via' })
  const call = createLocateCall(parts, {
    platform: id,
    network,
    timeoutMs: timeoutMs / 3,
    signal: AbortSignal.timeout(timeoutMs),
  })
  let found
  try {
    found = await platform.locate(call, typed, way.via)
  } catch (error) {
    throw notLocated(parts, id, error)
  }
  const located = checked(worldFor(parts, id, network), found, typed)
  if (way.how === 'oauth-at-host' && !way.dpop) refuseStrangers(located)
  return located
}

/**
 * A token that is bound to no key is everything that whoever sees it needs, so it is shown only where it was given:
 * else a server could send people to the page of another one and be handed what that one gave.
 */
function refuseStrangers({ host, endpoints }: Located): void {
  const { authorize, token, revoke = token } = endpoints ?? { authorize: '', token: '' }
  const isAtHost = (address: string) => URL.canParse(address) && new URL(address).host === host
  if (![authorize, token, revoke].every(isAtHost)) throw tell(`${host} sends people elsewhere to sign in.`)
}

/**
 * What a person is told. A host that the guard does not let through, one that is not there and one that stays silent
 * read the same: otherwise this would be a way to look around in the network that the server stands in.
 */
function notLocated({ log }: TokenParts, platform: string, error: unknown): unknown {
  if (error instanceof ProblemError) return error
  if (error instanceof NotLocated) return tell(plain(error.message), error)
  if (error instanceof CallFailed) {
    const { wire, reply } = error.failure
    if (!URL.canParse(wire.url)) return tell('This is not the name of a server.', error)
    const { host } = new URL(wire.url)
    return tell(reply ? `${host} answered ${reply.status}.` : `Nothing answers at ${host}.`, error)
  }
  log.warn({ err: error, platform }, 'a server could not be found')
  return tell('What its server answered could not be read.', error)
}

const tell = (words: string, cause?: unknown) => problem('channel.not-located', { words }, { field: 'typed', cause })

/** Only what is well formed goes on: a browser follows `authorize`, and tokens go to `token`. */
function checked(world: World, location: Location, typed: string): Located {
  const read = Located.safeParse({ ...location, typed })
  if (!read.success) throw tell('Its server gives addresses that are none.', read.error)
  const { authorize, token, revoke, push } = read.data.endpoints ?? {}
  const addresses = [read.data.issuer, authorize, token, revoke, push].filter((one) => one !== undefined)
  if (!addresses.every((address) => isSafe(world, address)))
    throw tell('Its server gives addresses that are not https.')
  return read.data
}

function isSafe(world: World, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, username, password, hash, origin } = new URL(address)
  if (username !== '' || password !== '' || hash !== '') return false
  return protocol === 'https:' || (world.network === 'sandbox' && origin === world.link.origin)
}
