import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { bakery, ida, key, onMastodon, tomas } from './mastodon.testing.ts'

const error = (told: { readonly status: number; readonly body: Readonly<Record<string, unknown>> }) => [
  told.status,
  told.body['error'],
]

test('a post becomes HTML, has a permalink, and is one line of the ledger', async () => {
  await using m = await onMastodon()
  const told = await m.post({
    status: 'Hello <you> & @practice_bakery\nsee https://www.example.com/a/very/long/way/to/something?q=1\n\n#Übung 2',
    language: 'de',
  })
  expect(told.status).toBe(200)
  const id = String(told.body['id'])
  expect(told.body).toMatchObject({
    url: `https://mastodon.social/@ida_practice/${id}`,
    visibility: 'public',
    language: 'de',
    sensitive: false,
    spoiler_text: '',
    in_reply_to_id: null,
    edited_at: null,
    application: { name: 'sandbox-mastodon' },
    account: { id: ida, acct: 'ida_practice', statuses_count: 1 },
    mentions: [{ id: bakery, acct: 'practice_bakery' }],
    tags: [{ name: 'übung', url: 'https://mastodon.social/tags/%C3%BCbung' }],
  })
  expect(told.body['content']).toBe(
    '<p>Hello &lt;you&gt; &amp; <span class="h-card" translate="no"><a href="https://mastodon.social/@practice_bakery" class="u-url mention">@<span>practice_bakery</span></a></span><br />see <a href="https://www.example.com/a/very/long/way/to/something?q=1" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span><span class="ellipsis">example.com/a/very/long/way/to</span><span class="invisible">/something?q=1</span></a></p><p><a href="https://mastodon.social/tags/%C3%BCbung" class="mention hashtag" rel="tag">#<span>Übung</span></a> 2</p>',
  )
  expect(await m.ledger('mastodon')).toMatchObject([{ kind: 'post', account: ida, id, media: [] }])
})

test('forms and JSON say the same; what is not known is passed over and noted', async () => {
  await using m = await onMastodon()
  const image = await m.sent(await picture())
  const form = { status: 'Form', 'media_ids[]': image, sensitive: 'true', visibility: 'unlisted', surprise: '1' }
  expect((await m.api('/api/v1/statuses', { form })).body).toMatchObject({
    visibility: 'unlisted',
    sensitive: true,
    media_attachments: [{ id: image }],
  })
  const requests = JSON.parse((await m.ask('/_sandbox/requests?platform=mastodon')).text) as { notes: string[] }[]
  expect(requests.flatMap(({ notes }) => notes)).toEqual(['passed over the unknown parameter "surprise"'])
  expect(
    error(await m.api('/api/v1/statuses', { body: '{', headers: { 'content-type': 'application/json' } })),
  ).toEqual([400, 'Bad Request'])
})

test('characters: graphemes, links 23 whatever their length, mentions without their domain', async () => {
  await using m = await onMastodon()
  const long = `https://example.com/${'x'.repeat(400)}`
  const fits = [
    'a'.repeat(500),
    '👩‍👩‍👧‍👦'.repeat(500),
    `${'a'.repeat(476)} ${long}`,
    `${'a'.repeat(495)} @bob@a-very-long-domain.example`,
  ]
  for (const status of fits) expect((await m.post({ status })).status).toBe(200)
  const over = [
    'a'.repeat(501),
    `${'a'.repeat(477)} ${long}`,
    `${'a'.repeat(496)} @bob@a-very-long-domain.example`,
    `${'a'.repeat(488)} example.com/a`,
  ]
  for (const status of over)
    expect(error(await m.post({ status }))).toEqual([422, 'Validation failed: Text character limit of 500 exceeded'])
  expect((await m.post({ status: 'a'.repeat(490), spoiler_text: 'b'.repeat(11) })).status).toBe(422)
  await m.settings('mastodon', { maxCharacters: 5000, charactersReservedPerUrl: 30 })
  expect((await m.post({ status: 'a'.repeat(5000) })).status).toBe(200)
  expect((await m.post({ status: `${'a'.repeat(4970)} ${long}` })).status).toBe(422)
})

test('nothing to say is refused; a warning alone becomes the text', async () => {
  await using m = await onMastodon()
  expect(error(await m.post({ status: ' ' }))).toEqual([422, "Validation failed: Text can't be blank"])
  expect((await m.post({ spoiler_text: 'Only this' })).body).toMatchObject({
    content: '<p>Only this</p>',
    spoiler_text: '',
    sensitive: true,
  })
  const image = await m.sent(await picture())
  expect((await m.post({ media_ids: [image] })).body).toMatchObject({ content: '' })
  expect((await m.ledger('mastodon')).map(({ text }) => text)).toEqual(['Only this', ''])
})

test('a warning makes a post sensitive, whatever else is said', async () => {
  await using m = await onMastodon()
  expect((await m.post({ status: 'Dark', spoiler_text: 'Careful', sensitive: false })).body).toMatchObject({
    sensitive: true,
    spoiler_text: 'Careful',
  })
})

test('audience: asked for, the account’s own, narrowed by moderators, unknown', async () => {
  await using m = await onMastodon()
  for (const visibility of ['public', 'unlisted', 'private', 'direct'])
    expect((await m.post({ status: 'x', visibility })).body).toMatchObject({ visibility })
  expect(error(await m.post({ status: 'x', visibility: 'everyone' }))).toEqual([
    422,
    'Validation failed: Visibility is not included in the list',
  ])
  const quiet = await m.mint('mastodon', tomas, ['write'])
  expect((await m.post({ status: 'x' }, { token: quiet })).body).toMatchObject({
    visibility: 'unlisted',
    language: 'de',
  })
  const made = await m.control('/people', {
    platform: 'mastodon',
    kind: 'account',
    name: 'Silenced',
    handle: 'silenced',
    entitlements: { silenced: true },
  })
  const silenced = await m.mint('mastodon', String(made['id']), ['write'])
  expect((await m.post({ status: 'x', visibility: 'public' }, { token: silenced })).body).toMatchObject({
    visibility: 'unlisted',
  })
})

test('polls: between two and four options, of fifty characters, from five minutes to a month', async () => {
  await using m = await onMastodon()
  const poll = (more: object) =>
    m.post({ status: 'Which?', poll: { options: ['Tea', 'Coffee'], expires_in: 600, ...more } })
  const told = await poll({ multiple: true, hide_totals: true })
  expect(told.body).toMatchObject({
    poll: {
      multiple: true,
      expired: false,
      options: [
        { title: 'Tea', votes_count: null },
        { title: 'Coffee', votes_count: null },
      ],
    },
  })
  const form = { status: 'Form', 'poll[expires_in]': '300', 'poll[multiple]': 'false' }
  const body = new URLSearchParams([...Object.entries(form), ['poll[options][]', 'A'], ['poll[options][]', 'B']])
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await m.api('/api/v1/statuses', { body: String(body), headers })).body).toMatchObject({
    poll: { multiple: false, options: [{ title: 'A' }, { title: 'B' }] },
  })
  for (const [wrong, says] of [
    [{ options: ['Tea'] }, 'more than one item'],
    [{ options: ['a', 'b', 'c', 'd', 'e'] }, "can't contain more than 4 items"],
    [{ options: ['a', 'x'.repeat(51)] }, 'cannot be longer than 50 characters each'],
    [{ options: ['a', 'a'] }, 'duplicate'],
    [{ expires_in: 299 }, 'too short'],
    [{ expires_in: 2_629_747 }, 'too long'],
  ] as const) {
    const refused = await poll(wrong)
    expect([refused.status, String(refused.body['error'])]).toEqual([422, expect.stringContaining(says)])
  }
  const image = await m.sent(await picture())
  const both = { status: 'x', media_ids: [image], poll: { options: ['a', 'b'], expires_in: 300 } }
  expect(error(await m.post(both))).toEqual([422, 'Cannot attach more than 4 files'])
  await m.advance(700)
  const after = await m.api(`/api/v1/statuses/${String(told.body['id'])}`)
  const { id, ...shown } = after.body['poll'] as Record<string, unknown>
  expect(shown).toMatchObject({ expired: true, options: [{ votes_count: expect.any(Number) }, {}] })
  expect((await m.api(`/api/v1/polls/${String(id)}`)).body).toMatchObject({ id, expired: true })
})

test('a thread is a chain of answers; a post that is not there cannot be answered', async () => {
  await using m = await onMastodon()
  const first = await m.posted({ status: 'One' })
  const second = await m.posted({ status: 'Two', in_reply_to_id: first, visibility: 'unlisted' })
  const third = await m.posted({ status: 'Three', in_reply_to_id: second })
  const { ancestors, descendants } = (await m.api(`/api/v1/statuses/${second}/context`)).body
  expect([ancestors, descendants]).toMatchObject([[{ id: first }], [{ id: third, in_reply_to_account_id: ida }]])
  expect((await m.api(`/api/v1/statuses/${first}`)).body).toMatchObject({ replies_count: 1 })
  expect(error(await m.post({ status: 'x', in_reply_to_id: '123' }))).toEqual([
    404,
    'The post you are trying to reply to does not appear to exist.',
  ])
  const secret = await m.posted({ status: 'For nobody', visibility: 'private' })
  expect((await m.post({ status: 'x', in_reply_to_id: secret }, { token: m.other })).status).toBe(404)
  expect((await m.ledger('mastodon')).map(({ kind }) => kind)).toEqual(['post', 'reply', 'reply', 'post'])
})

test('quotes exist since 4.5, and their author decides', async () => {
  await using m = await onMastodon()
  const open = await m.posted({ status: 'Quote me' })
  const closed = await m.posted({ status: 'Do not', quote_approval_policy: 'nobody' })
  expect((await m.post({ status: 'So true', quoted_status_id: open }, { token: m.other })).body).toMatchObject({
    quote: { state: 'accepted', quoted_status: { id: open } },
  })
  expect(error(await m.post({ status: 'No', quoted_status_id: closed }, { token: m.other }))).toEqual([
    403,
    'This action is not allowed',
  ])
  expect((await m.post({ status: 'x', quote_approval_policy: 'friends' })).status).toBe(422)
  expect((await m.api(`/api/v1/statuses/${open}`)).body).toMatchObject({ quotes_count: 1 })
  await m.settings('mastodon', { version: '4.4.2' })
  expect((await m.post({ status: 'Old', quoted_status_id: open })).body['quote']).toBeUndefined()
})

test('the same key gives the same post for an hour, whatever the body says', async () => {
  await using m = await onMastodon()
  const first = await m.post({ status: 'Once' }, key('k1'))
  const again = await m.post({ status: 'Something else' }, key('k1'))
  expect([again.status, again.body['id'], again.body['content']]).toEqual([200, first.body['id'], '<p>Once</p>'])
  const theirs = await m.post({ status: 'Theirs' }, { ...key('k1'), token: m.other })
  expect(theirs.body['id']).not.toBe(first.body['id'])
  await m.advance(3599)
  expect((await m.post({ status: 'Once' }, key('k1'))).body['id']).toBe(first.body['id'])
  await m.advance(2)
  expect((await m.post({ status: 'Once' }, key('k1'))).body['id']).not.toBe(first.body['id'])
  expect(await m.ledger('mastodon')).toHaveLength(3)
})

test('a repeated answer does not need its parent any more', async () => {
  await using m = await onMastodon()
  const parent = await m.posted({ status: 'Parent' })
  const ask = { status: 'Answer', in_reply_to_id: parent }
  const id = await m.posted(ask, key('k'))
  await m.api(`/api/v1/statuses/${parent}`, { method: 'DELETE' })
  expect(await m.posted(ask, key('k'))).toBe(id)
})

test('a refusal is not remembered by its key; a deleted post is gone', async () => {
  await using m = await onMastodon()
  expect((await m.post({ status: '' }, key('k'))).status).toBe(422)
  const id = await m.posted({ status: 'Now' }, key('k'))
  await m.api(`/api/v1/statuses/${id}`, { method: 'DELETE' })
  expect(error(await m.post({ status: 'Now' }, key('k')))).toEqual([404, 'Record not found'])
})

test('a server that ignores keys posts twice', async () => {
  await using m = await onMastodon()
  await m.settings('mastodon', { idempotency: false })
  const [one, two] = [await m.posted({ status: 'Twice' }, key('k')), await m.posted({ status: 'Twice' }, key('k'))]
  expect(one).not.toBe(two)
})

test('its own scheduling answers in another shape, and posts when the time has come', async () => {
  await using m = await onMastodon()
  const now = Date.parse(String((await m.control('/health'))['now']))
  const soon = { status: 'Soon', scheduled_at: new Date(now + 240_000).toISOString() }
  expect(error(await m.post(soon))).toEqual([
    422,
    'Validation failed: Scheduled at The scheduled date must be in the future',
  ])
  const image = await m.sent(await picture())
  const at = new Date(now + 600_000).toISOString()
  const told = await m.post({ status: 'Later', scheduled_at: at, media_ids: [image] }, key('s'))
  expect(told.body).toMatchObject({ scheduled_at: at, params: { text: 'Later' }, media_attachments: [{ id: image }] })
  const id = String(told.body['id'])
  expect((await m.post({ status: 'Later', scheduled_at: at }, key('s'))).body).toMatchObject({ id })
  expect(await m.list('/api/v1/scheduled_statuses')).toMatchObject([{ id }])
  const later = new Date(now + 1_200_000).toISOString()
  const path = `/api/v1/scheduled_statuses/${id}`
  expect((await m.api(path, { method: 'PUT', json: { scheduled_at: later } })).body).toMatchObject({ id })
  await m.advance(700)
  expect(await m.list(`/api/v1/accounts/${ida}/statuses`)).toEqual([])
  await m.advance(600)
  expect(await m.list(`/api/v1/accounts/${ida}/statuses`)).toMatchObject([{ content: '<p>Later</p>' }])
  expect((await m.api(path)).status).toBe(404)
  expect(await m.ledger('mastodon')).toMatchObject([{ kind: 'post', text: 'Later', at: later }])
})

test('before 4.3 a time too near means at once', async () => {
  await using m = await onMastodon()
  await m.settings('mastodon', { version: '4.2.9' })
  const scheduled_at = new Date(Date.parse(String((await m.control('/health'))['now'])) + 60_000).toISOString()
  expect((await m.post({ status: 'Soon', scheduled_at })).body).toMatchObject({ content: '<p>Soon</p>' })
})

test('a scheduled post can be taken back, and a day holds only so many', async () => {
  await using m = await onMastodon()
  await m.settings('mastodon', { rateLimits: false })
  const day = Date.parse(String((await m.control('/health'))['now'])) + 3 * 86_400_000
  const at = `${new Date(day).toISOString().slice(0, 10)}T10:00:00.000Z`
  const ids: string[] = []
  for (let index = 0; index < 25; index++) ids.push(await m.posted({ status: `n ${index}`, scheduled_at: at }))
  expect((await m.post({ status: 'One too many', scheduled_at: at })).status).toBe(422)
  for (const id of ids) await m.api(`/api/v1/scheduled_statuses/${id}`, { method: 'DELETE' })
  await m.advance(4 * 86_400)
  expect(await m.list(`/api/v1/accounts/${ida}/statuses`)).toEqual([])
})
