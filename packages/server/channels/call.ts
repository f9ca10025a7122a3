/** How adapters and the engine speak to a network: requests as data, the token put in here and nowhere else. */
import type { Call, Channel, Platform, Reply, Wire } from '@posthorn/platforms/interface'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { worldFor, platformOf } from './world.ts'
import type { Network, World } from '../outside/sandbox.ts'
import { sendWire, WireFailure, type OpenFile, type WireRoute } from '../outside/wire.ts'
import { CallFailed } from '../publishing/work.ts'
import type { Access } from './access.ts'
import type { Prover } from './dpop.ts'
import type { RenewalEnd } from './renew.ts'
import type { TokenParts } from './stored.ts'
import { serviceToken } from './service-token.ts'
import { accessToken, isReplaced, renewToken } from './tokens.ts'

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
  /** True if another token has meanwhile taken the place of the one that was just refused. */
  hasAnother(): Promise<boolean>
  /** An address of the network as people open it: of a sandbox channel, the practice timeline. */
  openable(url: string): string
}

/** For a channel. The token is read at the first request and kept for as long as the network takes it. */
export function createCall(
  parts: TokenParts,
  { workspaceId, channel, ...options }: CallOptions & { readonly workspaceId: string; readonly channel: Channel },
): ChannelCall {
  const key = { workspaceId, channelId: channel.id }
  const platform = platformOf(parts, options.platform)
  let used: Access | undefined
  const call = speak(parts, { ...options, hosts: hostsOf(platform, options.host ?? channel.host) }, async (as) => {
    if (typeof as !== 'string') return await serviceToken(parts, { ...key, channel, platform, ...as }, call)
    used = await accessToken(parts, key, as)
    return used
  })
  return {
    ...call,
    async renew() {
      const refused = used?.fence ?? (await accessToken(parts, key)).fence
      return await renewToken(parts, { ...key, refused })
    },
    hasAnother: async () => used !== undefined && (await isReplaced(parts, { ...key, refused: used.fence })),
  }
}

/** For what is asked while connecting: there is no channel yet, only a token that was just given. */
export const createConnectCall = (parts: TokenParts, options: CallOptions, access: Access): Call =>
  speak(parts, { ...options, hosts: hostsOf(platformOf(parts, options.platform), options.host) }, (as) => {
    if (typeof as === 'string') return Promise.resolve(access)
    throw new Error('nothing is minted while connecting')
  })

/** For finding a server and becoming its client: any host may be named, and there is no token yet. */
export const createLocateCall = (parts: TokenParts, options: Omit<CallOptions, 'host'>): Call =>
  speak(parts, { ...options, hosts: 'any' }, () => {
    throw new Error('there is no token before a server is found')
  })

const hostsOf = ({ rules }: Platform, host: string | undefined): readonly string[] =>
  host === undefined ? rules.hosts : [...rules.hosts, host]

const noFiles: OpenFile = () => Promise.reject(new Error('there are no files in this call'))
const noPublicUrl = () => Promise.reject(new Error('no address is configured at which a network could fetch files'))

/** What a network says to a token that is not there. */
const noToken: Reply = { status: 401, headers: {}, body: null }

type TokenFor = (as: Exclude<Wire['as'], 'nobody'>) => Promise<Access>
type SpeakOptions = Omit<CallOptions, 'host'> & Pick<WireRoute, 'hosts'>

function speak(
  parts: TokenParts,
  options: SpeakOptions,
  tokenFor: TokenFor,
): Omit<ChannelCall, 'renew' | 'hasAnother'> {
  const platform = platformOf(parts, options.platform)
  const world = worldFor(parts, options.platform, options.network)
  const { hosts } = options
  const failed = (reply: Reply) => platform.failed?.(reply) ?? reply.status >= 400
  const { openFile = noFiles, publicUrl = noPublicUrl, timeoutMs = 30_000, signal, onCall, onProgress } = options

  async function ask(wire: Wire, { timeoutMs, fresh }: { timeoutMs: number; fresh: boolean }): Promise<Reply> {
    const deadline = performance.now() + timeoutMs
    const access = await accessFor(wire, tokenFor)
    const reply = await askOnce(wire, access, deadline, fresh)
    if (reply.status === 401) access?.onRefused?.()
    const isRefused = access?.prover?.hear(wire.url, reply) ?? false
    // The proof lacked a nonce: the network has done nothing, whatever was asked of it, and told us the nonce.
    return isRefused ? await askOnce(wire, access, deadline, fresh) : reply
  }

  async function askOnce(wire: Wire, access: Access | undefined, deadline: number, fresh: boolean): Promise<Reply> {
    const proof = access?.prover && (await proofOf(access, access.prover, wire))
    // A token may have been renewed first; whoever set the limit holds a lease that runs meanwhile.
    const left = deadline - performance.now()
    if (left <= 0) throw new CallFailed({ wire, sent: false }, new Error('the token took too long'))
    onCall?.(wire)
    try {
      return await sendWire({ door: parts.door, world, hosts }, wire, {
        fresh,
        timeoutMs: left,
        authorization: access && shown(access, wire),
        proof,
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

async function accessFor(wire: Wire, tokenFor: TokenFor): Promise<Access | undefined> {
  if (wire.as === 'nobody') return undefined
  try {
    return await tokenFor(wire.as)
  } catch (error) {
    // What failed was asking for a token: of the request itself nothing has left.
    if (error instanceof CallFailed) {
      const { reply } = error.failure
      throw new CallFailed({ wire, sent: false, ...(reply ? { reply } : {}) }, error)
    }
    const isOver = error instanceof ProblemError && error.code.startsWith('channel.')
    // The engine treats this as it treats the network's own 401: renew, and then ask a person to reconnect.
    if (isOver) throw new CallFailed({ wire, sent: false, reply: noToken }, error)
    throw error
  }
}

const tokenOf = (authorization: string): string => authorization.slice(authorization.indexOf(' ') + 1)

function shown({ authorization }: Access, { scheme }: Wire): string {
  const whole = authorization.reveal()
  return scheme === undefined ? whole : `${scheme} ${tokenOf(whole)}`
}

const proofOf = ({ authorization }: Access, prover: Prover, { method, url }: Wire): Promise<string> =>
  prover.prove({ method, url, token: tokenOf(authorization.reveal()) })

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
