/** Meta's own published client against the imitation, changed only in the host. */
import { FacebookAdsApi, Page, PagePost, User } from 'facebook-nodejs-business-sdk'
import { expect, test } from 'vitest'
import { practice } from '../../sandbox/practice.testing.ts'

const ann = '7770000000001'
const scopes = ['pages_show_list', 'pages_manage_posts', 'pages_read_engagement', 'pages_manage_engagement']

test('finds the Pages, posts, comments, reads back, and takes down', async () => {
  await using box = await practice()
  Object.defineProperty(FacebookAdsApi, 'GRAPH', { get: () => `${box.url}/facebook`, configurable: true })
  FacebookAdsApi.init(await box.mint('facebook', ann, scopes))
  const [page] = await new User(ann).getAccounts(['id', 'name', 'access_token'])
  expect(page?.['name']).toBe('Practice Café')

  FacebookAdsApi.init(String(page?.['access_token']))
  const ours = new Page(page?.id ?? '')
  const post = await ours.createFeed([], { message: 'Said by a stranger’s client' })
  await new PagePost(post.id).createComment([], { message: 'And more' })
  const [found] = await ours.getPublishedPosts(['id', 'message'])
  expect([found?.id, found?.['message']]).toEqual([post.id, 'Said by a stranger’s client'])
  const read = await new PagePost(post.id).get(['message', 'permalink_url'])
  expect(read['message']).toBe('Said by a stranger’s client')
  await new PagePost(post.id).delete([])
  expect((await box.ledger('facebook')).map(({ kind, text }) => [kind, text])).toMatchObject([
    ['post', 'Said by a stranger’s client'],
    ['comment', 'And more'],
    ['delete', expect.anything()],
  ])
})

test('hears a refusal as Meta words it', async () => {
  await using box = await practice()
  Object.defineProperty(FacebookAdsApi, 'GRAPH', { get: () => `${box.url}/facebook`, configurable: true })
  FacebookAdsApi.init('EAAno')
  await expect(new User('me').getAccounts(['id'])).rejects.toMatchObject({ status: 400, response: { code: 190 } })
})
