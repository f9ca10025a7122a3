/**
 * The imitation beside us, and the wall between it and the real networks: every address of a network is turned into
 * the one to connect to by `locate`, which knows to which of the two worlds a channel belongs.
 */
import { z } from 'zod'
import { problem } from '@posthorn/domain/problems.ts'
import type { Door } from './door.ts'
import { refused } from './guard.ts'

export type Network = 'sandbox' | 'real'

export interface SandboxLink {
  readonly origin: string
  /** Where each host of a real network stands: 'api.x.com' → '/twitter'. The path behind it is the real one. */
  readonly hosts: ReadonlyMap<string, string>
  /** The same for one network, which may share a host with another. A network that is not imitated has no hosts. */
  of(platform: string): SandboxLink
  /** The sandbox's address for a network's; throws system.address-not-allowed for a host that is not imitated. */
  map(url: string): string
  /** The application each imitation has for us. */
  app(platform: string): { readonly clientId: string; readonly clientSecret: string }
}

/** Asks a running sandbox what it imitates. Throws ProblemError if it does not answer. */
export async function linkSandbox(door: Pick<Door, 'get'>, origin: string): Promise<SandboxLink> {
  const ask = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const { body } = await door.get(`${origin}/_sandbox/${path}`, { maxBytes: 100_000, timeoutMs: 5_000 })
    return schema.parse(JSON.parse(Buffer.from(body).toString()))
  }
  const { platforms } = await ask('health', z.object({ platforms: z.array(z.string()) }))
  const places = platforms.map(async (id) => [id, await ask(`hosts?platform=${id}`, Hosts)] as const)
  return createLink(origin, await ask('hosts', Hosts), Object.fromEntries(await Promise.all(places)))
}

const Hosts = z.record(z.string(), z.string().startsWith('/'))
type HostTable = z.infer<typeof Hosts>

/** `own`: the places of each network; without it, all have those of `table`. */
export function createLink(
  address: string,
  table: Readonly<HostTable>,
  own?: Readonly<Record<string, HostTable>>,
): SandboxLink {
  const { origin } = new URL(address)
  const hosts = new Map(Object.entries(table))
  return {
    origin,
    hosts,
    of: (platform) => createLink(address, own ? (own[platform] ?? {}) : table),
    map(text) {
      const url = new URL(text)
      if (url.origin === origin) return url.href
      const prefix = hosts.get(url.host)
      if (prefix === undefined) throw refused(new Error(`the sandbox has no ${url.host}`))
      return `${origin}${prefix}${url.pathname}${url.search}${url.hash}`
    },
    app: (platform) => ({ clientId: `sandbox-${platform}`, clientSecret: `sandbox-${platform}-secret` }),
  }
}

/** One of the two worlds. The real one knows the sandbox only to keep away from it. */
export type World =
  | { readonly network: 'sandbox'; readonly link: SandboxLink }
  | {
      readonly network: 'real'
      readonly link: SandboxLink | undefined
      /** Base addresses an operator put in the place of a host (a proxy): 'api.x.com' → 'https://proxy.example/x'. */
      readonly instead?: ReadonlyMap<string, string>
    }

/** Throws channel.sandbox-off for a sandbox channel while no sandbox runs. */
export function worldOf(
  network: Network,
  link: SandboxLink | undefined,
  instead: ReadonlyMap<string, string> = new Map(),
): World {
  if (network === 'real') return { network, link, instead }
  if (!link) throw problem('channel.sandbox-off')
  return { network, link }
}

/** Where to connect for an address of a network. Throws system.address-not-allowed where that would leave the world. */
export function locate(world: World, url: string): string {
  if (world.network === 'sandbox') return world.link.map(url)
  const there = replaced(new URL(url), world.instead)
  if (new URL(there).origin === world.link?.origin) throw refused()
  return there
}

function replaced(url: URL, instead: ReadonlyMap<string, string> | undefined): string {
  const base = instead?.get(url.host)
  return base === undefined ? url.href : `${base}${url.pathname}${url.search}${url.hash}`
}
