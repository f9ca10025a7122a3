/** How adapters and the engine speak to a network: requests as data, the token put in here and nowhere else. */
import type { Call, Channel, Reply, Wire } from '@posthorn/platforms/interface'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { worldFor, platformOf } from './world.ts'
import type { Network, World } from '../outside/sandbox.ts'
import { sendWire, WireFailure, type OpenFile } from '../outside/wire.ts'
import { CallFailed } from '../publishing/work.ts'
import type { RenewalEnd } from './renew.ts'
import type { TokenParts } from './stored.ts'
import { accessToken, renewToken, type Access } from './tokens.ts'

export interface CallOptions {
  readonly platform: string
  readonly network: Network
  /** The channel's own host beside those of the platform. */
  readonly host?: string | undefined
  readonly openFile?: OpenFile
  /** An address the network can fetch a file at; none is configured without it. */
  readonly publicUrl?: (rendition: string) => Promise<string>
  /** Told before each request, for quotas and bills. */
  readonly onCall?: (wire: Wire) => void
  /** Told while bytes of a body leave, for leases. */
  readonly onProgress?: (bytesSent: number) => void
  readonly signal?: AbortSignal
  /** For each free request; 30 s by default. An upload gets a second more for each 100 kB. */
  readonly timeoutMs?: number
}

export interface ChannelCall extends Call {
  /** One request that cannot be taken back: a connection of its own. Any status is a reply. Throws CallFailed. */
  once(wire: Wire, timeoutMs: number): Promise<Reply>
  /** A new token for the one that was just refused. */
  renew(): Promise<RenewalEnd>
  /** An address of the network as people open it: of a sandbox channel, the practice timeline. */
  openable(url: string): string
}

/** For a channel. The token is read at the first request and kept for as long as the network takes it. */
export function createCall(
  parts: TokenParts,
  { workspaceId, channel, ...options }: CallOptions & { readonly workspaceId: string; readonly channel: Channel },
): ChannelCall {
  const key = { workspaceId, channelId: channel.id }
  let used: Access | undefined
  const call = speak(parts, { ...options, host: options.host ?? channel.host }, async (as) => {
    used = await accessToken(parts, key, as)
    return used
  })
  return {
    ...call,
    async renew() {
      const refused = used?.fence ?? (await accessToken(parts, key)).fence
      return await renewToken(parts, { ...key, refused })
    },
  }
}

/** For what is asked while connecting: there is no channel yet, only a token that was just given. */
export const createConnectCall = (parts: TokenParts, options: CallOptions, access: Access): Call =>
  speak(parts, options, () => Promise.resolve(access))

const noFiles: OpenFile = () => Promise.reject(new Error('there are no files in this call'))
const noPublicUrl = () => Promise.reject(new Error('no address is configured at which a network could fetch files'))

/** What a network says to a token that is not there. */
const noToken: Reply = { status: 401, headers: {}, body: null }

function speak(
  parts: TokenParts,
  options: CallOptions,
  tokenFor: (as: 'channel' | 'user') => Promise<Access>,
): Omit<ChannelCall, 'renew'> {
  const platform = platformOf(parts, options.platform)
  const world = worldFor(parts, options.platform, options.network)
  const hosts = options.host === undefined ? platform.rules.hosts : [...platform.rules.hosts, options.host]
  const failed = (reply: Reply) => platform.failed?.(reply) ?? reply.status >= 400
  const { openFile = noFiles, publicUrl = noPublicUrl, timeoutMs = 30_000, signal, onCall, onProgress } = options

  async function ask(wire: Wire, how: { timeoutMs: number; fresh: boolean }): Promise<Reply> {
    const begun = performance.now()
    const access = await accessFor(wire, tokenFor)
    // A token may have been renewed first; whoever set the limit holds a lease that runs meanwhile.
    const left = how.timeoutMs - (performance.now() - begun)
    if (left <= 0) throw new CallFailed({ wire, sent: false }, new Error('the token took too long'))
    onCall?.(wire)
    try {
      return await sendWire({ door: parts.door, world, hosts }, wire, {
        fresh: how.fresh,
        timeoutMs: left,
        authorization: access?.authorization.reveal(),
        query: access && revealed(access.query),
        openFile,
        signal,
        onProgress,
      })
    } catch (error) {
      if (!(error instanceof WireFailure)) throw error
      throw new CallFailed({ wire, sent: error.sent, ...(error.reply ? { reply: error.reply } : {}) }, error)
    }
  }

  return {
    async send(wire, expect = []) {
      const reply = await ask(wire, { timeoutMs: timeoutMs + uploadMs(wire), fresh: false })
      if (!failed(reply) || expect.includes(reply.status)) return reply
      throw new CallFailed({ wire, sent: true, reply })
    },
    once: (wire, timeoutMs) => ask(wire, { timeoutMs, fresh: true }),
    publicUrl,
    openable: (url) => openable(world, url),
  }
}

async function accessFor(
  wire: Wire,
  tokenFor: (as: 'channel' | 'user') => Promise<Access>,
): Promise<Access | undefined> {
  if (wire.as === 'nobody') return undefined
  if (wire.as !== 'channel' && wire.as !== 'user') throw new Error('no way to connect gives such a token')
  try {
    return await tokenFor(wire.as)
  } catch (error) {
    const isOver = error instanceof ProblemError && error.code.startsWith('channel.')
    // The engine treats this as it treats the network's own 401: renew, and then ask a person to reconnect.
    if (isOver) throw new CallFailed({ wire, sent: false, reply: noToken }, error)
    throw error
  }
}

const revealed = (query: Access['query']): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, secret]) => [name, secret.reveal()]))

/** Slow lines carry 100 kB a second; a range without an end may be a whole film, so it gets ten minutes. */
function uploadMs({ body }: Wire): number {
  if (body?.is !== 'bytes' && body?.is !== 'multipart') return 0
  const { from = 0, to } = body.file
  return to === undefined ? 600_000 : ((to - from) / 100_000) * 1_000
}

function openable(world: World, url: string): string {
  if (world.network === 'real' || !URL.canParse(url)) return url
  const isImitated = world.link.hosts.has(new URL(url).host)
  return isImitated ? world.link.map(url) : url
}
