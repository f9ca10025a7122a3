/**
 * A world without the server: plans run straight against a sandbox process, driven by the smallest engine that keeps
 * the rules of delivery. It proves a platform's plans; that the real engine keeps the rules is the server's to prove.
 */
import { randomBytes } from 'node:crypto'
import type { Call, Channel, Rendition, Version } from '../interface.ts'
import { at, objs, str, strs } from '../reply.ts'
import { Died, drive, isFinal } from './direct-engine.ts'
import type { Publication, Surroundings } from './direct-engine.ts'
import { openNetwork } from './direct-network.ts'
import type { Fetch } from './direct-network.ts'
import { makeFile } from './files.ts'
import type { Account, Exam, Outcome, Person, Trouble, World, Written } from './world.ts'

interface Connected {
  readonly channel: Channel
  readonly account: Account
  readonly person: string
  /** Lines the ledger had before. */
  readonly since: number
  token: string
}

const rateSeconds = 30
const hour = 60 * 60

export async function startDirectWorld({ platform }: Exam, fetch: Fetch): Promise<World> {
  const network = await openNetwork(fetch)
  const connections = new Map<string, Connected>()
  const publications = new Map<string, Publication>()
  const { id, hosts } = platform.rules
  let count = 0

  const wayOf = (account: Account) => {
    const way = platform.connect.find(({ via }) => via === account.via)
    return way?.how === 'oauth' ? way : undefined
  }
  const mint = async (person: string, account: Account): Promise<string> => {
    const scopes = wayOf(account)?.scopes ?? []
    return str(at(await network.control('tokens', { platform: id, person, scopes }), 'accessToken'))
  }
  const connectionOf = (channel: Channel): Connected => known(connections, channel.id)
  const hostsOf = ({ host }: { readonly host?: string }): readonly string[] => [
    ...hosts,
    ...(host === undefined ? [] : [host]),
  ]

  /** For everything that is no step: any refusal fails the test. */
  const callWith = (token: string, allowed: readonly string[] = hosts): Call => ({
    async send(wire, expect = []) {
      const { reply } = await network.send(wire, allowed, token)
      if (reply && (reply.status < 400 || expect.includes(reply.status))) return reply
      throw new Error(`${wire.method} ${wire.url}: ${JSON.stringify(reply ?? 'no answer')}`)
    },
    publicUrl: () => Promise.reject(new Error('this world has no public address')),
  })
  const callFor = (channel: Channel): Call => callWith(connectionOf(channel).token, hostsOf(channel))

  function around(publication: Publication, trouble?: Trouble): Surroundings {
    const connected = connectionOf(publication.channel)
    let left = trouble
    const strike = (): void => {
      left = undefined
      publication.struck = true
    }
    return {
      platform,
      async send(wire, step) {
        const fault = left?.step === step ? left.fault : undefined
        if (fault) {
          strike()
          const seconds = fault === 'rate_limit' ? { seconds: rateSeconds } : {}
          await network.control('faults', { platform: id, fault, times: 1, ...seconds })
        }
        return network.send(wire, hostsOf(publication.channel), connected.token)
      },
      async renew() {
        if (wayOf(connected.account)?.renew === 'none' || trouble?.fault === 'token_revoked') return false
        connected.token = await mint(connected.person, connected.account)
        return true
      },
      now: () => network.now(),
      pass: (seconds) => network.pass(seconds),
      at(step, moment) {
        if (left?.step !== step || left.death !== moment) return
        strike()
        throw new Died()
      },
      taken: ({ id: channel }) =>
        new Set(
          [...publications.values()]
            .filter((one) => one.channel.id === channel)
            .flatMap(({ remotes }) => remotes.flatMap((remote) => remote.id ?? [])),
        ),
    }
  }

  /** A process that dies is followed by another, which knows only what was kept. */
  async function finish(publication: Publication, trouble?: Trouble): Promise<void> {
    const surroundings = around(publication, trouble)
    while (!isFinal(publication)) {
      try {
        await drive(publication, surroundings)
      } catch (error) {
        if (!(error instanceof Died)) throw error
      }
    }
  }

  const make = async (rendition: Rendition): Promise<Rendition> => {
    const made = await makeFile(rendition)
    network.files.set(rendition.id, made.bytes)
    return made.rendition
  }
  /** The version with real files in the place of the samples' claims. */
  async function withFiles(version: Version): Promise<Version> {
    const real = async (part: Version['parts'][0]) => ({ ...part, media: await Promise.all(part.media.map(make)) })
    const [head, ...rest] = version.parts
    const files = await Promise.all(
      Object.entries(version.files ?? {}).map(async ([name, file]) => [name, await make(file)] as const),
    )
    return {
      ...version,
      parts: [await real(head), ...(await Promise.all(rest.map(real)))],
      ...(files.length > 0 ? { files: Object.fromEntries(files) } : {}),
    }
  }

  const lines = async () => objs(await network.control(`ledger?platform=${id}`))

  return {
    async connect(account) {
      count += 1
      const add = async ({ handle, ...who }: Person, more: object = {}): Promise<string> => {
        const person = { platform: id, name: `${account.name} ${count}`, handle: `${handle}${count}`, ...who, ...more }
        return str(at(await network.control('people', person), 'id'))
      }
      const person = await add(account.person)
      const page = account.page && (await add(account.page, { owner: person }))
      const token = await mint(person, account)
      const candidates = await platform.identify(callWith(token), account.via)
      const wanted = candidates.find(({ remoteId }) => remoteId.endsWith(page ?? person))
      if (!wanted) throw new Error(`${account.name} is not among ${JSON.stringify(candidates)}`)
      const { secret: _, ...candidate } = wanted
      const facts = { ...candidate.facts, scopes: wayOf(account)?.scopes ?? [] }
      const channel: Channel = { ...candidate, id: `channel-${count}`, via: account.via, facts }
      connections.set(channel.id, { channel, account, person, token, since: (await lines()).length })
      return channel
    },
    async publish(version, channel, trouble) {
      const key = `publication-${randomBytes(6).toString('hex')}`
      const publication: Publication = {
        id: key,
        frozen: { ...(await withFiles(version)), key, at: network.now() },
        channel,
        state: 'publishing',
        results: new Map(),
        redone: new Map(),
        resent: false,
        renewed: false,
        tries: 0,
        remotes: [],
        notes: [],
        struck: false,
      }
      publications.set(key, publication)
      await finish(publication, trouble)
      const standing = objs(at(await network.control(`faults?platform=${id}`), 'active'))
      if (standing.length > 0) throw new Error(`${trouble?.fault ?? 'a fault'} was ordered and never struck`)
      return outcomeOf(publication)
    },
    async reconnect(channel) {
      const connected = connectionOf(channel)
      connected.token = await mint(connected.person, connected.account)
      for (const publication of publications.values()) {
        if (publication.channel.id !== channel.id || publication.state !== 'waiting') continue
        publication.state = 'publishing'
        await finish(publication)
      }
    },
    outcome: (publication) => Promise.resolve(outcomeOf(known(publications, publication))),
    async remove(publication) {
      const { channel, remotes } = known(publications, publication)
      await platform.remove?.(callFor(channel), channel, remotes)
    },
    async measure(publication) {
      const { channel, remotes } = known(publications, publication)
      await network.pass(hour)
      return (await platform.measure?.(callFor(channel), channel, remotes)) ?? []
    },
    async measureChannel(channel) {
      return (await platform.measureChannel?.(callFor(channel), channel)) ?? { remoteId: channel.remoteId, values: {} }
    },
    async ledger(channel) {
      // Imitations name accounts as their network does: some by the bare id, some by the whole URN.
      const same = (account: string): boolean =>
        channel.remoteId.endsWith(account) || account.endsWith(channel.remoteId)
      return (await lines())
        .slice(connectionOf(channel).since)
        .filter((line) => same(str(line['account'])))
        .map((line): Written => ({
          kind: str(line['kind']),
          id: str(line['id']),
          text: str(line['text']),
          notes: strs(line['notes']),
        }))
    },
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  }
}

function known<T>(table: ReadonlyMap<string, T>, name: string): T {
  const found = table.get(name)
  if (found === undefined) throw new Error(`this world knows no ${name}`)
  return found
}

const outcomeOf = ({ id, state, remotes, notes, problem, struck }: Publication): Outcome => ({
  publication: id,
  state,
  remotes,
  notes,
  struck,
  ...(problem === undefined ? {} : { problem }),
})
