/** The published client works against the imitation, with nothing changed but where the hosts stand. */
import { AtpAgent, RichText } from '@atproto/api'
import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { onBluesky, type OnBluesky } from './bluesky.testing.ts'

/** Sends what is meant for a real host to its place in the sandbox. */
async function throughTheMap(sky: OnBluesky): Promise<typeof fetch> {
  const hosts = (await sky.control('/hosts?platform=bluesky')) as Record<string, string>
  return async (target, init) => {
    const request = new Request(target, init)
    const url = new URL(request.url)
    const place = hosts[url.host]
    if (place === undefined) throw new Error(`${url.host} is not imitated`)
    const body = request.body ? await request.arrayBuffer() : null
    return await fetch(sky.url + place + url.pathname + url.search, {
      method: request.method,
      headers: request.headers,
      body,
    })
  }
}

test.each([false, true])(
  'log in, upload, post, read, delete (DID document in the session: %s)',
  async (didDocWithSession) => {
    await using sky = await onBluesky()
    await sky.settings('bluesky', { didDocWithSession })
    const agent = new AtpAgent({ service: 'https://bsky.social', fetch: await throughTheMap(sky) })
    await agent.login({ identifier: sky.me.handle, password: sky.me.password })
    expect(agent.did).toBe(sky.me.id)

    const text = new RichText({ text: `Hello @${sky.other.handle} see https://example.com #posthorn` })
    await text.detectFacets(agent)
    expect(text.facets).toHaveLength(3)
    const { data } = await agent.uploadBlob(await picture(), { encoding: 'image/jpeg' })
    const post = await agent.post({
      text: text.text,
      facets: text.facets ?? [],
      embed: { $type: 'app.bsky.embed.images', images: [{ image: data.blob, alt: 'Green' }] },
    })
    const quote = await agent.post({ text: 'Mine', embed: { $type: 'app.bsky.embed.record', record: post } })

    const { data: found } = await agent.getPosts({ uris: [post.uri, quote.uri] })
    expect(found.posts.map((one) => one.embed?.$type)).toEqual([
      'app.bsky.embed.images#view',
      'app.bsky.embed.record#view',
    ])
    const { data: feed } = await agent.getAuthorFeed({ actor: sky.me.id })
    expect(feed.feed).toHaveLength(2)
    const { data: thread } = await agent.getPostThread({ uri: post.uri })
    expect(thread.thread.$type).toBe('app.bsky.feed.defs#threadViewPost')
    const { data: profile } = await agent.getProfile({ actor: sky.me.handle })
    expect(profile.displayName).toBe('Practice')

    await agent.deletePost(post.uri)
    expect(
      (await agent.com.atproto.repo.listRecords({ repo: sky.me.id, collection: 'app.bsky.feed.post' })).data.records,
    ).toHaveLength(1)
    await agent.logout()
  },
)

test('it understands the refusals', async () => {
  await using sky = await onBluesky()
  const agent = new AtpAgent({ service: 'https://bsky.social', fetch: await throughTheMap(sky) })
  await expect(agent.login({ identifier: sky.me.handle, password: 'wrong' })).rejects.toMatchObject({ status: 401 })
  await agent.login({ identifier: sky.me.handle, password: sky.me.password })
  await expect(agent.post({ text: 'a'.repeat(301) })).rejects.toMatchObject({
    status: 400,
    error: 'InvalidRequest',
    message: expect.stringContaining('grapheme too big'),
  })
  await sky.advance(7200)
  expect((await agent.post({ text: 'With a renewed session' })).uri).toMatch(/^at:/)
})
