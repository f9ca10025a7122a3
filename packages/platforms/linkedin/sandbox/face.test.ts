import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { enc, onLinkedIn, page, pia, postOf } from './linkedin.testing.ts'

test('the feed folds long texts, shows documents, cards, polls and comments, and nothing in it acts', async () => {
  await using li = await onLinkedIn()
  await li.settings('linkedin', { imageSeconds: 0, documentSeconds: 0 })
  const document = await li.upload('document', page, new Uint8Array(Buffer.from('%PDF-1.4 /Type /Page /Type /Page ')))
  const thumbnail = await li.upload('image', page, await picture())
  await li.created(postOf(pia, `\\<script\\>alert\\(1\\)\\</script\\> ${'long '.repeat(60)}`))
  await li.created(
    postOf(page, 'Slides of @[Pia Practice](urn:li:person:pRaCtiCe01)', {
      content: { media: { id: document, title: 'A <b>week</b>' } },
    }),
  )
  await li.created(
    postOf(page, 'Card', { content: { article: { source: 'https://example.org/x', title: 'The title', thumbnail } } }),
  )
  await li.created(
    postOf(page, 'Poll', {
      content: {
        poll: { question: 'Tea?', options: [{ text: 'Yes' }, { text: 'No' }], settings: { duration: 'ONE_DAY' } },
      },
    }),
  )
  const urn = await li.created(postOf(page, 'Commented'))
  await li.api(`/rest/socialActions/${enc(urn)}/comments`, {
    json: { actor: page, object: urn, message: { text: 'See https://example.org/a_(b).' } },
  })
  const { text } = await li.ask('/linkedin')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).not.toContain('<script>')
  expect(text).toMatch(/<div class="fold">/)
  expect(text).toContain('A &lt;b&gt;week&lt;/b&gt;')
  expect(text).toContain('2 pages')
  expect(text).toContain('href="/linkedin/www/in/pia-practice">Pia Practice</a>')
  expect(text).toContain('href="https://example.org/a_(b)"')
  expect(text).toContain('The title')
  expect(text).toContain('Tea?')
})

test('the permalink of Posthorn opens the post; accounts have their own page', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(page, 'Find me'))
  const told = await li.ask(`/linkedin/www/feed/update/${urn}/`)
  expect([told.status, told.text.includes('Find me')]).toEqual([200, true])
  expect((await li.ask('/linkedin/www/feed/update/urn:li:share:1/')).status).toBe(404)
  expect((await li.ask('/linkedin/www/company/practice-and-co/')).status).toBe(200)
  expect((await li.ask('/linkedin/www/in/pia-practice/recent-activity/all/')).text).toContain(
    'Pia Practice has not posted.',
  )
})
