import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, Reply, Wire } from '../interface.ts'
import {
  channel,
  freeStep,
  freeze,
  intent,
  isPure,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
  video,
} from '../testing/stored.ts'
import { tiktok } from './adapter.ts'
import { chunksOf, progressOf } from './adapter.video.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'
import { chunk, video as limits } from './rules.ts'
import { scopes } from './scopes.ts'

const creator = channel({ kind: 'creator', handle: 'kim.makes', facts: { scopes: scopes.direct } })
const names = (name: string) =>
  tiktok
    .plan(freeze(samples[name] ?? version('', {})), creator)
    .map((step) => `${step.repeat === 'never' ? '!' : ''}${step.name}`)

describe('plan', () => {
  test.each([
    ['video', ['creator', 'init', 'upload', '!last', 'status', 'link']],
    ['videoDraft', ['init', 'upload', '!last', 'status']],
    ['photos', ['creator', 'urls', '!init', 'status', 'link']],
    ['photosDraft', ['urls', '!init', 'status']],
  ])('%s', (name, expected) => {
    expect(names(name)).toEqual(expected)
  })
  test('who is not public has no address to wait for', () => {
    const few = version('', { privacy: 'SELF_ONLY' } as const, [video('v')])
    expect(tiktok.plan(freeze(few), creator).map(({ name }) => name)).not.toContain('link')
  })
})

describe('chunks', () => {
  const MiB = 2 ** 20
  test('of every size are legal, whichever MB is meant, and the last one is small', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: limits.bytes }), (size) => {
        const { each, count } = chunksOf(size)
        const last = size - each * (count - 1)
        expect(count).toBe(Math.floor(size / each))
        expect(count).toBeLessThanOrEqual(chunk.count[1])
        if (count === 1) expect(each).toBe(size)
        else expect(each).toBeGreaterThanOrEqual(5 * MiB)
        expect(each).toBeLessThanOrEqual(chunk.whole)
        expect(last).toBeLessThanOrEqual(chunk.last)
        // The deadline of an irrevocable request is short.
        expect(last).toBeLessThan(10 * MiB + 1000)
      }),
      { numRuns: 2000 },
    )
  })
  test.each([
    [1, 1, 1],
    [5 * MiB, 5 * MiB, 1],
    [10 * MiB - 1, 10 * MiB - 1, 1],
    [10 * MiB, 5 * MiB, 2],
    [15_000_000, 7_500_000, 2],
    [4_000_000_000, 5_249_343, 762],
  ])('%i bytes: %i each, %i of them', (size, each, count) => {
    expect(chunksOf(size)).toEqual({ each, count })
  })
})

// ── A film of two chunks and a rest of one byte ──────────────────────────────────
const size = 12_000_001
const each = 6_000_000
const film = video('film', { bytes: size, size: [720, 1280] })
const settings = {
  privacy: 'SELF_ONLY',
  allowDuet: true,
  disclose: true,
  brandedContent: false,
  yourBrand: true,
} as const
const steps = tiktok.plan(freeze(version('Hi 🥐', { ...settings, coverAt: 1.2345 }, [film])), creator)
const begun = { init: { publishId: answers.publishId, url: answers.uploadUrl } }
const put = (from: number, to: number): Wire => ({
  method: 'PUT',
  url: answers.uploadUrl,
  as: 'nobody',
  headers: { 'Content-Range': `bytes ${from}-${to - 1}/${size}` },
  body: { is: 'bytes', file: { rendition: 'film', from, to }, type: 'video/mp4' },
})
const askStatus: Wire = {
  method: 'POST',
  url: 'https://open.tiktokapis.com/v2/post/publish/status/fetch/',
  as: 'channel',
  body: { is: 'json', value: { publish_id: answers.publishId } },
}
const has = (bytes: number) => reply(200, answers.status('PROCESSING_UPLOAD', { uploaded_bytes: bytes }))

describe('init', () => {
  const init = freeStep(steps, 'init')
  test('says what is not allowed, in TikTok’s inverted words, and how many bytes come', async () => {
    const call = storedCall(reply(200, answers.init))
    expect(await init.run(call, memory())).toEqual({ is: 'done', value: begun.init })
    expect(call.sent).toEqual([
      {
        method: 'POST',
        url: 'https://open.tiktokapis.com/v2/post/publish/video/init/',
        as: 'channel',
        body: {
          is: 'json',
          value: {
            post_info: {
              title: 'Hi 🥐',
              privacy_level: 'SELF_ONLY',
              disable_comment: true,
              disable_duet: false,
              disable_stitch: true,
              video_cover_timestamp_ms: 1235,
              brand_content_toggle: false,
              brand_organic_toggle: true,
              is_aigc: false,
            },
            source_info: { source: 'FILE_UPLOAD', video_size: size, chunk_size: each, total_chunk_count: 2 },
          },
        },
      },
    ])
  })
  test('of a draft says nothing but the size', async () => {
    const draft = tiktok.plan(freeze(version('words', { mode: 'inbox' } as const, [film])), creator)
    const call = storedCall(reply(200, answers.init))
    await freeStep(draft, 'init').run(call, memory())
    expect(call.sent[0]).toMatchObject({
      url: 'https://open.tiktokapis.com/v2/post/publish/inbox/video/init/',
      body: { value: { source_info: { source: 'FILE_UPLOAD' } } },
    })
    expect(JSON.stringify(call.sent[0])).not.toContain('post_info')
  })
  test('an answer without an address is none', async () => {
    await expect(init.run(storedCall(reply(200, answers.enveloped({}))), memory())).rejects.toThrow('without an id')
  })
})

describe('upload', () => {
  const upload = freeStep(steps, 'upload')
  const run = async (kept: Readonly<Record<string, Json>>, note: Json | undefined, ...replies: Reply[]) => {
    const call = storedCall(...replies)
    const progress = await upload.run(call, memory({ ...begun, ...kept }, note === undefined ? {} : { upload: note }))
    return { progress, sent: call.sent }
  }
  test('sends all but the last chunk, one at a time', async () => {
    expect(await run({}, undefined, reply(206))).toEqual({
      progress: { is: 'more', value: { from: each } },
      sent: [put(0, each)],
    })
    expect(await run({ upload: { from: each } }, undefined)).toEqual({
      progress: { is: 'done', value: { from: each } },
      sent: [],
    })
  })
  test('a chunk that is there already is not sent again', async () => {
    const there = await run({}, undefined, reply(416), has(each))
    expect(there).toEqual({ progress: { is: 'more', value: { from: each } }, sent: [put(0, each), askStatus] })
  })
  test('what TikTok refuses and says to want is tried later', async () => {
    expect((await run({}, undefined, reply(416), has(0))).progress).toEqual({
      is: 'wait',
      seconds: 10,
      value: { from: 0 },
    })
  })
  test('the refused range tells how far it is, if the status does not', async () => {
    const silent = reply(200, answers.status('PROCESSING_UPLOAD'))
    const range = { 'content-range': `bytes 0-${each}/${size}` }
    expect((await run({}, undefined, reply(416, '', range), silent)).progress).toEqual({
      is: 'more',
      value: { from: each },
    })
    expect((await run({}, undefined, reply(416), silent)).progress).toEqual({ is: 'done', value: { taken: true } })
  })
  test.each([403, 404])('an address that answers %i begins anew only if bytes are missing', async (status) => {
    expect((await run({}, undefined, reply(status), has(0))).progress).toEqual({ is: 'redo', from: 'init' })
    expect((await run({}, undefined, reply(status), has(size))).progress).toEqual({
      is: 'done',
      value: { taken: true },
    })
    const published = reply(200, answers.status('PUBLISH_COMPLETE'))
    expect((await run({}, undefined, reply(status), published)).progress).toEqual({
      is: 'done',
      value: { taken: true },
    })
  })
  test.each([
    ['403 and bytes missing', 403, has(each), { is: 'redo', from: 'init' }],
    ['416 and bytes missing', 416, has(each), { is: 'more', value: { from: each } }],
    ['403 and everything there', 403, has(size), { is: 'done', value: { taken: true } }],
    ['416 and it failed', 416, reply(200, answers.status('FAILED')), { is: 'done', value: { taken: true } }],
  ])('the last chunk was refused: %s', async (_, status, told, expected) => {
    const { progress, sent } = await run({}, { url: answers.uploadUrl, status }, told)
    expect(progress).toEqual(expected)
    expect(sent).toEqual([askStatus])
  })
  test('a refusal at an older address says nothing about this one', async () => {
    const { sent } = await run({}, { url: 'https://open-upload.tiktokapis.com/old', status: 403 }, reply(206))
    expect(sent).toEqual([put(0, each)])
  })
})

describe('the last chunk', () => {
  const last = onceStep(steps, 'last')
  const kept = memory({ ...begun, upload: { from: each } })
  const taken = memory({ ...begun, upload: { taken: true } })
  const look = (...replies: Reply[]) => last.find(storedCall(...replies), kept, intent(last.request(kept)))

  test('takes the rest, and is the same each time', () => {
    expect(last.request(kept)).toEqual(put(each, size))
    expect(isPure(last, kept)).toBe(true)
  })
  test('asks instead of sending if TikTok has everything', () => {
    expect(last.request(taken)).toEqual(askStatus)
    expect(isPure(last, taken)).toBe(true)
  })
  test.each([200, 201])('%i is the end of it', (status) => {
    expect(last.read(reply(status), kept)).toEqual({ is: 'done', value: true })
  })
  test('206 is not: TikTok wants more', () => {
    expect(last.read(reply(206), kept)).toEqual({
      is: 'redo',
      from: 'upload',
      note: { url: answers.uploadUrl, status: 416 },
    })
  })
  test('asked instead, TikTok may want more after all', () => {
    const again = { is: 'redo', from: 'upload', note: { url: answers.uploadUrl, status: 416 } }
    expect(last.read(has(each), taken)).toEqual(again)
    expect(last.read(has(size), taken)).toEqual({ is: 'done', value: true })
    expect(last.read(reply(200, answers.status('PUBLISH_COMPLETE')), taken)).toEqual({ is: 'done', value: true })
  })
  test('a lost answer is settled by what TikTok has', async () => {
    expect(await look(has(each))).toMatchObject({ is: 'absent', sure: true })
    expect(await look(has(size))).toMatchObject({ is: 'done' })
    expect(await look(reply(200, answers.status('PUBLISH_COMPLETE')))).toMatchObject({ is: 'done' })
    // Taken and refused afterwards: the next step says why.
    expect(await look(reply(200, answers.status('FAILED', { fail_reason: 'internal' })))).toMatchObject({ is: 'done' })
    expect(await look(reply(200, answers.status('PROCESSING_UPLOAD')))).toMatchObject({ is: 'unsure' })
    expect(await look(reply(200, answers.enveloped({})))).toMatchObject({ is: 'unsure' })
  })
  test('never is a film called absent that TikTok has', () => {
    fc.assert(
      fc.property(
        fc.nat(size * 2),
        fc.constantFrom('PROCESSING_UPLOAD', 'FAILED', 'PUBLISH_COMPLETE'),
        (bytes, status) => {
          const { is } = progressOf({ status, uploaded_bytes: bytes }, size)
          expect(is === 'missing').toBe(status === 'PROCESSING_UPLOAD' && bytes < size)
        },
      ),
    )
  })
})
