import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Outline } from '../claims.ts'
import { outline as outlineOf } from '../claims.ts'
import { check } from '../check/check.ts'
import { composedTexts } from '../content.ts'
import { writeAll, type PlainResult } from '../plain/all.ts'
import { read } from '../read/read.ts'
import type { Source } from '../source.ts'
import { testTarget } from '../testing/composers.ts'
import { noDoor } from '../testing/door.ts'
import { behaviours, startModelServer, type ModelServer } from '../testing/model-server.ts'
import { plainVoice } from '../voice.ts'
import { tokens, type Usage } from './call.ts'
import { elementsIn } from './elements.ts'
import { modelsOf } from './provider.ts'
import { writeFamily, type FamilyResult } from './write.ts'

const now = new Date('2026-11-04T08:00:00Z')
let server: ModelServer
let source: Source
let outline: Outline

beforeAll(async () => {
  server = await startModelServer()
  const bytes = readFileSync(new URL('../corpus/riverside-buses.html', import.meta.url))
  source = await read({ kind: 'file', name: 'a.html', type: 'text/html', bytes }, { door: noDoor })
  outline = outlineOf([source])
})
afterAll(() => server[Symbol.asyncDispose]())

interface Ran {
  readonly plain: PlainResult
  readonly result: FamilyResult
  readonly booked: readonly Usage[]
  readonly waits: readonly number[]
}

async function run(model: string, platform: string): Promise<Ran> {
  const targets =
    platform === 'twitter'
      ? [testTarget('twitter'), testTarget('bluesky')]
      : [testTarget('linkedin'), testTarget('facebook')]
  const plain = writeAll({ sources: [source], outline, targets, link: source.canonicalUrl, now })
  const booked: Usage[] = []
  const waits: number[] = []
  const contextOf = (plan: { channelId: string }) => {
    const version = plain.versions.find((each) => each.target.channel.id === plan.channelId)
    if (!version) throw new TypeError('no such channel')
    return {
      plan: version.plan,
      composer: version.target.composer,
      channel: version.target.channel,
      grounds: plain.grounds,
      voice: plainVoice,
      now,
    }
  }
  const result = await writeFamily(
    {
      outline,
      sources: [source],
      plans: plain.versions.map((version) => version.plan),
      voice: plainVoice,
      runId: 'run',
      seed: 7,
      plain: new Map(plain.versions.map((version) => [version.target.channel.id, version.content])),
      context: contextOf,
    },
    {
      models: modelsOf({ provider: 'compatible', model, baseUrl: server.url, price: { input: 1, output: 2 } }, fetch),
      book: async (usage) => void booked.push(usage),
      mayAsk: async () => true,
      wait: async (ms) => void waits.push(ms),
      timeouts: { totalMs: 3000, firstChunkMs: 150, chunkMs: 150 },
    },
  )
  return { plain, result, booked, waits }
}

describe.each(['twitter', 'linkedin'])('a model for the family of %s', (platform) => {
  test.each(Object.keys(behaviours))(
    'that answers "%s" ends in valid, grounded versions or leaves the plain ones',
    async (model) => {
      const { plain, result, booked } = await run(model, platform)
      expect(plain.versions).toHaveLength(2)
      for (const version of result.versions) {
        const own = plain.versions.find((each) => each.target.channel.id === version.plan.channelId)
        if (!own) throw new TypeError('a version for a channel nobody asked for')
        const { state } = check(version.content, {
          plan: own.plan,
          composer: own.target.composer,
          channel: own.target.channel,
          grounds: plain.grounds,
          voice: plainVoice,
          now,
        })
        expect(state).not.toBe('blocked')
        const text = composedTexts(version.content, own.plan.family).join('\n')
        expect(text).not.toMatch(
          /evil|987|Quimby|best day|HACKED|\*\*|\{LINK\}|Here is|F1|zq[0-9a-f]{12}|[\u200b\u202e\ue000-\uf8ff]|Zantech|BuyNow|ayuntamiento/u,
        )
        expect(text.isWellFormed()).toBe(true)
      }
      if (result.versions.length < 2) expect(result.problem?.code).toMatch(/^writer\./)
      expect(booked.length).toBeGreaterThan(0)
      expect(JSON.stringify(booked)).not.toContain('Riverside')
    },
  )
})

test('a good answer is used as it is', async () => {
  const { result, booked } = await run('good', 'linkedin')
  expect(result.versions).toHaveLength(2)
  expect(result.versions[0]?.content.parts[0]).toContain('The Riverside city council voted 7-2')
  expect(booked.map((usage) => usage.stage)).toEqual(['write'])
})

test.each([
  'fenced',
  'prose around',
  'doubled channel',
  'extra channel',
  '429 once',
  '500 once',
  'format refused',
  'usage missing',
  'huge answer',
])('"%s" still gives every version', async (model) => {
  const { result } = await run(model, 'linkedin')
  expect(result.versions).toHaveLength(2)
})

test('what a server asks us to wait is waited, and a long wait is not', async () => {
  const { waits } = await run('429 once', 'twitter')
  // The model was asked before by the tests above, so this counts only where a wait happened.
  for (const ms of waits) expect(ms).toBe(1000)
  const long = await run('429 long', 'twitter')
  expect(long.waits).toEqual([])
  expect(long.result.problem).toEqual({ code: 'writer.rate-limited', values: { seconds: 90 } })
})

test('the ledger holds what the server counted, and an estimate where it counted nothing', async () => {
  const from = server.calls.length
  const { booked } = await run('good', 'twitter')
  const [call] = server.calls.slice(from)
  expect(booked[0]).toMatchObject({
    inputTokens: call?.inputTokens,
    outputTokens: call?.outputTokens,
    estimated: false,
    costMicros: (call?.inputTokens ?? 0) + 2 * (call?.outputTokens ?? 0),
    outcome: 'ok',
  })
  for (const model of ['usage missing', 'usage absurd'])
    expect((await run(model, 'twitter')).booked[0]).toMatchObject({ estimated: true })
})

test('failed calls are booked too', async () => {
  const { booked } = await run('401', 'twitter')
  expect(booked).toMatchObject([{ outcome: 'writer.key-refused' }])
})

test('untrusted text reaches the model only marked, and no account name reaches it', async () => {
  const from = server.calls.length
  await run('good', 'twitter')
  const [call] = server.calls.slice(from)
  expect(call?.messages).not.toContain('The Riverside city council voted')
  expect(call?.messages).toMatch(/The[\ue000-\uf8ff]Riverside[\ue000-\uf8ff]city/)
  expect(call?.messages).not.toContain('@twitter')
})

test('a budget that is used up asks nobody', async () => {
  const from = server.calls.length
  const plain = writeAll({ sources: [source], outline, targets: [testTarget('twitter')], link: null, now })
  const [version] = plain.versions
  if (!version) throw new TypeError('no plain draft')
  const result = await writeFamily(
    {
      outline,
      sources: [source],
      plans: [version.plan],
      voice: plainVoice,
      runId: 'r',
      seed: 1,
      plain: new Map([[version.plan.channelId, version.content]]),
      context: () => ({
        plan: version.plan,
        composer: version.target.composer,
        channel: version.target.channel,
        grounds: plain.grounds,
        voice: plainVoice,
        now,
      }),
    },
    {
      models: modelsOf({ provider: 'compatible', model: 'good', baseUrl: server.url }, fetch),
      book: async () => undefined,
      mayAsk: async () => false,
    },
  )
  expect(result).toEqual({ versions: [], problem: { code: 'writer.budget-reached', values: {} } })
  expect(server.calls).toHaveLength(from)
})

test('elements are found in whatever surrounds them, the first of a channel wins', () => {
  expect(
    elementsIn(
      'x {"channel":"c1","parts":["a } \\" b"]} y {"channel":"c1","parts":["z"]} {"channel":"c2","parts":"one"',
    ),
  ).toMatchObject([{ channel: 'c1', parts: ['a } " b'] }])
  expect(elementsIn('{"elements":[{"channel":"c2","parts":"one"}]}')).toMatchObject([{ channel: 'c2', parts: ['one'] }])
})

test('tokens are estimated by script', () => {
  expect(tokens('abcdefgh')).toBe(3)
  expect(tokens('東京都庁')).toBe(4)
})
