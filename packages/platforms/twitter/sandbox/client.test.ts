/** X's own published client against the imitation, changed only in the host. */
import { Client } from '@xdevplatform/xdk'
import { expect, test } from 'vitest'
import { picture, practice } from '../../sandbox/practice.testing.ts'

const me = '2244994901'
const scopes = ['tweet.read', 'tweet.write', 'users.read', 'media.write']

async function ready() {
  const box = await practice()
  return {
    box,
    client: new Client({ baseUrl: `${box.url}/twitter`, accessToken: await box.mint('twitter', me, scopes) }),
  }
}

test('says who it is, posts, answers, reads back, and takes down', async () => {
  const { box, client } = await ready()
  await using _ = box
  const { data: user } = await client.users.getMe()
  expect(user?.id).toBe(me)
  const { data: post } = await client.posts.create({ text: 'Said by a stranger’s client' })
  await box.advance(5)
  const { data: answer } = await client.posts.create({ text: 'And more', reply: { inReplyToTweetId: post?.id ?? '' } })
  await box.advance(5)
  const { data: found } = await client.posts.getById(answer?.id ?? '')
  expect(found?.text).toBe('And more')
  expect((await client.posts.delete(post?.id ?? '')).data?.deleted).toBe(true)
  expect((await box.ledger('twitter')).map(({ text, kind }) => [kind, text])).toEqual([
    ['post', 'Said by a stranger’s client'],
    ['reply', 'And more'],
    ['delete', expect.anything()],
  ])
})

test('uploads a picture and posts it', async () => {
  const { box, client } = await ready()
  await using _ = box
  const bytes = await picture('png')
  const { data: upload } = await client.media.upload({
    media: Buffer.from(bytes).toString('base64'),
    mediaCategory: 'tweet_image',
  })
  const { data: post } = await client.posts.create({ text: 'Seen', media: { mediaIds: [upload?.id ?? ''] } })
  expect(post?.id).toMatch(/^\d+$/)
  expect(await box.ledger('twitter')).toMatchObject([{ media: [expect.anything()] }])
})

test('hears a refusal as X words it', async () => {
  const { box, client } = await ready()
  await using _ = box
  await client.posts.create({ text: 'Twice' })
  await expect(client.posts.create({ text: 'Twice' })).rejects.toMatchObject({ status: 403 })
})
