/** Bluesky's plans against the server that Bluesky itself runs: the judge of our adapter, and of the imitation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { platforms } from '@posthorn/platforms/adapters'
import { exams } from '@posthorn/platforms/exams'
import type { Channel, Platform, Reply, Version, Wire } from '@posthorn/platforms/interface'
import { image, version } from '@posthorn/platforms/testing/stored.ts'
import { at, isInstalled, publisher, startBluesky, wordAt, type BlueskyServer, type Loss } from './bluesky-world.ts'

const platform: Platform = platforms.bluesky
const samples = exams.find((exam) => exam.platform.rules.id === platform.rules.id)?.samples ?? {}
const handle = 'alice.test'
const posts = 'app.bsky.feed.post'

function wayOf() {
  const way = platform.connect.find((one) => one.how === 'app-password')
  if (way?.how !== 'app-password') throw new Error('Bluesky has no app passwords')
  return way
}

if (!isInstalled)
  test.skip('a real Bluesky server judges the adapter (`npm run bluesky-server` installs one)', () => {})
describe.runIf(isInstalled)('a real Bluesky server', () => {
  const { session: paths, via } = wayOf()
  let server: BlueskyServer
  let channel: Channel
  let password = ''
  let did = ''
  const session = { access: '', refresh: '' }
  const post = (path: string, json?: object, token?: string): Promise<Reply> => {
    const wire: Wire = {
      method: 'POST',
      url: `https://${server.host}${path}`,
      as: 'nobody',
      ...(json ? { body: { is: 'json', value: JSON.parse(JSON.stringify(json)) } } : {}),
    }
    return server.send(wire, token)
  }
  const keep = ({ body }: Reply): void => {
    session.access = wordAt(body, paths.fields.access)
    session.refresh = wordAt(body, paths.fields.refresh)
  }
  const signIn = (): Promise<Reply> =>
    post(paths.make, { [paths.fields.identifier]: handle, [paths.fields.password]: password })
  const alice = () => publisher(platform, server, session)

  beforeAll(async () => {
    server = await startBluesky(fetch)
    const account = { handle, email: 'alice@example.com', password: 'a long enough password' }
    const made = await server.xrpc('com.atproto.server.createAccount', { json: account })
    did = wordAt(made.body, 'did')
    const token = wordAt(made.body, 'accessJwt')
    const app = await server.xrpc('com.atproto.server.createAppPassword', { json: { name: 'Posthorn' }, token })
    password = wordAt(app.body, 'password')
    keep(await signIn())
    const [found] = await platform.identify(alice().call(), via, server.host)
    if (!found) throw new Error('nobody is signed in')
    channel = { ...found, id: 'real', via }
  }, 120_000)
  afterAll(() => server?.[Symbol.asyncDispose]())

  /** Everything of one kind in the repository. */
  async function records(collection = posts): Promise<readonly unknown[]> {
    const query = `?repo=${did}&collection=${collection}&limit=100`
    const { body } = await server.xrpc('com.atproto.repo.listRecords', { query })
    const found = at(body, 'records')
    return Array.isArray(found) ? found : []
  }
  async function told(of: Version, loss?: Loss) {
    const before = (await records()).length
    const one = alice()
    const frozen = await one.freeze(of)
    const publication = await one.publish(frozen, channel, loss)
    return { publication, frozen, count: (await records()).length - before }
  }
  const record = async (uri: string | undefined, collection = posts): Promise<unknown> => {
    const query = `?repo=${did}&collection=${collection}&rkey=${uri?.split('/').at(-1) ?? ''}`
    return (await server.xrpc('com.atproto.repo.getRecord', { query })).body
  }

  test('an account is found by its handle, with the sign-in page of its server', async () => {
    const call = alice().call()
    expect(await platform.locate?.(call, `@${handle}`, via)).toEqual({ host: server.host, subject: did, hint: handle })
    expect(await platform.locate?.(call, handle, 'oauth')).toEqual({
      host: server.host,
      subject: did,
      hint: handle,
      issuer: `https://${server.host}`,
      endpoints: {
        authorize: `https://${server.host}/oauth/authorize`,
        token: `https://${server.host}/oauth/token`,
        push: `https://${server.host}/oauth/par`,
        revoke: `https://${server.host}/oauth/revoke`,
      },
    })
    await expect(platform.locate?.(call, 'nobody.test', via)).rejects.toThrow()
  })
  test('who is signed in, at which server', () => {
    expect(channel).toMatchObject({
      remoteId: did,
      handle,
      host: server.host,
      facts: {
        name: handle,
        server: { did: 'did:web:localhost', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
      },
    })
  })

  /** The practice network's people do not live here. */
  const moved = (of: Version): Version => {
    const [head, ...rest] = of.parts
    return { ...of, parts: [{ ...head, text: head.text.replace('practice.bsky.social', handle) }, ...rest] }
  }
  test.each(Object.entries(samples))(
    '%s goes out as the preview shows it',
    async (_, sample) => {
      const of = moved(sample)
      const { publication, count } = await told(of)
      expect(publication).toMatchObject({ state: 'published', notes: [] })
      const shown = [...platform.preview(of, channel).parts.map(({ text }) => text), of.firstComment ?? []].flat()
      expect(count).toBe(shown.length)
      const stored = await Promise.all(publication.remotes.map(({ id }) => record(id)))
      expect(stored.map((one) => wordAt(one, 'value', 'text'))).toEqual(shown)
      expect(stored.slice(1).every((one) => wordAt(one, 'value', 'reply', 'root', 'cid') !== '')).toBe(true)
    },
    60_000,
  )
  test('the gates stand under the key of the head', async () => {
    const { publication } = await told(version('Closed', { replies: ['nobody'], noQuotes: true }))
    const [head] = publication.remotes
    expect(at(await record(head?.id, 'app.bsky.feed.threadgate'), 'value')).toMatchObject({ post: head?.id, allow: [] })
    expect(at(await record(head?.id, 'app.bsky.feed.postgate'), 'value', 'embeddingRules')).toHaveLength(1)
  })
  test('a mention names its account; somebody unknown is plain text, and the outcome says so', async () => {
    const { publication } = await told(version(`Hi @${handle} and @nobody.test`, {}))
    expect(publication.notes).toEqual(['mention:1: network.mention-unknown: @nobody.test'])
    const stored = await record(publication.remotes[0]?.id)
    expect(at(stored, 'value', 'facets')).toMatchObject([{ features: [{ did }] }])
  })

  test.each(['answer', 'request'] as const)(
    'a lost %s is settled by looking, and nothing is there twice',
    async (is) => {
      const { publication, count } = await told(version(['One', 'Two'], {}), { step: 'part:1', is })
      expect(publication.state).toBe('published')
      expect(count).toBe(2)
      expect(await record(publication.remotes[1]?.id)).toMatchObject({ value: { text: 'Two' } })
    },
  )
  test('the same publication once more changes nothing; another text under its key is refused', async () => {
    const { publication, frozen } = await told(version('Once', {}))
    const before = await record(publication.remotes[0]?.id)
    const again = await alice().publish(frozen, channel)
    expect(again.remotes).toEqual(publication.remotes)
    const [head, ...rest] = frozen.parts
    const changed = await alice().publish({ ...frozen, parts: [{ ...head, text: 'Twice' }, ...rest] }, channel)
    // Refused, looked at, and found to be the one that is out.
    expect(changed.remotes).toEqual(publication.remotes)
    expect(await record(publication.remotes[0]?.id)).toEqual(before)
  })

  const put = async (change: object, token = session.access): Promise<Reply> => {
    const value = { $type: posts, text: 'x', createdAt: new Date().toISOString(), ...change }
    return await post(
      '/xrpc/com.atproto.repo.putRecord',
      { repo: did, collection: posts, rkey: '3n2xgvc5yqc2v', record: value },
      token,
    )
  }
  const strange = (size: number, mimeType = 'image/png') => ({
    $type: 'blob',
    ref: { $link: 'bafkreif5ohjf7rue6zfqjrdnn5qnbkxyzb6navgg5ml3262oq2egmwzpv4' },
    mimeType,
    size,
  })
  const pictures = (count: number, size = 10) => ({
    embed: {
      $type: 'app.bsky.embed.images',
      images: Array.from({ length: count }, () => ({ alt: '', image: strange(size) })),
    },
  })
  test.each([
    ['a long text', { text: 'a'.repeat(301) }, { is: 'refused', field: 'text' }],
    ['too many bytes', { text: '👨‍👩‍👧‍👦'.repeat(130) }, { is: 'refused', field: 'text' }],
    ['four languages', { langs: ['en', 'de', 'fr', 'it'] }, { is: 'refused', field: 'settings.languages' }],
    ['five pictures', pictures(5), { is: 'refused', field: 'media' }],
    ['a large picture', pictures(1, 2_500_000), { is: 'refused', problem: 'network.media-refused' }],
    ['a picture that is not there', pictures(1), { is: 'redo', from: 'media:0.0' }],
    [
      'a picture in the place of a film',
      { embed: { $type: 'app.bsky.embed.video', video: strange(10) } },
      { is: 'refused', problem: 'network.media-refused' },
    ],
    ['a time without a zone', { createdAt: '2026-11-23 06:00' }, { is: 'refused', problem: 'network.refused' }],
  ])('%s is refused in words we know', async (_, change, verdict) => {
    const reply = await put(change)
    const wire: Wire = { method: 'POST', url: `https://${server.host}/xrpc/com.atproto.repo.putRecord`, as: 'channel' }
    expect(platform.classify({ during: 'part:0', wire, sent: true, reply })).toMatchObject(verdict)
  })

  test('what is out is taken down with its gates, and once more', async () => {
    const { publication } = await told(
      version('Short-lived', { replies: ['nobody'], noQuotes: true }, [image('gone')], { firstComment: 'So is this' }),
    )
    const [head] = publication.remotes
    for (const _ of [1, 2]) await platform.remove?.(alice().call(channel), channel, publication.remotes)
    for (const collection of [posts, 'app.bsky.feed.threadgate', 'app.bsky.feed.postgate'])
      expect(wordAt(await record(head?.id, collection), 'error')).toBe('RecordNotFound')
    expect(wordAt(await record(publication.remotes[1]?.id), 'error')).toBe('RecordNotFound')
  })

  test('a session is renewed without a body and ended; an ended one is known by its words', async () => {
    const before = session.access
    keep(await post(paths.renew, undefined, session.refresh))
    expect(session.access).not.toBe('')
    expect(await platform.identify(alice().call(), via, server.host)).toMatchObject([{ remoteId: did }])
    expect((await post(paths.end ?? '', undefined, session.refresh)).status).toBe(200)
    const refused = await post(paths.renew, undefined, session.refresh)
    expect(refused).toMatchObject({ status: 400, body: { error: 'ExpiredToken' } })
    const bad = await put({}, `${before.slice(0, -8)}AAAAAAAA`)
    const wire: Wire = { method: 'POST', url: `https://${server.host}/xrpc/com.atproto.repo.putRecord`, as: 'channel' }
    expect(platform.classify({ during: 'part:0', wire, sent: true, reply: bad })).toEqual({ is: 'renew' })
    keep(await signIn())
    expect(session.access).not.toBe('')
  })
})
