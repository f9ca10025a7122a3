/**
 * A world without the server: plans run straight against a sandbox process, driven by the smallest engine that keeps
 * the rules of delivery. It proves a platform's plans; that the real engine keeps the rules is the server's to prove.
 */
import { createHmac, randomBytes } from 'node:crypto'
import type { Call, Candidate, Channel, Rendition, Reply, Version, Wire } from '../interface.ts'
import { at, objs, str, strs } from '../reply.ts'
import { Died, drive, isFinal } from './direct-engine.ts'
import type { Publication, Surroundings } from './direct-engine.ts'
import { openNetwork } from './direct-network.ts'
import type { Fetch, Key } from './direct-network.ts'
import { makeFile } from './files.ts'
import { isSameAccount, outlives } from './world.ts'
import type { Account, Exam, Outcome, Person, Trouble, World, Written } from './world.ts'

/** A person's own token, and that of the page if it has one. */
interface Tokens {
  readonly user: string
  readonly channel: string
}
interface Connected {
  readonly channel: Channel
  readonly account: Account
  readonly who: Who
  /** Lines the ledger had before. */
  readonly since: number
  tokens: Tokens
}
/** Ids at the network: who signs in, and what becomes the channel. */
interface Who {
  readonly person: string
  readonly page: string
  readonly typed: string
}

/** What the network said instead of a token for another service. */
class NotMinted extends Error {
  readonly wire: Wire
  readonly reply: Reply | undefined
  constructor(wire: Wire, reply: Reply | undefined) {
    super(`no token for another service: ${JSON.stringify(reply ?? 'no answer')}`)
    this.wire = wire
    this.reply = reply
  }
}

const rateSeconds = 30
const hour = 60 * 60

export async function startDirectWorld({ platform, settings = {} }: Exam, fetch: Fetch): Promise<World> {
  const { id, hosts } = platform.rules
  const network = await openNetwork(fetch, id)
  await network.control('settings', { platform: id, ...settings })
  const connections = new Map<string, Connected>()
  const publications = new Map<string, Publication>()
  let count = 0

  const wayOf = (account: Account) => platform.connect.find(({ via }) => via === account.via)
  const scopesOf = (account: Account): readonly string[] => {
    const way = wayOf(account)
    return way && 'scopes' in way ? way.scopes : []
  }
  const proofOf = (account: Account): string | undefined => {
    const way = wayOf(account)
    return way?.how === 'oauth' ? way.dialect?.proof : undefined
  }
  /** Meta's proof that a token is used by the app it was given to; the practice app has this secret. */
  const prove = (token: string): string => createHmac('sha256', `sandbox-${id}-secret`).update(token).digest('hex')

  async function mint(person: string, account: Account): Promise<string> {
    const scopes = scopesOf(account)
    return str(at(await network.control('tokens', { platform: id, person, scopes }), 'accessToken'))
  }
  /** Signs in: tokens and the account as the network tells it. */
  async function signIn(account: Account, { person, page, typed }: Who): Promise<{ tokens: Tokens; found: Candidate }> {
    const user = await mint(person, account)
    const nobody = callWith(() => Promise.resolve({}), network.hosts)
    const location = await platform.locate?.(nobody, typed, account.via)
    const allowed = [...hosts, ...(location ? [location.host] : [])]
    const call = callWith((wire) => keyFor(wire, account, { user, channel: user }), allowed)
    const candidates = await platform.identify(call, account.via, location?.host)
    const found = candidates.find(({ remoteId }) => isSameAccount(remoteId, page))
    if (!found) throw new Error(`${account.name} is not among ${JSON.stringify(candidates)}`)
    return { tokens: { user, channel: found.secret ?? user }, found }
  }

  async function keyFor(wire: Wire, account: Account, tokens: Tokens, channel?: Channel): Promise<Key> {
    if (wire.as === 'nobody') return {}
    const proof = proofOf(account)
    const token = typeof wire.as === 'string' ? tokens[wire.as] : await serviceToken(wire.as, tokens, channel)
    return {
      authorization: `${wire.scheme ?? 'Bearer'} ${token}`,
      ...(proof === undefined ? {} : { query: { [proof]: prove(token) } }),
    }
  }
  async function serviceToken(
    { audience, method }: Exclude<Wire['as'], string>,
    tokens: Tokens,
    channel?: Channel,
  ): Promise<string> {
    // Like every client, by the true time: the network's clock is only moved for it.
    const wire = channel && platform.mint?.(channel, audience, method, new Date())
    if (!wire) throw new Error(`nothing is minted for ${audience}`)
    const { reply } = await network.send(wire, hostsOf(channel), { authorization: `Bearer ${tokens.channel}` })
    const token = str(at(reply?.body, 'token'))
    if (token === '') throw new NotMinted(wire, reply)
    return token
  }
  const connectionOf = (channel: Channel): Connected => known(connections, channel.id)
  const hostsOf = ({ host }: { readonly host?: string }): readonly string[] => [
    ...hosts,
    ...(host === undefined ? [] : [host]),
  ]

  /** For everything that is no step: any refusal fails the test. */
  const callWith = (key: (wire: Wire) => Promise<Key>, allowed: readonly string[]): Call => ({
    async send(wire, expect = []) {
      const { reply } = await network.send(wire, allowed, await key(wire))
      if (reply && (reply.status < 400 || expect.includes(reply.status))) return reply
      throw new Error(`${wire.method} ${wire.url}: ${JSON.stringify(reply ?? 'no answer')}`)
    },
    publicUrl: (rendition) => Promise.resolve(network.publicUrl(rendition)),
  })
  const callFor = (channel: Channel): Call => {
    const { account, tokens } = connectionOf(channel)
    return callWith((wire) => keyFor(wire, account, tokens, channel), hostsOf(channel))
  }

  async function order(fault: string, amount?: number): Promise<void> {
    const seconds = amount ?? (fault === 'rate_limit' ? rateSeconds : undefined)
    await network.control('faults', { platform: id, fault, times: 1, ...(seconds === undefined ? {} : { seconds }) })
  }

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
        const now = left?.step === undefined || left.step === step ? left : undefined
        if (now?.jump !== undefined) await network.jump(now.jump)
        for (const fault of [now?.fault, now?.with]) if (fault !== undefined) await order(fault, now?.seconds)
        if (now?.fault !== undefined || now?.jump !== undefined) strike()
        const { account, tokens, channel } = connected
        try {
          return await network.send(wire, hostsOf(channel), await keyFor(wire, account, tokens, channel))
        } catch (error) {
          if (!(error instanceof NotMinted)) throw error
          return { sent: true, instead: error.wire, ...(error.reply ? { reply: error.reply } : {}) }
        }
      },
      publicUrl: (rendition) => Promise.resolve(network.publicUrl(rendition)),
      async renew() {
        const way = wayOf(connected.account)
        if (!way || !outlives(way) || trouble?.fault === 'token_revoked') return false
        connected.tokens = (await signIn(connected.account, connected.who)).tokens
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

  const isStanding = async () => objs(at(await network.control(`faults?platform=${id}`), 'active')).length > 0
  const lines = async () => objs(await network.control(`ledger?platform=${id}`))

  return {
    isReal: false,
    async connect(account) {
      count += 1
      const add = async ({ handle, ...who }: Person, more: object = {}) => {
        const person = { platform: id, name: `${account.name} ${count}`, handle: `${handle}${count}`, ...who, ...more }
        const made = await network.control('people', person)
        return { id: str(at(made, 'id')), handle: str(at(made, 'handle')) }
      }
      const person = await add(account.person)
      const page = account.page ? await add(account.page, { owner: person.id }) : person
      const who = { person: person.id, page: page.id, typed: account.typed ?? person.handle }
      const { tokens, found } = await signIn(account, who)
      const { secret: _, ...candidate } = found
      const facts = { ...candidate.facts, scopes: scopesOf(account) }
      const channel: Channel = { ...candidate, id: `channel-${count}`, via: account.via, facts }
      connections.set(channel.id, { channel, account, who, tokens, since: (await lines()).length })
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
      network.follow()
      if (await isStanding()) {
        if (!trouble?.lurks) throw new Error(`${trouble?.fault ?? 'a fault'} was ordered and never struck`)
        publication.struck = false
        await network.control(`faults?platform=${id}`, undefined, 'DELETE')
      }
      return outcomeOf(publication)
    },
    async reconnect(channel) {
      const connected = connectionOf(channel)
      connected.tokens = (await signIn(connected.account, connected.who)).tokens
      for (const publication of publications.values()) {
        if (publication.channel.id !== channel.id || publication.state !== 'waiting') continue
        publication.state = 'publishing'
        await finish(publication)
      }
    },
    async retry(name) {
      const publication = known(publications, name)
      publication.state = 'publishing'
      delete publication.problem
      await finish(publication)
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
      return (await lines())
        .slice(connectionOf(channel).since)
        .filter((line) => isSameAccount(channel.remoteId, str(line['account'])))
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
