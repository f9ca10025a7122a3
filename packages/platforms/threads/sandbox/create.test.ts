import { expect, test } from 'vitest'
import { bakery, errorOf, onThreads, pia, scopes } from './threads.testing.ts'

test('a text post: container, status, publish, permalink', async () => {
  await using at = await onThreads()
  const container = at.id(await at.create(at.text('Hello #coffee lovers')))
  expect((await at.api(`/${container}?fields=status,error_message`)).body).toEqual({
    id: container,
    status: 'FINISHED',
  })
  const id = at.id(await at.publish(container))
  expect(id).not.toBe(container)
  const { body } = await at.api(`/${id}?fields=id,permalink,shortcode,text,topic_tag,timestamp,username,media_type`)
  expect(body).toEqual({
    id,
    permalink: `https://www.threads.net/@pia.practice/post/${String(body['shortcode'])}`,
    shortcode: expect.stringMatching(/^\w{11}$/),
    text: 'Hello coffee lovers',
    topic_tag: 'coffee',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    username: 'pia.practice',
    media_type: 'TEXT_POST',
  })
  expect((await at.api(`/${container}?fields=status`)).body['status']).toBe('PUBLISHED')
  expect(await at.ledger('threads')).toMatchObject([
    { kind: 'post', account: pia, id, text: 'Hello coffee lovers', media: [] },
  ])
})

test('parameters may come as form, multipart, JSON or query; slashes may be doubled, the version left out', async () => {
  await using at = await onThreads()
  const body = new FormData()
  body.set('media_type', 'TEXT')
  body.set('text', 'multipart')
  const query = String(new URLSearchParams({ media_type: 'TEXT', text: 'query', access_token: at.token }))
  for (const told of [
    await at.api('/me/threads', { json: { media_type: 'TEXT', text: 'json', id: 'me' } }),
    await at.api('/me/threads', { json: { media_type: 'TEXT', text: 'nothing attached', poll_attachment: null } }),
    await at.api('/me/threads', { body, method: 'POST' }),
    await at.ask(`/threads/v1.0/me/threads?${query}`, { method: 'POST' }),
    await at.ask(`/threads//v1.0//me/threads?${query}`, { method: 'POST' }),
    await at.ask(`/threads/me/threads?${query}`, { method: 'POST' }),
    await at.api(`/${pia}/threads`, { form: at.text('by id') }),
  ])
    expect([told.status, told.body]).toEqual([200, { id: expect.stringMatching(/^\d{17}$/) }])
  expect(errorOf(await at.ask(`/threads/v2.0/me/threads?${query}`, { method: 'POST' }))).toEqual([400, 2500, undefined])
})

test.each([
  ['no kind', { text: 'a' }, /Missing parameter: media_type/],
  ['another kind', { media_type: 'STORY', text: 'a' }, /media_type must be one of/],
  ['no text', { media_type: 'TEXT' }, /Missing parameter: text/],
  ['no picture', { media_type: 'IMAGE' }, /Missing parameter: image_url/],
  ['no film', { media_type: 'VIDEO' }, /Missing parameter: video_url/],
  ['no address', { media_type: 'IMAGE', image_url: 'cat.jpg' }, /image_url must be a valid URI/],
  ['no children', { media_type: 'CAROUSEL' }, /Missing parameter: children/],
  ['one child', { media_type: 'CAROUSEL', children: '1' }, /between 2 and 20/],
  ['strange children', { media_type: 'CAROUSEL', children: '1,2' }, /not a carousel item/],
  ['a text as item', { media_type: 'TEXT', text: 'a', is_carousel_item: 'true' }, /is_carousel_item/],
  ['501 letters', { media_type: 'TEXT', text: 'a'.repeat(501) }, /text must be at most 500 characters/],
  ['126 emoji', { media_type: 'TEXT', text: '😀'.repeat(126) }, /text must be at most 500 characters/],
  [
    'a link on a picture',
    { media_type: 'IMAGE', image_url: 'https://a.b/c.jpg', link_attachment: 'https://a.b' },
    /text only/,
  ],
  ['a poll on a picture', { media_type: 'IMAGE', image_url: 'https://a.b/c.jpg', poll_attachment: '{}' }, /text only/],
  ['a poll of one', { poll_attachment: '{"option_a":"Tea"}' }, /poll_attachment.option_b/],
  ['a long option', { poll_attachment: JSON.stringify({ option_a: 'a', option_b: 'b'.repeat(26) }) }, /at most 25/],
  ['an unknown option', { poll_attachment: '{"option_a":"a","option_b":"b","option_e":"e"}' }, /option_e/],
  [
    'a poll and a link',
    { poll_attachment: '{"option_a":"a","option_b":"b"}', link_attachment: 'https://a.b' },
    /exclude each other/,
  ],
  [
    'a poll and a long text',
    { poll_attachment: '{"option_a":"a","option_b":"b"}', text_attachment: '{"plaintext":"x"}' },
    /exclude/,
  ],
  [
    'a GIF and a link',
    { gif_attachment: '{"gif_id":"x","provider":"GIPHY"}', link_attachment: 'https://a.b' },
    /exclude/,
  ],
  ['a GIF of Tenor', { gif_attachment: '{"gif_id":"x","provider":"TENOR"}' }, /gif_attachment.provider/],
  ['broken JSON', { gif_attachment: '{"gif_id"' }, /valid JSON/],
  ['a text beyond 10,000', { text_attachment: JSON.stringify({ plaintext: 'a'.repeat(10_001) }) }, /at most 10000/],
  [
    'two links at a long text',
    { text_attachment: '{"plaintext":"x","link_attachment_url":"https://a.b"}', link_attachment: 'https://c.d' },
    /exclude/,
  ],
  [
    'styles that overlap',
    {
      text_attachment: JSON.stringify({
        plaintext: 'Hello there',
        text_with_styling_info: [
          { offset: 0, length: 5, styling_info: ['bold'] },
          { offset: 4, length: 3, styling_info: ['italic'] },
        ],
      }),
    },
    /must not overlap/,
  ],
  [
    'eleven spoilers',
    {
      text_entities: JSON.stringify(
        Array.from({ length: 11 }, () => ({ entity_type: 'SPOILER', offset: 0, length: 1 })),
      ),
    },
    /text_entities/,
  ],
  ['an empty topic', { topic_tag: '' }, /topic_tag/],
  ['a topic with a period', { topic_tag: 'a.b' }, /topic_tag/],
  ['a long topic', { topic_tag: 'a'.repeat(51) }, /topic_tag/],
  ['another audience', { reply_control: 'nobody' }, /reply_control must be one of/],
  ['an unknown place', { location_id: '1' }, /location_id/],
  ['countries that are none', { allowlisted_country_codes: 'Germany' }, /alpha-2/],
  [
    'a ghost with a picture',
    { media_type: 'IMAGE', image_url: 'https://a.b/c.jpg', is_ghost_post: 'true' },
    /is_ghost_post/,
  ],
  [
    'a description beyond 1000',
    { media_type: 'IMAGE', image_url: 'https://a.b/c.jpg', alt_text: 'a'.repeat(1001) },
    /alt_text/,
  ],
  [
    'a picture at once',
    { media_type: 'IMAGE', image_url: 'https://a.b/c.jpg', auto_publish_text: 'true' },
    /auto_publish_text/,
  ],
])('%s is refused with code 100', async (_, form, message) => {
  await using at = await onThreads()
  const whole = 'media_type' in form || 'text' in form ? form : { media_type: 'TEXT', text: 'a', ...form }
  const told = await at.create(whole as Record<string, string>)
  expect(errorOf(told)).toEqual([400, 100, undefined])
  expect(told.body['error']).toMatchObject({
    type: 'THApiException',
    message: expect.stringMatching(message),
    fbtrace_id: expect.stringMatching(/^A\w+$/),
  })
  expect(await at.ledger('threads')).toEqual([])
})

test('fields of a form that were left empty are not sent', async () => {
  await using at = await onThreads()
  const empty = { reply_to_id: '', quote_post_id: '', reply_control: '', link_attachment: '', location_id: '' }
  const poll = JSON.stringify({ option_a: 'Tea', option_b: 'Coffee', option_c: '', option_d: '' })
  const id = await at.post(at.text('Which?', { ...empty, poll_attachment: poll }))
  expect((await at.api(`/${id}?fields=poll_attachment,is_reply,reply_audience`)).body).toEqual({
    id,
    poll_attachment: { option_a: 'Tea', option_b: 'Coffee' },
    is_reply: false,
    reply_audience: 'EVERYONE',
  })
})

test('500 letters, 500 signs of any script and 125 emoji are enough', async () => {
  await using at = await onThreads()
  for (const text of ['a'.repeat(500), '漢'.repeat(500), 'я'.repeat(500), '😀'.repeat(125), `${'a'.repeat(475)}👨‍👩‍👧‍👦`])
    expect((await at.create(at.text(text))).status).toBe(200)
  expect((await at.create(at.text(`${'a'.repeat(476)}👨‍👩‍👧‍👦`))).status).toBe(400)
})

test('five different links are enough, however often each stands there', async () => {
  await using at = await onThreads()
  const link = (n: number) => `https://example.com/${n}`
  const five = [1, 2, 3, 4, 5, 5, 5].map(link).join(' ')
  expect((await at.create(at.text(five, { link_attachment: link(5) }))).status).toBe(200)
  const told = await at.create(at.text(five, { link_attachment: link(6) }))
  expect([told.status, told.body['error']]).toEqual([
    400,
    expect.objectContaining({ code: 100, message: expect.stringMatching(/^THREADS_API__LINK_LIMIT_EXCEEDED/) }),
  ])
  await at.settings('threads', { namesAsCodes: true })
  expect((await at.create(at.text(five, { link_attachment: link(6) }))).body['error']).toMatchObject({
    code: 'THREADS_API__LINK_LIMIT_EXCEEDED',
  })
})

test('unknown parameters are noted, and refused where the sandbox is strict', async () => {
  await using at = await onThreads()
  expect((await at.create(at.text('a', { colour: 'red' }))).status).toBe(200)
  const requests = JSON.parse((await at.ask('/_sandbox/requests?platform=threads')).text) as { notes: string[] }[]
  expect(requests.at(-1)?.notes).toEqual(['unknown parameters: colour'])
  await at.settings('threads', { strict: true })
  const told = await at.create(at.text('a', { colour: 'red' }))
  expect([...errorOf(told), told.text.includes('Unknown parameter: colour')]).toEqual([400, 100, undefined, true])
})

test('what a scope does not allow is refused with code 10', async () => {
  await using at = await onThreads()
  const reading = await at.mint('threads', pia, ['threads_basic'])
  expect(errorOf(await at.create(at.text('a'), reading))).toEqual([400, 10, undefined])
  const writing = await at.mint('threads', pia, ['threads_basic', 'threads_content_publish'])
  const first = await at.post(at.text('First'), writing)
  const reply = at.text('Second', { reply_to_id: first })
  expect(errorOf(await at.create(reply, writing))).toEqual([400, 10, undefined])
  await at.settings('threads', { repliesNeedManage: false })
  expect((await at.create(reply, writing)).status).toBe(200)
  expect(errorOf(await at.api(`/${first}`, { method: 'DELETE', token: writing }))).toEqual([400, 10, undefined])
  expect(errorOf(await at.create(at.text('a', { location_id: '110843418940484' }), writing))).toEqual([
    400,
    10,
    undefined,
  ])
})

test('without advanced access the app acts for testers only', async () => {
  await using at = await onThreads()
  const person = await at.control('/people', {
    platform: 'threads',
    kind: 'profile',
    name: 'Stranger',
    handle: 'stranger',
    entitlements: { tester: false },
  })
  const stranger = await at.mint('threads', String(person['id']), scopes)
  expect((await at.create(at.text('a'), stranger)).status).toBe(200)
  await at.settings('threads', { advancedAccess: false })
  expect(errorOf(await at.create(at.text('a'), stranger))).toEqual([400, 10, undefined])
  expect((await at.create(at.text('a'))).status).toBe(200)
})

test('topics: the first tag that is not only digits, ending where Threads ends it', async () => {
  await using at = await onThreads()
  const topicOf = async (text: string, more: Record<string, string> = {}) => {
    const { body } = await at.api(`/${await at.post(at.text(text, more))}?fields=text,topic_tag`)
    return [body['text'], body['topic_tag']]
  }
  expect(await topicOf('#2026 #Kaffee, #Tee')).toEqual(['#2026 Kaffee, #Tee', 'Kaffee'])
  expect(await topicOf('See https://a.b/c#part')).toEqual(['See https://a.b/c#part', undefined])
  expect(await topicOf('Hello #world', { topic_tag: 'good news' })).toEqual(['Hello #world', 'good news'])
})

test('options that need more of the profile', async () => {
  await using at = await onThreads()
  const countries = at.text('a', { allowlisted_country_codes: 'US,DE' })
  expect(errorOf(await at.create(countries))).toEqual([400, 10, undefined])
  const id = await at.post(countries, at.other)
  expect((await at.api(`/${id}?fields=allowlisted_country_codes`, { token: at.other })).body).toEqual({
    id,
    allowlisted_country_codes: ['US', 'DE'],
  })
  expect((await at.api(`/${bakery}?fields=is_eligible_for_geo_gating`, { token: at.other })).body).toEqual({
    id: bakery,
    is_eligible_for_geo_gating: true,
  })
})

test('crossing to Instagram needs an Instagram account', async () => {
  await using at = await onThreads()
  const form = at.text('a', { crossreshare_to_ig: 'true' })
  expect((await at.create(form)).status).toBe(200)
  const alone = await at.mint('threads', '17841405793187223', scopes)
  expect((await at.create(form, alone)).text).toContain('THREADS_API__FEATURE_NOT_AVAILABLE')
})
