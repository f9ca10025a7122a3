import { describe, expect, test } from 'vitest'
import type { Json, Progress, Rendition, Reply, Step, Version } from '../interface.ts'
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
  video,
} from '../testing/stored.ts'
import { mastodon } from './adapter.ts'
import type { Settings } from './compose.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'
import { keptOf } from './server.ts'

const host = 'social.example'
const facts = { server: keptOf(answers.instance), privacy: 'public', app: 'Posthorn' }
const me = channel({ remoteId: `14715@${host}`, host, kind: 'account', handle: 'ada@example.social', facts })
const planOf = (of: Version<Settings>, where = me) => mastodon.plan(freeze(of), where)
const names = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => `${step.repeat === 'never' ? '!' : ''}${step.name}`)

describe('plan', () => {
  test.each([
    ['text', ['!part:0']],
    ['link', ['!part:0', '!comment']],
    ['images', ['media:0.0', 'media:0.1', 'media:0.2', '!part:0']],
    ['video', ['media:0.0', '!part:0']],
    ['poll', ['!part:0']],
    ['thread', ['media:0.0', '!part:0', '!part:1', 'media:2.0', '!part:2']],
  ])('%s', (sample, expected) => {
    expect(names(planOf(samples[sample] ?? version('', {})))).toEqual(expected)
  })
  test('only the comment may fail alone', () => {
    const steps = planOf(samples['link'] ?? version('', {}))
    expect(steps.filter((step) => step.for === 'extra').map(({ name }) => name)).toEqual(['comment'])
  })
  test('the same request goes again within the hour, but only to Mastodon, and after two looks', () => {
    const step = onceStep(planOf(version('Hi', {})), 'part:0')
    expect(step.replay).toEqual({ fromSeconds: 50, toSeconds: 3300, ask: false })
    expect(step.look.filter((seconds) => seconds < 50)).toHaveLength(2)
    expect(step.resend).toBeUndefined()
    const pleroma = channel({ ...me, facts: { server: { version: '2.7.2 (compatible; Pleroma 2.5.0)' } } })
    expect(onceStep(planOf(version('Hi', {}), pleroma), 'part:0').replay).toBeUndefined()
  })
})

describe('request', () => {
  const kept = {
    ...Object.fromEntries(['0.0', '0.1', '0.2', '2.0'].map((n) => [`media:${n}`, { id: `m${n}` }])),
    ...Object.fromEntries(['part:0', 'part:1', 'part:2'].map((name) => [name, { id: `id of ${name}` }])),
  }
  const wireOf = (of: Version<Settings>, step = 'part:0', where = me) =>
    onceStep(planOf(of, where), step).request(memory(kept))
  const bodyOf = (...args: Parameters<typeof wireOf>): Json => {
    const { body } = wireOf(...args)
    return body?.is === 'json' ? body.value : null
  }
  test.each(
    Object.entries(samples).flatMap(([name, of]) =>
      planOf(of).flatMap((step) => (step.repeat === 'never' ? [[name, step.name, step] as const] : [])),
    ),
  )('%s %s is the same for the same memory', (_, __, step) => {
    expect(isPure(step, memory(kept))).toBe(true)
  })
  test('text alone goes to the own server', () => {
    expect(wireOf(version('Release 1.2', {}))).toEqual({
      method: 'POST',
      url: `https://${host}/api/v1/statuses`,
      as: 'channel',
      headers: { 'Idempotency-Key': expect.stringMatching(/^p-0001:part:0:[0-9a-f]{16}$/) as string },
      body: { is: 'json', value: { status: 'Release 1.2' } },
    })
  })
  test('the key is another for each part and each content', () => {
    const keyOf = (...args: Parameters<typeof wireOf>) => wireOf(...args).headers?.['Idempotency-Key']
    const keys = [
      keyOf(version('a', {})),
      keyOf(version('b', {})),
      keyOf(version('a', { language: 'en' })),
      keyOf(version(['a', 'a'], {}), 'part:1'),
      keyOf(version('a', {}, [], { firstComment: 'a' }), 'comment'),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    const step = onceStep(planOf(version('', {}, [image('x')])), 'part:0')
    const keyWith = (id: string) => step.request(memory({ 'media:0.0': { id } })).headers?.['Idempotency-Key']
    expect(keyWith('1')).toBe(keyWith('1'))
    expect(keyWith('1')).not.toBe(keyWith('2'))
  })
  test('all settings', () => {
    const settings: Settings = {
      visibility: 'private',
      spoiler: 'Careful',
      sensitive: true,
      language: 'de',
      quotes: 'nobody',
      quote: `https://${host}/@bob@other.example/5`,
      poll: { options: ['a', 'b'], minutes: 60, multiple: true, hideTotals: true },
    }
    expect(bodyOf(version('Hi', settings))).toEqual({
      status: 'Hi',
      visibility: 'private',
      spoiler_text: 'Careful',
      sensitive: true,
      language: 'de',
      quote_approval_policy: 'nobody',
      quoted_status_id: '5',
      poll: { options: ['a', 'b'], expires_in: 3600, multiple: true, hide_totals: true },
    })
  })
  test('a later part answers the one before, keeps the warning and repeats neither poll nor quote', () => {
    const settings: Settings = {
      spoiler: 'Long',
      quote: `https://${host}/@bob/5`,
      poll: { options: ['a', 'b'], minutes: 60 },
    }
    expect(bodyOf(version(['One', 'Two'], settings), 'part:1')).toEqual({
      status: 'Two',
      in_reply_to_id: 'id of part:0',
      spoiler_text: 'Long',
    })
  })
  test('the comment answers the last part', () => {
    expect(bodyOf(version(['One', 'Two'], {}, [], { firstComment: 'And' }), 'comment')).toEqual({
      status: 'And',
      in_reply_to_id: 'id of part:1',
    })
  })
  test.each([
    ['public', {}, 'unlisted'],
    ['unlisted', {}, undefined],
    ['private', {}, undefined],
    ['private', { visibility: 'public' }, 'unlisted'],
    ['public', { visibility: 'direct' }, 'direct'],
  ] as const)(
    'quiet replies of an account that is %s, with %j: never wider than the head',
    (privacy, chosen, expected) => {
      const of = version(['One', 'Two'], { ...chosen, unlistedReplies: true })
      const body = bodyOf(of, 'part:1', channel({ ...me, facts: { privacy } }))
      expect((body as { visibility?: string }).visibility).toBe(expected)
    },
  )
})

describe('after a part that only a person has seen, and that has no id', () => {
  const steps = planOf(version(['One', 'Two'], {}, [], { firstComment: 'And' }))
  test.each([
    ['part:1', memory()],
    ['comment', memory({ 'part:0': { id: '1' } })],
    ['comment', memory({ 'part:0': { id: '1' }, 'part:1': { at: 'public' } })],
  ])('%s is not posted to stand alone', async (name, before) => {
    const step = onceStep(steps, name)
    expect(step.request(before)).toEqual({
      method: 'GET',
      url: `https://${host}/api/v1/accounts/verify_credentials`,
      as: 'channel',
    })
    expect(step.read(reply(200, answers.account), before)).toMatchObject({
      is: 'refused',
      problem: 'network.parent-unknown',
    })
    const looked = await step.find(storedCall(), before, intent(step.request(before)))
    expect(looked).toMatchObject({ is: 'absent', sure: true })
  })
})

describe('read', () => {
  const step = onceStep(planOf(version('Hi', {})), 'part:0')
  test.each([
    ['public', 'public'],
    ['unlisted', 'public'],
    ['private', 'restricted'],
    ['direct', 'restricted'],
  ])('%s is %s', (visibility, at) => {
    expect(step.read(reply(200, answers.status({ visibility })), memory())).toEqual({
      is: 'live',
      remote: { id: '111', url: `https://${host}/@ada/111`, at },
      value: { id: '111' },
    })
  })
  test.each([
    [{ id: '5', scheduled_at: '2026-12-01T00:00:00Z', params: {} }],
    [null],
    ['<html>'],
    [{ created_at: 'x' }],
  ])('no post, no outcome: %j', (body) => {
    expect(() => step.read(reply(200, body), memory())).toThrow('without a post')
  })
})

describe('media', () => {
  const run = async (
    file: Rendition,
    before: Json | undefined,
    note: string | undefined,
    ...stored: readonly Reply[]
  ) => {
    const call = storedCall(...stored)
    const step = freeStep(planOf(version('x', { focus: [' -0.5, 1'] }, [file])), 'media:0.0')
    const kept = memory(
      before === undefined ? {} : { 'media:0.0': before },
      note === undefined ? {} : { 'media:0.0': note },
    )
    const progress: Progress = await step.run(call, kept)
    return { progress, sent: call.sent }
  }
  test('one request, with description and focus', async () => {
    const { progress, sent } = await run(image('a', { alt: 'A view' }), undefined, undefined, reply(200, { id: '7' }))
    expect(progress).toEqual({ is: 'done', value: { id: '7' } })
    expect(sent).toEqual([
      {
        method: 'POST',
        url: `https://${host}/api/v2/media`,
        as: 'channel',
        body: {
          is: 'multipart',
          fields: { description: 'A view', focus: '-0.5,1' },
          file: { rendition: 'a' },
          fileField: 'file',
        },
      },
    ])
  })
  test('one that was called ready, and unfinished by the post, is asked about', async () => {
    const { progress } = await run(image('a'), undefined, 'unfinished', reply(200, { id: '7' }))
    expect(progress).toEqual({ is: 'wait', seconds: 1, value: { id: '7', waited: 1 } })
  })
  test('what is worked on is asked for, less and less often', async () => {
    let value: Json = { id: '7', waited: 0 }
    const pauses: number[] = []
    const first = await run(video('f'), undefined, undefined, reply(202, { id: '7', url: null }))
    for (let progress = first.progress; progress.is === 'wait';) {
      pauses.push(progress.seconds)
      value = progress.value ?? null
      const next = await run(video('f'), value, undefined, reply(pauses.length === 7 ? 200 : 206, { id: '7' }))
      expect(next.sent).toEqual([{ method: 'GET', url: `https://${host}/api/v1/media/7`, as: 'channel' }])
      progress = next.progress
      if (progress.is !== 'wait') expect(progress).toEqual({ is: 'done', value: { id: '7' } })
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30])
  })
  test.each([
    ['failed', 422, 100, { is: 'refused', problem: 'network.media-processing', words: 'Error processing' }],
    ['is gone', 404, 100, { is: 'redo', from: 'media:0.0', note: 'gone' }],
    ['is still not done', 206, 899, { is: 'wait', seconds: 30, value: { id: '7', waited: 929 } }],
    [
      'never ends',
      206,
      929,
      { is: 'refused', problem: 'network.media-processing', words: expect.stringContaining('quarter') as string },
    ],
  ])('processing that %s', async (_, status, waited, expected) => {
    const { progress } = await run(
      video('f'),
      { id: '7', waited },
      undefined,
      reply(status, { error: 'Error processing' }),
    )
    expect(progress).toEqual(expected)
  })
  test('a server that cannot work on a file twice is not asked a third time', async () => {
    const broken = reply(500, { error: 'Error processing thumbnail for uploaded media' })
    await expect(run(image('a'), undefined, undefined, broken)).rejects.toThrow('500')
    expect((await run(image('a'), undefined, 'again', broken)).progress).toMatchObject({
      is: 'refused',
      problem: 'network.media-processing',
    })
  })
  test('an upload without an id is no upload', async () => {
    await expect(run(image('a'), undefined, undefined, reply(200, '<html>'))).rejects.toThrow('without naming it')
  })
})

describe('identify', () => {
  test('one consent is one account, with what its server allows', async () => {
    const call = storedCall(reply(200, answers.account), reply(200, answers.instance), reply(200, { name: 'Posthorn' }))
    expect(await mastodon.identify(call, 'oauth', host)).toEqual([
      {
        remoteId: `14715@${host}`,
        kind: 'account',
        handle: 'ada@example.social',
        host,
        facts: {
          name: 'Ada Example',
          avatar: 'https://files.social.example/a.png',
          locked: false,
          bot: false,
          privacy: 'unlisted',
          app: 'Posthorn',
          server: keptOf(answers.instance),
        },
      },
    ])
    expect(call.sent.map(({ url }) => url.slice(`https://${host}/api/`.length))).toEqual([
      'v1/accounts/verify_credentials',
      'v2/instance',
      'v1/apps/verify_credentials',
    ])
  })
  test('an old server has the older address, and may not say who we are', async () => {
    const old = { uri: 'https://old.example/', version: '3.5.3' }
    const call = storedCall(
      reply(200, answers.account),
      reply(404, {}),
      reply(200, old),
      reply(403, { error: 'scopes' }),
    )
    expect(await mastodon.identify(call, 'oauth', host)).toMatchObject([
      { handle: 'ada@old.example', facts: { app: '', server: { version: '3.5.3', configuration: {} } } },
    ])
  })
  test('no id, nobody', async () => {
    expect(await mastodon.identify(storedCall(reply(200, '<html>')), 'oauth', host)).toEqual([])
  })
  test('options: the server as it is now, and what it cannot', async () => {
    const told = await mastodon.options?.(storedCall(reply(200, answers.account), reply(200, answers.instance)), me)
    expect(told).toEqual({
      choices: {},
      closed: {},
      says: ['Unless you choose otherwise, posts of this account are kept out of public timelines.'],
      facts: { server: keptOf(answers.instance) },
    })
    const limited = { ...answers.account, limited: true }
    const late = await mastodon.options?.(storedCall(reply(200, limited), reply(200, { version: '4.3.0' })), me)
    expect(Object.keys(late?.closed ?? {})).toEqual(['quotes', 'quote'])
    expect(late?.says).toHaveLength(2)
  })
})

describe('afterwards', () => {
  const out = [
    { id: '1', at: 'public' },
    { id: '2', at: 'public' },
  ] as const
  test('measures of posts; what is gone has none', async () => {
    const call = storedCall(reply(200, answers.status()), reply(404, { error: 'Record not found' }))
    expect(await mastodon.measure?.(call, me, out)).toEqual([
      { remoteId: '1', values: { likes: 5, comments: 2, shares: 3, quotes: 1 } },
    ])
    const { quotes_count: _, ...old } = answers.status()
    expect(await mastodon.measure?.(storedCall(reply(200, old)), me, out.slice(0, 1))).toMatchObject([
      { values: { quotes: 'unsupported' } },
    ])
  })
  test('measures of the account', async () => {
    expect(await mastodon.measureChannel?.(storedCall(reply(200, answers.account)), me)).toEqual({
      remoteId: `14715@${host}`,
      values: { followers: 120, following: 10, posts: 42 },
    })
  })
  test('a thread is taken down from its end, and what is gone is gone', async () => {
    const call = storedCall(reply(404, {}), reply(200, answers.status()))
    await mastodon.remove?.(call, me, out)
    expect(call.sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `DELETE https://${host}/api/v1/statuses/2?delete_media=true`,
      `DELETE https://${host}/api/v1/statuses/1?delete_media=true`,
    ])
  })
})
