import { describe, expect, test } from 'vitest'
import type { Json, Reply, Version } from '../interface.ts'
import { channel, freeze, image, intent, memory, onceStep, reply, storedCall, version } from '../testing/stored.ts'
import { mastodon } from './adapter.ts'
import type { Settings } from './compose.ts'
import { status } from './fixtures/answers.ts'

const host = 'social.example'
const me = channel({ remoteId: `14715@${host}`, host, facts: { server: { version: '4.5.4' }, app: 'Posthorn' } })
const other = channel({ ...me, facts: { server: { version: '2.7.2 (compatible; Pleroma 2.5.0)' } } })
const kept = memory({ 'media:0.0': { id: '7' }, 'part:0': { id: '100' } })
const noSource = reply(404, { error: 'Record not found' })
const end = reply(200, [])

interface Asking {
  readonly of?: Version<Settings>
  readonly step?: string
  readonly taken?: readonly string[]
  readonly where?: typeof me
}
/** One look over these posts, then these answers for what else is asked. */
async function look(
  posts: readonly Json[],
  { of = version('Hello', {}), step = 'part:0', taken = [], where = me }: Asking = {},
  ...more: readonly Reply[]
) {
  const once = onceStep(mastodon.plan(freeze(of), where), step)
  const call = storedCall(reply(200, posts), ...(posts.length === 0 ? [] : [end]), ...more)
  return {
    found: await once.find(call, kept, intent(once.request(kept), taken)),
    sent: call.sent.map(({ url }) => url),
  }
}
const absent = expect.objectContaining({ is: 'absent', sure: false }) as object

describe('looking through the own posts', () => {
  test('the same words since we sent; the source confirms them', async () => {
    const { found, sent } = await look([status()], {}, reply(200, { id: '111', text: 'Hello', spoiler_text: '' }))
    expect(found).toEqual({
      is: 'live',
      remote: { id: '111', url: `https://${host}/@ada/111`, at: 'public' },
      value: { id: '111' },
      seen: 'own posts: the same words since we sent',
    })
    expect(sent).toEqual([
      `https://${host}/api/v1/accounts/14715/statuses?limit=40&exclude_reblogs=true`,
      `https://${host}/api/v1/accounts/14715/statuses?limit=40&exclude_reblogs=true&max_id=111`,
      `https://${host}/api/v1/statuses/111/source`,
    ])
  })
  test('HTML alone decides where there is no source', async () => {
    const of = version('Thanks @ada@example.org & <all>', {})
    const content =
      '<p>Thanks <span class="h-card"><a href="https://example.org/@ada">@<span>ada</span></a></span> &amp; &lt;all&gt;</p>'
    expect((await look([status({ content })], { of }, noSource)).found).toMatchObject({ is: 'live' })
  })
  test('the source tells apart what HTML does not', async () => {
    const of = version('Thanks @ada@example.org', {})
    const written = reply(200, { text: 'Thanks @ada@other.example', spoiler_text: '' })
    expect((await look([status({ content: '<p>Thanks @ada</p>' })], { of }, written)).found).toEqual(absent)
  })
  test.each([
    ['of another publication', {}, { taken: ['111'] }],
    ['from before we sent', { created_at: '2026-11-23T09:58:59.000Z' }, {}],
    ['that answers something', { in_reply_to_id: '5' }, {}],
    ['with a file', { media_attachments: [{ id: '7' }] }, {}],
    ['by another app', { application: { name: 'Elk' } }, {}],
    ['with other words', { content: '<p>Hello there</p>' }, {}],
    ['behind a warning', { spoiler_text: 'Careful' }, {}],
  ])('a post %s is not ours', async (_, more, asking) => {
    expect((await look([status(more)], asking)).found).toEqual(absent)
  })
  test('a server that does not tell the app is believed', async () => {
    expect((await look([status({ application: null })], {}, noSource)).found).toMatchObject({ is: 'live' })
  })
  test('a later part is looked for under the one before', async () => {
    const of = version(['Hello', 'Hello'], {})
    const posts = [status({ id: '112', in_reply_to_id: '100' }), status({ id: '100' })]
    const { found } = await look(posts, { of, step: 'part:1', taken: ['100'] }, noSource)
    expect(found).toMatchObject({ is: 'live', remote: { id: '112' } })
  })
  test('two with the same words are a doubt', async () => {
    const { found } = await look([status(), status({ id: '112' })], {}, noSource, noSource)
    expect(found).toMatchObject({ is: 'unsure', why: expect.stringContaining('2 posts') as string })
  })
  test('so are many', async () => {
    const posts = Array.from({ length: 6 }, (_, n) => status({ id: `12${n}` }))
    expect((await look(posts, {}, ...posts.map(() => noSource))).found).toMatchObject({ is: 'unsure' })
  })
})

describe('files', () => {
  const of = version('Hello', {}, [image('a')])
  test('a file of ours is certain, whatever the words became', async () => {
    const post = status({ media_attachments: [{ id: '7' }], content: '<p>…</p>' })
    const { found, sent } = await look([post], { of })
    expect(found).toMatchObject({ is: 'live', seen: 'own posts: our files hang on it' })
    expect(sent).toHaveLength(2)
  })
  test('the same words over another file are another post', async () => {
    const post = status({ media_attachments: [{ id: '8' }] })
    expect((await look([post], { of })).found).toEqual(absent)
  })
  test('other programs may name files anew, so there words decide', async () => {
    const post = status({ media_attachments: [{ id: '8' }], application: null })
    expect((await look([post], { of, where: other }, noSource)).found).toMatchObject({ is: 'live' })
  })
  test('a warning over files alone becomes their text', async () => {
    const bare = version('', { spoiler: 'Careful' }, [image('a')])
    const post = status({ media_attachments: [{ id: '8' }], content: '<p>Careful</p>' })
    expect((await look([post], { of: bare, where: other }, noSource)).found).toMatchObject({ is: 'live' })
  })
})

describe('what cannot be seen is said', () => {
  const once = onceStep(mastodon.plan(freeze(version('Hello', {})), me), 'part:0')
  test.each([403, 404, 410])('the list is not shown: %i', async (code) => {
    const found = await once.find(storedCall(reply(code, {})), kept, intent(once.request(kept)))
    expect(found).toEqual({ is: 'unsure', why: `the server does not show the account’s posts (${code})` })
  })
  test('a refused token is the engine’s to renew', async () => {
    const asked = once.find(storedCall(reply(401, {})), kept, intent(once.request(kept)))
    await expect(asked).rejects.toThrow('401')
  })
  test('a page instead of the list', async () => {
    const found = await once.find(storedCall(reply(200, '<html>')), kept, intent(once.request(kept)))
    expect(found).toMatchObject({ is: 'unsure' })
  })
  test('more posts since then than anybody looks through', async () => {
    const page = reply(200, [status({ content: '<p>Other</p>' })])
    const found = await once.find(storedCall(page, page, page), kept, intent(once.request(kept)))
    expect(found).toMatchObject({ is: 'unsure', why: expect.stringContaining('too many') as string })
  })
  test('an older post ends the search', async () => {
    const old = status({ created_at: '2026-11-20T10:00:00.000Z' })
    expect(await once.find(storedCall(reply(200, [old])), kept, intent(once.request(kept)))).toEqual({
      is: 'absent',
      sure: false,
      seen: 'own posts: not among the 1 newest',
    })
  })
})
