import { describe, expect, test } from 'vitest'
import type { Step, Wire } from '../interface.ts'
import {
  channel,
  freeStep,
  freeze,
  image,
  intent,
  isPure,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
} from '../testing/stored.ts'
import { linkedin } from './adapter.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'

const member = channel({ remoteId: 'urn:li:person:xYz12AbCdE', via: 'member' })
const page = channel({
  remoteId: 'urn:li:organization:5515715',
  kind: 'organization',
  via: 'pages',
  facts: { scopes: ['w_organization_social', 'r_organization_social'] },
})
const names = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => `${step.repeat === 'never' ? '!' : ''}${step.name}`)
const rest = 'https://api.linkedin.com/rest'
const versioned = { 'LinkedIn-Version': '202609', 'X-Restli-Protocol-Version': '2.0.0' }
const valueOf = (wire: Wire | undefined): unknown => (wire?.body?.is === 'json' ? wire.body.value : undefined)
const sample = (name: string) => samples[name] ?? version('', {})

describe('plan', () => {
  test.each([
    ['text', member, ['!create', 'gap:comment', '!comment']],
    ['text', page, ['!create', 'shown', 'gap:comment', '!comment']],
    ['link', member, ['upload:card', 'ready', '!create']],
    ['images', member, ['upload:0', 'upload:1', 'ready', '!create']],
    ['video', page, ['upload:0', 'ready', '!create', 'shown']],
    ['document', member, ['upload:0', 'ready', '!create']],
    ['poll', member, ['!create']],
  ])('%s', (name, where, expected) => {
    expect(names(linkedin.plan(freeze(sample(name)), where))).toEqual(expected)
  })
  test('a member’s post may be replayed only if the workspace chose so; a page’s post is looked for', () => {
    const [ours, theirs] = [member, page].map((where) =>
      onceStep(linkedin.plan(freeze(sample('poll')), where), 'create'),
    )
    expect(ours).toMatchObject({ look: [30], replay: { fromSeconds: 60, toSeconds: 480, ask: true } })
    expect(ours?.resend).toBeUndefined()
    expect(theirs).toMatchObject({ look: [30, 120, 300], resend: true })
    expect(theirs?.replay).toBeUndefined()
  })
})

describe('create', () => {
  const kept = memory({
    'upload:0': { urn: 'urn:li:image:A' },
    'upload:1': { urn: 'urn:li:image:B' },
    'upload:card': { urn: 'urn:li:image:C' },
  })
  const content = (of: ReturnType<typeof sample>): unknown => {
    const step = onceStep(linkedin.plan(freeze(of), member), 'create')
    expect(isPure(step, kept)).toBe(true)
    return (valueOf(step.request(kept)) as Record<string, unknown>)['content']
  }
  test('a text: escaped, versioned, nothing empty', () => {
    const step = onceStep(
      linkedin.plan(freeze(version('Hello (world) #launch', { visibility: 'CONNECTIONS' })), member),
      'create',
    )
    expect(step.request(memory())).toEqual({
      method: 'POST',
      url: `${rest}/posts`,
      as: 'channel',
      headers: versioned,
      body: {
        is: 'json',
        value: {
          author: 'urn:li:person:xYz12AbCdE',
          commentary: String.raw`Hello \(world\) {hashtag|\#|launch}`,
          visibility: 'CONNECTIONS',
          distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
          lifecycleState: 'PUBLISHED',
        },
      },
    })
  })
  test('content of every form', () => {
    expect(content(sample('poll'))).toEqual({
      poll: {
        question: 'Which day?',
        options: [{ text: 'Monday' }, { text: 'Friday' }],
        settings: { duration: 'THREE_DAYS' },
      },
    })
    expect(content(sample('images'))).toEqual({
      multiImage: { images: [{ id: 'urn:li:image:A', altText: 'A view' }, { id: 'urn:li:image:B' }] },
    })
    expect(content(version('One', {}, [image('a', { alt: 'x' })]))).toEqual({
      media: { id: 'urn:li:image:A', altText: 'x' },
    })
    expect(content(sample('document'))).toEqual({ media: { id: 'urn:li:image:A', title: 'Slides' } })
    expect(content(sample('video'))).toEqual({ media: { id: 'urn:li:image:A', title: 'Film' } })
    expect(content(sample('link'))).toEqual({
      article: {
        source: 'https://example.org/post',
        title: 'Post title',
        description: 'One line',
        thumbnail: 'urn:li:image:C',
      },
    })
    expect(content(version('x', { link: { url: 'https://example.org' } }))).toEqual({
      article: { source: 'https://example.org' },
    })
  })
  test('mentions and reposts', () => {
    const settings = { noReshare: true, mentions: [{ name: 'Acme Corp', urn: 'urn:li:organization:5515715' }] }
    const step = onceStep(linkedin.plan(freeze(version('Hi @Acme Corp', settings)), member), 'create')
    expect(valueOf(step.request(memory()))).toMatchObject({
      commentary: 'Hi @[Acme Corp](urn:li:organization:5515715)',
      isReshareDisabledByAuthor: true,
    })
  })
  test('the URN is in the header and kept as it is', () => {
    const step = onceStep(linkedin.plan(freeze(sample('poll')), member), 'create')
    expect(step.read(reply(201, null, { 'x-restli-id': answers.postUrn }), memory())).toEqual({
      is: 'live',
      remote: { id: answers.postUrn, url: `https://www.linkedin.com/feed/update/${answers.postUrn}/`, at: 'public' },
      value: { id: answers.postUrn },
    })
    expect(step.read(reply(201, '', { 'x-linkedin-id': 'urn:li:ugcPost:1' }), memory())).toMatchObject({
      remote: { id: 'urn:li:ugcPost:1' },
    })
    expect(() => step.read(reply(201, { id: answers.postUrn }), memory())).toThrow('without the URN')
  })
  test('a post for connections is not public', () => {
    const step = onceStep(linkedin.plan(freeze(version('x', { visibility: 'CONNECTIONS' })), member), 'create')
    expect(step.read(reply(201, null, { 'x-restli-id': answers.postUrn }), memory())).toMatchObject({
      remote: { at: 'restricted' },
    })
  })
})

describe('find', () => {
  const look = async (
    of: ReturnType<typeof sample>,
    where: typeof page,
    kept: Record<string, { urn: string }>,
    taken: readonly string[],
    status: number,
    posts: readonly object[],
  ) => {
    const step = onceStep(linkedin.plan(freeze(of), where), 'create')
    const call = storedCall(reply(status, { elements: posts }))
    const found = await step.find(call, memory(kept), intent(step.request(memory(kept)), taken))
    return { found, sent: call.sent }
  }
  const words = version('Hi (x) #launch', {})
  test('a member’s posts are not asked for', async () => {
    const { found, sent } = await look(words, member, {}, [], 200, [])
    expect(found).toMatchObject({ is: 'unsure' })
    expect(sent).toEqual([])
  })
  test('by words and time, through the author finder', async () => {
    const { found, sent } = await look(words, page, {}, [], 200, [answers.pagePost])
    expect(found).toMatchObject({ is: 'live', remote: { id: answers.pagePost.id }, value: { id: answers.pagePost.id } })
    expect(sent).toEqual([
      {
        method: 'GET',
        url: `${rest}/posts?author=urn%3Ali%3Aorganization%3A5515715&q=author&count=20&sortBy=LAST_MODIFIED`,
        as: 'channel',
        headers: { ...versioned, 'X-RestLi-Method': 'FINDER' },
      },
    ])
  })
  test('older posts with these words, and those of others, are not ours', async () => {
    const old = { ...answers.pagePost, createdAt: answers.at10 - 61_000 }
    expect((await look(words, page, {}, [], 200, [old])).found).toMatchObject({ is: 'absent', sure: false })
    expect((await look(words, page, {}, [answers.pagePost.id], 200, [answers.pagePost])).found).toMatchObject({
      is: 'absent',
      sure: false,
    })
  })
  test('by our media, whatever the words and the time', async () => {
    const one = version('Other', {}, [image('a')])
    const old = { ...answers.pagePost, createdAt: 0 }
    expect((await look(one, page, { 'upload:0': { urn: 'urn:li:image:A' } }, [], 200, [old])).found).toMatchObject({
      is: 'live',
    })
    const many = { ...old, content: { multiImage: { images: [{ id: 'urn:li:image:B' }] } } }
    expect(
      (
        await look(
          sample('images'),
          page,
          { 'upload:0': { urn: 'urn:li:image:Z' }, 'upload:1': { urn: 'urn:li:image:B' } },
          [],
          200,
          [many],
        )
      ).found,
    ).toMatchObject({ is: 'live' })
  })
  test('two that fit, or no permission, are a doubt', async () => {
    const twin = { ...answers.pagePost, id: 'urn:li:share:2' }
    expect((await look(words, page, {}, [], 200, [answers.pagePost, twin])).found).toMatchObject({ is: 'unsure' })
    expect((await look(words, page, {}, [], 403, [])).found).toMatchObject({ is: 'unsure' })
  })
})

describe('after the post', () => {
  const kept = memory({ create: { id: answers.postUrn }, shown: true })
  const text = sample('text')
  const shown = (body: object, status = 200) =>
    freeStep(linkedin.plan(freeze(text), page), 'shown').run(storedCall(reply(status, body)), kept)
  test('a page’s post is read back', async () => {
    expect(await freeStep(linkedin.plan(freeze(text), page), 'shown').run(storedCall(), memory())).toMatchObject({
      is: 'wait',
    })
    const commentary = String.raw`Launch \(beta\) today: a\_b, C\# and {hashtag|\#|launch}`
    expect(await shown({ lifecycleState: 'PUBLISHED', commentary })).toEqual({ is: 'done', value: 'whole' })
    expect(await shown({ lifecycleState: 'PUBLISHED', commentary: 'Launch ' })).toMatchObject({
      is: 'refused',
      problem: 'network.refused',
    })
    expect(await shown({ lifecycleState: 'PUBLISH_FAILED' })).toMatchObject({
      is: 'refused',
      problem: 'network.media-processing',
    })
    expect(await shown({ lifecycleState: 'PUBLISH_REQUESTED' })).toMatchObject({ is: 'wait' })
    expect(await shown({}, 403)).toEqual({ is: 'done', value: 'not readable' })
  })
  test('the comment is plain, and takes the other route after a refusal', () => {
    const step = onceStep(linkedin.plan(freeze(text), member), 'comment')
    const path = 'socialActions/urn%3Ali%3Ashare%3A7460071015449071616/comments'
    expect(step.request(kept)).toMatchObject({ url: `${rest}/${path}`, headers: versioned })
    const second = step.request(memory({ create: { id: answers.postUrn } }, { comment: 'v2' }))
    expect(second.url).toBe(`https://api.linkedin.com/v2/${path}`)
    expect(second.headers).toEqual({ 'X-Restli-Protocol-Version': '2.0.0' })
    expect(valueOf(second)).toEqual({
      actor: member.remoteId,
      object: answers.postUrn,
      message: { text: 'More: https://example.org/a_(b)' },
    })
  })
  test('the comment’s id is read from header or body', async () => {
    const step = onceStep(linkedin.plan(freeze(text), member), 'comment')
    expect(step.read(reply(201, answers.comment), kept)).toEqual({ is: 'done', value: { id: answers.comment.$URN } })
    expect(step.read(reply(201, null, { 'x-restli-id': '746' }), kept)).toEqual({ is: 'done', value: { id: '746' } })
    expect(() => step.read(reply(201), kept)).toThrow('without the id')
    expect(await step.find(storedCall(), kept, intent(step.request(kept)))).toMatchObject({ is: 'unsure' })
  })
})
