import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneTemplate, type TestDatabase } from '../database/testing/database.ts'
import { addWorkspace } from '../database/testing/workspace.ts'
import type { NumberedEvent } from './run.ts'
import type { WriterSettings } from './settings.ts'
import { pagesDoor } from './testing/door.ts'
import { startModelServer, type ModelServer } from './testing/model-server.ts'
import { testTarget } from './testing/composers.ts'
import {
  acceptSuggestions,
  cancelRun,
  performRun,
  readEvents,
  readRun,
  readRuns,
  readSource,
  retryRun,
  startRun,
  type WritingDeps,
} from './writing.ts'

let db: TestDatabase
let server: ModelServer
let workspaceId: string
beforeAll(async () => {
  db = await cloneTemplate()
  server = await startModelServer()
  workspaceId = await addWorkspace(db.superuser)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await db[Symbol.asyncDispose]()
})

const url = 'https://courier.example/riverside-buses'
const page = readFileSync(new URL('corpus/riverside-buses.html', import.meta.url), 'utf8')
const targets = [testTarget('linkedin'), testTarget('twitter'), testTarget('twitter', 1), testTarget('instagram')]
const ids = targets.map((target) => target.channel.id)
const [linkedin = ''] = ids

function deps(
  settings: WriterSettings = { provider: 'none' },
  change: Partial<WritingDeps> = {},
): WritingDeps & { readonly events: NumberedEvent[] } {
  const events: NumberedEvent[] = []
  return {
    database: db.worker,
    door: pagesDoor({ [url]: { body: page } }),
    targets: (_, wanted) => Promise.resolve(targets.filter((target) => wanted.includes(target.channel.id))),
    settings,
    fetch,
    now: () => new Date('2026-11-25T08:00:00Z'),
    emit: (event) => events.push(event),
    wait: () => Promise.resolve(),
    timeouts: { totalMs: 3000, firstChunkMs: 200, chunkMs: 200 },
    ...change,
    events,
  }
}
const model = (name: string): WriterSettings => ({
  provider: 'compatible',
  model: name,
  baseUrl: server.url,
  price: { input: 1, output: 1 },
})
const start = (using: WritingDeps, channelIds: readonly string[] = ids) =>
  startRun(using, { workspaceId, sources: [{ kind: 'url', url }], channelIds, by: 'kim' })

test('a link becomes one version a channel, without a key', async () => {
  const using = deps()
  const { id: runId } = await start(using)
  expect(await performRun(using, { workspaceId, runId })).toBe('done_with_warnings')
  const { run, suggestions, claims } = await readRun(using, { workspaceId, runId })
  expect(run).toMatchObject({ writer: 'built_in', problem: null, costMicros: null })
  expect(suggestions.map((each) => each.channelId).sort()).toEqual([...ids].sort())
  expect(suggestions.every((each) => each.writer === 'built_in' && each.state !== 'blocked')).toBe(true)
  const stored = await readSource(using, { workspaceId, sourceId: run.sourceIds[0] ?? '' })
  if (stored.state !== 'read') throw new TypeError('not read')
  for (const claim of claims) expect(stored.source.text.slice(claim.start, claim.end)).toBe(claim.text)
  for (const { evidence } of suggestions)
    for (const { place } of evidence)
      expect(place.end).toBeLessThanOrEqual(
        place.in === 'title' ? stored.source.title.length : stored.source.text.length,
      )
})

test('events are numbered, told as they happen and can be read again', async () => {
  const using = deps()
  const { id: runId } = await start(using, [linkedin])
  await performRun(using, { workspaceId, runId })
  expect(using.events.map((event) => event.kind)).toEqual([
    'run.state',
    'source.read',
    'run.state',
    'claims.ready',
    'run.state',
    'suggestion.plain',
    'run.state',
    'run.done',
  ])
  expect(await readEvents(using, { workspaceId, runId, after: 0 })).toEqual(using.events)
  expect((await readEvents(using, { workspaceId, runId, after: 6 })).map((event) => event.seq)).toEqual([7, 8])
})

test('a model’s versions stand above the plain ones, and are booked', async () => {
  const using = deps(model('good'))
  const { id: runId } = await start(using, [linkedin])
  expect(await performRun(using, { workspaceId, runId })).toBe('done')
  const { run, suggestions } = await readRun(using, { workspaceId, runId })
  expect(suggestions.map((each) => [each.writer, each.current])).toEqual([
    ['built_in', false],
    ['compatible good', true],
  ])
  expect(run).toMatchObject({ writer: 'compatible', model: 'good', promptVersion: 'write.v1' })
  const { rows } = await db.superuser.query<{ tokens: string; cost: string }>(
    'select sum(input_tokens + output_tokens) tokens, sum(cost_micros) cost from usage_entry where run_id = $1',
    [runId],
  )
  expect([run.tokens, run.costMicros]).toEqual([Number(rows[0]?.tokens), Number(rows[0]?.cost)])
})

test.each(['500', '401', 'wrong shape', 'refusal', 'silence', 'injection obeyed', 'canary repeated'])(
  'a provider that answers "%s" leaves the plain drafts and says why',
  async (behaviour) => {
    const using = deps(model(behaviour))
    const { id: runId } = await start(using, [linkedin])
    expect(await performRun(using, { workspaceId, runId })).toBe('done_with_warnings')
    const { run, suggestions } = await readRun(using, { workspaceId, runId })
    expect(suggestions.filter((each) => each.current).map((each) => each.writer)).toEqual(['built_in'])
    expect(run.notes).toEqual([
      { code: expect.stringMatching(/^writer\./), values: expect.anything(), channelId: linkedin },
    ])
  },
)

test('a cap that is spent, or that nothing can be counted against, asks nobody', async () => {
  for (const settings of [
    { ...model('good'), monthlyCapUsd: 0 },
    { provider: 'compatible' as const, model: 'good', baseUrl: server.url, monthlyCapUsd: 5 },
  ]) {
    const before = server.calls.length
    const using = deps(settings)
    const { id: runId } = await start(using, [linkedin])
    expect(await performRun(using, { workspaceId, runId })).toBe('done_with_warnings')
    expect(server.calls).toHaveLength(before)
  }
})

describe('a run whose worker was killed', () => {
  test('goes on where it stopped: nothing is read or written twice', async () => {
    const fetches: string[] = []
    const door = pagesDoor({ [url]: { body: page } })
    const counting: Partial<WritingDeps> = {
      door: { get: (address, options) => (fetches.push(address), door.get(address, options)) },
    }
    let lives = true
    const dying = deps(model('good'), {
      ...counting,
      fetch: () => ((lives = false), Promise.reject(new TypeError('killed'))),
    })
    const { id: runId } = await start(dying, [linkedin])
    await expect(
      performRun(
        {
          ...dying,
          database: {
            inWorkspace: (id, work) =>
              lives ? db.worker.inWorkspace(id, work) : Promise.reject(new RangeError('killed')),
          },
        },
        { workspaceId, runId },
      ),
    ).rejects.toThrow('killed')
    const using = deps(model('good'), counting)
    expect(await performRun(using, { workspaceId, runId })).toBe('done')
    const { suggestions } = await readRun(using, { workspaceId, runId })
    expect(suggestions.map((each) => each.writer)).toEqual(['built_in', 'compatible good'])
    expect(fetches.filter((address) => address === url)).toHaveLength(1)
    expect(await performRun(using, { workspaceId, runId })).toBe('done')
  })
})

test('a run that has not begun is cancelled at once, one at work at its next stage', async () => {
  const using = deps()
  const { id: runId } = await start(using, [linkedin])
  await cancelRun(using, { workspaceId, runId })
  expect((await readRun(using, { workspaceId, runId })).run.state).toBe('cancelled')
  const working = await start(using, [linkedin])
  const stopping = deps({ provider: 'none' }, { emit: () => undefined })
  const door = {
    get: async (...asked: Parameters<WritingDeps['door']['get']>) => (
      await cancelRun(using, { workspaceId, runId: working.id }),
      using.door.get(...asked)
    ),
  }
  expect(await performRun({ ...stopping, door }, { workspaceId, runId: working.id })).toBe('cancelled')
})

test('another lead walks down; an instruction asks the model again', async () => {
  const using = deps(model('good'))
  const { id: runId } = await start(using, [linkedin])
  await performRun(using, { workspaceId, runId })
  await retryRun(using, { workspaceId, runId, channelIds: [linkedin], lead: 'other' })
  await performRun(using, { workspaceId, runId })
  const after = await readRun(using, { workspaceId, runId })
  expect(after.suggestions.map((each) => each.writer)).toEqual(['built_in', 'compatible good', 'built_in'])
  expect(after.suggestions[2]?.content.parts[0].split('\n')[0]).not.toBe(
    after.suggestions[0]?.content.parts[0].split('\n')[0],
  )
  await retryRun(using, { workspaceId, runId, instruction: 'Mention the riders first.' })
  await performRun(using, { workspaceId, runId })
  expect(server.calls.at(-1)?.messages).toContain('Mention the riders first.')
})

test('accepting hands out composed versions; the card or the text carries the link', async () => {
  const using = deps()
  const { id: runId } = await start(using, ids.slice(0, 2))
  await performRun(using, { workspaceId, runId })
  const { suggestions } = await readRun(using, { workspaceId, runId })
  const accepted = await acceptSuggestions(using, {
    workspaceId,
    runId,
    suggestionIds: suggestions.map((each) => each.id),
  })
  const [card, text] = ids.slice(0, 2).map((id) => accepted.find((each) => each.channelId === id))
  expect(card).toMatchObject({
    settings: { link: { url, title: 'Riverside council approves 40-bus electric fleet after two-year trial' } },
    link: { place: 'card' },
  })
  expect(text?.parts.at(-1)).toContain(url)
  expect((await readRun(using, { workspaceId, runId })).suggestions.every((each) => each.acceptedAt !== null)).toBe(
    true,
  )
})

test('a page that cannot be read ends the run with a sentence that says why', async () => {
  const using = deps()
  const { id: runId } = await startRun(using, {
    workspaceId,
    sources: [{ kind: 'url', url: 'https://gone.example/' }],
    channelIds: ids,
    by: null,
  })
  expect(await performRun(using, { workspaceId, runId })).toBe('failed')
  expect((await readRun(using, { workspaceId, runId })).run.problem).toMatchObject({
    code: 'source.unreachable',
    values: { words: 'status 404' },
  })
})

test('a file’s bytes are kept until they are read, and no longer', async () => {
  const using = deps()
  const bytes = readFileSync(new URL('corpus/lantern-3.md', import.meta.url))
  const { id: runId } = await startRun(using, {
    workspaceId,
    sources: [{ kind: 'file', name: 'lantern.md', type: 'text/markdown', bytes }],
    channelIds: [linkedin],
    by: null,
  })
  await performRun(using, { workspaceId, runId })
  const { run, suggestions } = await readRun(using, { workspaceId, runId })
  expect(suggestions[0]?.content.parts[0]).toContain('Lantern 3.0')
  const { rows } = await db.superuser.query<{ given_bytes: Buffer | null }>(
    'select given_bytes from source where id = $1',
    [run.sourceIds[0]],
  )
  expect(rows[0]?.given_bytes).toBeNull()
})

test('a brief alone is enough', async () => {
  const using = deps()
  const { id: runId } = await startRun(using, {
    workspaceId,
    sources: [],
    brief: 'Our workshop in Harbour Street opens on 4 December 2026 with free tea for everybody.',
    channelIds: [linkedin],
    by: null,
  })
  expect(await performRun(using, { workspaceId, runId })).toMatch(/^done/)
  expect((await readRun(using, { workspaceId, runId })).suggestions[0]?.content.parts[0]).toContain('4 December 2026')
})

test('what cannot be started is refused, and other workspaces see nothing', async () => {
  const using = deps()
  await expect(startRun(using, { workspaceId, sources: [], channelIds: ids, by: null })).rejects.toMatchObject({
    code: 'source.too-thin',
  })
  await expect(
    startRun(using, { workspaceId, sources: [{ kind: 'url', url }], channelIds: [], by: null }),
  ).rejects.toMatchObject({ code: 'post.no-channels' })
  await expect(
    startRun(using, {
      workspaceId,
      sources: [{ kind: 'url', url }],
      channelIds: ['00000000-0000-7000-8000-999999999999'],
      by: null,
    }),
  ).rejects.toMatchObject({ code: 'post.channel-foreign' })
  const { id: runId } = await start(using, [linkedin])
  const other = await addWorkspace(db.superuser)
  await expect(readRun(using, { workspaceId: other, runId })).rejects.toMatchObject({ code: 'access.not-here' })
  expect(await readRuns(using, { workspaceId: other })).toEqual([])
  expect((await readRuns(using, { workspaceId, limit: 2 })).map((run) => run.id)[0]).toBe(runId)
})
