/** What a look concludes from what Instagram shows. */
import { describe, expect, test } from 'vitest'
import type { Channel, Reply } from '../interface.ts'
import {
  channel,
  freeze,
  image,
  intent,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
  video,
} from '../testing/stored.ts'
import { instagram } from './adapter.ts'
import type { Settings } from './compose.ts'
import { account, medium, missing, status } from './fixtures/answers.ts'

const ours = channel({ remoteId: account, kind: 'business', via: 'instagram', handle: 'ada.makes' })
const behind: Channel = { ...ours, via: 'facebook' }
const ig = 'https://graph.instagram.com/v25.0'
const post = version<Settings>('Hello #x', {}, [image('a')], { firstComment: 'First!' })
const kept = memory({ container: { id: '900' }, publish: { id: '800' } })
const none = reply(400, missing)
const list = (...media: readonly object[]) => reply(200, { data: media })

async function look(answers: readonly Reply[], { of = post, where = ours, taken = [] as readonly string[] } = {}) {
  const step = onceStep(instagram.plan(freeze(of), where), 'publish')
  const call = storedCall(...answers)
  const found = await step.find(call, kept, intent(step.request(kept), taken))
  return { found, sent: call.sent }
}
const published = reply(200, status('PUBLISHED'))

describe('the container says whether it was published', () => {
  test.each([
    ['FINISHED', { is: 'absent', sure: true }],
    ['IN_PROGRESS', { is: 'absent', sure: true }],
    ['EXPIRED', { is: 'redo', from: 'limit' }],
    ['ERROR', { is: 'redo', from: 'limit' }],
    ['SOMETHING', { is: 'unsure' }],
  ])('%s', async (code, expected) => {
    const { found, sent } = await look([reply(200, status(code))])
    expect(found).toMatchObject(expected)
    expect(sent).toMatchObject([{ url: `${ig}/900?fields=id%2Cstatus_code%2Cstatus` }])
  })
  test('"does not exist" is a doubt, never an end', async () => {
    expect((await look([none])).found).toMatchObject({ is: 'unsure' })
    expect((await look([none, none], { where: behind })).found).toMatchObject({ is: 'unsure' })
  })
  test('what a Page’s token does not see, the person’s may', async () => {
    const { found, sent } = await look([none, reply(200, status('FINISHED'))], { where: behind })
    expect(found).toMatchObject({ is: 'absent', sure: true })
    expect(sent.map(({ as }) => as)).toEqual(['channel', 'user'])
  })
})

describe('which medium it became', () => {
  test('the one with these words, of this kind, made since', async () => {
    const others = [
      medium('1', { caption: 'Hello' }),
      medium('2', { timestamp: '2026-11-23T09:59:54+0000' }),
      medium('3', { media_type: 'CAROUSEL_ALBUM' }),
      medium('4', { media_product_type: 'REELS', media_type: 'VIDEO' }),
      medium('5'),
    ]
    const { found, sent } = await look([published, list(...others, medium('800'))], { taken: ['5'] })
    expect(found).toMatchObject({
      is: 'live',
      remote: { id: '800', url: 'https://www.instagram.com/p/800/', at: 'public' },
      value: { id: '800' },
    })
    expect(sent[1]?.url).toContain(`${ig}/${account}/media?fields=id%2Ccaption`)
  })
  test('two like it: certainly out, and no guess which', async () => {
    const { found } = await look([published, list(medium('1'), medium('2'))])
    expect(found).toMatchObject({ is: 'live', remote: { at: 'public' }, value: { id: '' } })
    expect(found).not.toHaveProperty('remote.id')
  })
  test.each([
    ['just sent: it may not be listed yet', 'Mon, 23 Nov 2026 10:00:15 GMT', { is: 'unsure' }],
    ['long ago: it is out without a link', 'Mon, 23 Nov 2026 10:02:00 GMT', { is: 'live', value: { id: '' } }],
    ['a clock that cannot be', 'Mon, 23 Nov 2026 09:00:00 GMT', { is: 'live', value: { id: '' } }],
  ])('%s', async (_, date, expected) => {
    const empty = { ...list(), headers: { date } }
    expect((await look([published, empty])).found).toMatchObject(expected)
  })
  test('a story is among the stories, a reel among the reels', async () => {
    const story = medium('800', { caption: undefined, media_product_type: 'STORY' })
    const told = await look([published, list(story)], { of: version('', { story: true }, [image('a')]) })
    expect(told.found).toMatchObject({ is: 'live', remote: { id: '800' } })
    expect(told.sent[1]?.url).toContain('/stories?')
    const film = await look([published, list(story)], { of: version('', { story: true }, [video('a')]) })
    expect(film.found).not.toHaveProperty('remote.id')
    const reel = medium('801', { media_product_type: 'REELS', media_type: 'VIDEO' })
    const other = await look([published, list(reel, medium('1'))], { of: version(' Hello #x', {}, [video('a')]) })
    expect(other.found).toMatchObject({ is: 'live', remote: { id: '801' } })
  })
})

describe('the first comment', () => {
  const step = onceStep(instagram.plan(freeze(post), ours), 'comment')
  const comment = (more: object = {}) => ({
    id: '5',
    text: 'First!',
    username: 'ada.makes',
    timestamp: '2026-11-23T10:00:02+0000',
    ...more,
  })
  const find = (answer: Reply, taken: readonly string[] = []) =>
    step.find(storedCall(answer), kept, intent(step.request(kept), taken))
  test('ours is there', async () => {
    expect(await find(list(comment()))).toMatchObject({ is: 'done', value: { id: '5' } })
  })
  test.each([
    ['somebody else’s', comment({ username: 'eve' })],
    ['another text', comment({ text: 'Second' })],
    ['older', comment({ timestamp: '2026-11-22T10:00:02+0000' })],
    ['of another publication', comment({ id: '6' })],
  ])('%s is not', async (_, other) => {
    expect(await find(list(other), ['6'])).toMatchObject({ is: 'absent', sure: false })
  })
  test('a post that is not shown is a doubt', async () => {
    expect(await find(none)).toMatchObject({ is: 'unsure' })
  })
})
