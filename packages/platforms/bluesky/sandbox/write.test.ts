import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { createdAt, key, onBluesky, postType } from './bluesky.testing.ts'

const cid = /^bafyrei[a-z2-7]+$/

test('a put creates once: the same again is a no-op, other content is refused', async () => {
  await using sky = await onBluesky()
  const first = await sky.put(key(1), { text: 'Hello' })
  expect(first.status).toBe(200)
  expect(first.body).toEqual({
    uri: `at://${sky.me.id}/${postType}/${key(1)}`,
    cid: expect.stringMatching(cid),
    commit: { cid: expect.stringMatching(cid), rev: expect.stringMatching(/^[2-7a-z]{13}$/) },
    validationStatus: 'valid',
  })
  const again = await sky.put(key(1), { text: 'Hello' })
  expect(again.status).toBe(200)
  expect(again.body).toEqual({ uri: first.body['uri'], cid: first.body['cid'], validationStatus: 'valid' })
  const other = await sky.put(key(1), { text: 'Hello!' })
  expect([other.status, other.body]).toEqual([
    400,
    { error: 'InvalidSwap', message: `Record was at ${String(first.body['cid'])}` },
  ])
  expect(await sky.ledger('bluesky')).toMatchObject([
    { kind: 'post', account: sky.me.id, id: first.body['uri'], text: 'Hello', media: [] },
  ])
})

test('two equal puts at once are one post', async () => {
  await using sky = await onBluesky()
  const told = await Promise.all([1, 2, 3].map(() => sky.put(key(1), { text: 'Hello' })))
  expect(told.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await sky.ledger('bluesky')).toHaveLength(1)
})

test('the content address is the one every implementation computes', async () => {
  await using sky = await onBluesky()
  const told = await sky.did(key(1), { text: 'Hello', langs: ['en'] })
  expect(told.cid).toBe('bafyreidm5fhz7iblqeq3pudanv3qzqzzztiaa6qiw4vlqjsbyteya53vna')
})

test('without swapRecord other content overwrites; after a deletion the same put creates again', async () => {
  await using sky = await onBluesky()
  await sky.did(key(1), { text: 'One' })
  await sky.did(key(1), { text: 'Two' }, { swapRecord: undefined })
  expect((await sky.get(key(1))).body).toMatchObject({ value: { text: 'Two' } })
  const gone = { repo: sky.me.id, collection: postType, rkey: key(1) }
  const removed = await sky.xrpc('com.atproto.repo.deleteRecord', { json: gone })
  expect(removed.body).toMatchObject({ commit: { cid: expect.any(String) } })
  const twice = await sky.xrpc('com.atproto.repo.deleteRecord', { json: gone })
  expect([twice.status, twice.body]).toEqual([200, {}])
  expect((await sky.get(key(1))).body['error']).toBe('RecordNotFound')
  await sky.did(key(1), { text: 'One' })
  expect((await sky.ledger('bluesky')).map((line) => line['kind'])).toEqual(['post', 'edit', 'delete', 'post'])
})

test('swaps compare with what is there', async () => {
  await using sky = await onBluesky()
  const { cid: is } = await sky.did(key(1), { text: 'One' })
  expect((await sky.put(key(1), { text: 'Two' }, { swapRecord: is })).status).toBe(200)
  expect((await sky.put(key(1), { text: 'Three' }, { swapRecord: is })).body['error']).toBe('InvalidSwap')
  expect((await sky.put(key(2), { text: 'Four' }, { swapRecord: is })).body).toEqual({
    error: 'InvalidSwap',
    message: 'Record was at null',
  })
  expect((await sky.put(key(2), { text: 'Four' }, { swapCommit: is })).body['error']).toBe('InvalidSwap')
})

test('createRecord chooses a key, and a key that is taken is 500', async () => {
  await using sky = await onBluesky()
  const json = { repo: sky.me.handle, collection: postType, record: { text: 'Hello', createdAt } }
  const told = await sky.xrpc('com.atproto.repo.createRecord', { json })
  expect(told.body).toMatchObject({ uri: expect.stringMatching(/\/3[2-7a-z]{12}$/), validationStatus: 'valid' })
  const rkey = String(told.body['uri']).split('/').at(-1)
  const again = await sky.xrpc('com.atproto.repo.createRecord', { json: { ...json, rkey } })
  expect([again.status, again.body['error']]).toEqual([500, 'InternalServerError'])
  const write = { $type: 'com.atproto.repo.applyWrites#create', collection: postType, rkey, value: json.record }
  const applied = await sky.xrpc('com.atproto.repo.applyWrites', { json: { repo: sky.me.id, writes: [write] } })
  expect(applied.status).toBe(500)
})

test('applyWrites does all or nothing', async () => {
  await using sky = await onBluesky()
  const apply = (writes: readonly object[]) =>
    sky.xrpc('com.atproto.repo.applyWrites', { json: { repo: sky.me.id, writes } })
  const create = (rkey: string, text: string) => ({
    $type: 'com.atproto.repo.applyWrites#create',
    collection: postType,
    rkey,
    value: { text, createdAt },
  })
  const done = await apply([create(key(1), 'One'), create(key(2), 'Two')])
  expect(done.body).toMatchObject({
    commit: { rev: expect.any(String) },
    results: [1, 2].map((number) => ({
      $type: 'com.atproto.repo.applyWrites#createResult',
      uri: `at://${sky.me.id}/${postType}/${key(number)}`,
      validationStatus: 'valid',
    })),
  })
  const bad = await apply([create(key(3), 'Three'), create(key(4), 'x'.repeat(301))])
  expect([bad.status, bad.body['message']]).toEqual([
    400,
    'Invalid app.bsky.feed.post record: grapheme too big (maximum 300, got 301) at $.writes[1].record.text',
  ])
  expect((await sky.get(key(3))).status).toBe(400)
  const remove = { $type: 'com.atproto.repo.applyWrites#delete', collection: postType, rkey: key(1) }
  expect((await apply([remove])).status).toBe(200)
  expect((await apply(Array.from({ length: 201 }, () => remove))).body['message']).toBe('Too many writes. Max: 200')
  expect(await sky.ledger('bluesky')).toHaveLength(3)
})

test.each([
  ['301 graphemes', { text: 'a'.repeat(301) }, /grapheme too big \(maximum 300, got 301\) at \$\.record\.text/],
  ['3001 bytes', { text: '👩‍👩‍👧‍👦'.repeat(290) }, /string too big \(maximum 3000, got 7250\)/],
  ['a time without a zone', { text: 'a', createdAt: '2026-11-23 06:00' }, /Invalid datetime/],
  ['no time', { text: 'a', createdAt: undefined }, /Missing required key "createdAt"/],
  ['four languages', { text: 'a', langs: ['en', 'de', 'fr', 'es'] }, /array too big/],
  ['a language that is none', { text: 'a', langs: ['english language'] }, /language/],
  ['nine tags', { text: 'a', tags: '123456789'.split('') }, /array too big/],
  ['a reply without cid', { text: 'a', reply: { root: { uri: 'at://a.b/c.d.e/f' } } }, /reply\.root/],
  [
    'a link that is none',
    {
      text: 'a',
      facets: [
        {
          index: { byteStart: 0, byteEnd: 1 },
          features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'not an address' }],
        },
      ],
    },
    /uri/,
  ],
  [
    'a tag of 65 letters',
    {
      text: 'a',
      facets: [
        {
          index: { byteStart: 0, byteEnd: 1 },
          features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'a'.repeat(65) }],
        },
      ],
    },
    /grapheme too big/,
  ],
  ['another type', { $type: 'app.bsky.feed.like', text: 'a' }, /Invalid \$type/],
])('%s is 400', async (_, record, message) => {
  await using sky = await onBluesky()
  const told = await sky.put(key(1), record)
  expect([told.status, told.body['error']]).toEqual([400, 'InvalidRequest'])
  expect(told.body['message']).toMatch(message)
  expect(await sky.ledger('bluesky')).toEqual([])
})

test('what the real server tolerates is tolerated', async () => {
  await using sky = await onBluesky()
  const outside = {
    index: { byteStart: 5, byteEnd: 900 },
    features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'a' }],
  }
  expect((await sky.put(key(1), { text: '' })).status).toBe(200)
  expect((await sky.put(key(2), { text: 'a', facets: [outside], unknown: { deep: [1] } })).status).toBe(200)
  expect((await sky.put(key(3), { text: '👩‍👩‍👧‍👦'.repeat(100) })).status).toBe(200)
  const own = await sky.xrpc('com.atproto.repo.putRecord', {
    json: { repo: sky.me.id, collection: 'com.example.note', rkey: 'any', record: { words: 'x' } },
  })
  expect(own.body['validationStatus']).toBe('unknown')
})

test('keys, bodies and names are read strictly', async () => {
  await using sky = await onBluesky()
  expect((await sky.put('self', { text: 'a' })).body['message']).toBe(
    'Invalid record key for app.bsky.feed.post: Invalid TID string (got "self") at $',
  )
  const asked = (asking: Parameters<typeof sky.xrpc>[1]) => sky.xrpc('com.atproto.repo.putRecord', asking)
  expect((await asked({ json: { repo: sky.me.id } })).body['message']).toMatch(/Missing required key/)
  expect((await asked({ body: '{}', headers: { 'content-type': 'text/plain' } })).body['message']).toMatch(
    /Wrong request encoding/,
  )
  expect((await asked({ method: 'POST' })).body['message']).toMatch(/Content-Type\) required/)
  expect((await asked({})).body['message']).toMatch(/Incorrect HTTP method \(GET\) expected POST/)
  const unknown = await sky.xrpc('app.bsky.feed.shout', { json: {} })
  expect([unknown.status, unknown.body['error']]).toEqual([501, 'MethodNotImplemented'])
  expect((await sky.put(key(1), { text: 'a', rating: 1.5 })).status).toBe(400)
})

test('a repository belongs to one account', async () => {
  await using sky = await onBluesky()
  const theirs = await sky.put(key(1), { text: 'a' }, { repo: sky.other.id })
  expect([theirs.status, theirs.body['error']]).toEqual([401, 'AuthenticationRequired'])
  const nobodys = await sky.put(key(1), { text: 'a' }, { repo: 'nobody.bsky.social' })
  expect([nobodys.status, nobodys.body['error']]).toEqual([403, 'AccountNotFound'])
  const none = await sky.ask('/bluesky/xrpc/com.atproto.repo.putRecord', { json: {} })
  expect([none.status, none.body['error']]).toEqual([401, 'AuthMissing'])
})

test('reading back needs no token; lists come newest first and in pages', async () => {
  await using sky = await onBluesky()
  for (const number of [1, 2, 3]) await sky.did(key(number), { text: `number ${number}` })
  expect((await sky.get(key(2))).body).toMatchObject({
    uri: /./,
    value: { $type: postType, text: 'number 2' },
  } as object)
  const list = (more: string) =>
    sky.ask(`/bluesky/xrpc/com.atproto.repo.listRecords?repo=${sky.me.handle}&collection=${postType}&limit=2${more}`)
  const texts = (told: Awaited<ReturnType<typeof list>>) =>
    (told.body['records'] as { value: { text: string } }[]).map((one) => one.value.text)
  const first = await list('')
  expect(texts(first)).toEqual(['number 3', 'number 2'])
  expect(texts(await list(`&cursor=${String(first.body['cursor'])}`))).toEqual(['number 1'])
  expect(texts(await list('&reverse=true'))).toEqual(['number 1', 'number 2'])
  expect((await list('&limit=101')).status).toBe(400)
})

test('a thread is a chain of puts; gates are no posts', async () => {
  await using sky = await onBluesky()
  const root = await sky.did(key(1), { text: 'One' })
  const second = await sky.did(key(2), { text: 'Two', reply: { root, parent: root } })
  await sky.did(key(3), { text: 'Three', reply: { root, parent: second } })
  const gate = (collection: string, record: object) =>
    sky.put(key(1), {}, { collection, record: { $type: collection, post: root.uri, createdAt, ...record } })
  const rule = { $type: 'app.bsky.feed.threadgate#mentionRule' }
  expect((await gate('app.bsky.feed.threadgate', { allow: [rule] })).status).toBe(200)
  expect(
    (await gate('app.bsky.feed.postgate', { embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] }))
      .status,
  ).toBe(200)
  expect((await gate('app.bsky.feed.threadgate', { allow: Array.from({ length: 6 }, () => rule) })).status).toBe(400)
  expect((await sky.ledger('bluesky')).map((line) => line['kind'])).toEqual(['post', 'reply', 'reply'])
})

test('pictures, cards and quotes are what the schemas say', async () => {
  await using sky = await onBluesky()
  const image = await sky.upload(await picture())
  const shot = { image, alt: '', aspectRatio: { width: 64, height: 48 } }
  const images = (count: number, one: object = shot) => ({
    text: 'Look',
    embed: { $type: 'app.bsky.embed.images', images: Array.from({ length: count }, () => one) },
  })
  expect((await sky.put(key(1), images(4))).status).toBe(200)
  expect((await sky.put(key(2), images(5))).body['message']).toMatch(/array too big/)
  expect((await sky.put(key(2), images(1, { image }))).body['message']).toMatch(/Missing required key "alt"/)
  const gallery = (one: object) => ({
    text: 'All',
    embed: {
      $type: 'app.bsky.embed.gallery',
      items: Array.from({ length: 10 }, () => ({ $type: 'app.bsky.embed.gallery#image', ...one })),
    },
  })
  const all = await sky.did(key(3), gallery(shot))
  expect((await sky.put(key(4), gallery({ image, alt: '' }))).body['message']).toMatch(/aspectRatio/)
  const external = { uri: 'https://example.com/a', title: 'A', description: 'B', thumb: image }
  expect((await sky.put(key(5), { text: '', embed: { $type: 'app.bsky.embed.external', external } })).status).toBe(200)
  const film = { $type: 'app.bsky.embed.video', video: image }
  expect((await sky.put(key(6), { text: '', embed: film })).body['message']).toMatch(/video\/mp4/)
  expect((await sky.put(key(7), { text: '', embed: { $type: 'app.bsky.embed.record', record: all } })).status).toBe(200)
  const both = { $type: 'app.bsky.embed.recordWithMedia', record: { record: all }, media: images(1).embed }
  expect((await sky.put(key(8), { text: '', embed: both })).status).toBe(200)
  const [post] = await sky.ledger('bluesky')
  expect(post?.['media']).toEqual(Array.from({ length: 4 }, () => (image as { ref: { $link: string } }).ref.$link))
})

test('a server that lags behind has smaller limits and no gallery', async () => {
  await using sky = await onBluesky()
  await sky.settings('bluesky', { olderLexicons: true })
  const big = new Uint8Array(1_500_000)
  big.set(await picture('png'))
  const image = await sky.upload(big)
  const embed = { $type: 'app.bsky.embed.images', images: [{ image, alt: '' }] }
  const told = await sky.put(key(1), { text: '', embed })
  expect(told.body['message']).toMatch(/blob too big \(maximum 1000000, got 1500000\)/)
  await sky.settings('bluesky', { olderLexicons: false })
  expect((await sky.put(key(1), { text: '', embed })).status).toBe(200)
})
