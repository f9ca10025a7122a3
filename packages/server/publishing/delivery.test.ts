import { describe, expect, test } from 'vitest'
import { takeLanes } from './lanes.store.ts'
import { takeTurn } from './turn.ts'
import { wakeChannel } from './wake.ts'
import { answers, lost, ok, unsent } from './testing/chirp.ts'
import { setStage, settleNow } from './testing/stage.ts'

describe('a post that simply goes out', () => {
  test('is sent once, published with evidence, and its lane comes to rest', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['hello'])
    stage.script.once.push(ok('1'))
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({
      state: 'published',
      remote_id: '1',
      permalink: 'https://practice.example/1',
      evidence: { how: 'answer' },
      sending_step: null,
      intent: null,
    })
    expect(stage.sent).toEqual(['hello'])
    const [lane] = await stage.sql<{ wake_at: number }>(`select wake_at = 'infinity' as wake_at from lane`)
    expect(lane?.wake_at).toBe(true)
  })

  test('takes its free steps first and remembers them', async () => {
    await using stage = await setStage()
    stage.script.uploads = true
    const id = await stage.plan(['with file'])
    stage.script.free.push(answers(200))
    stage.script.once.push(ok('1'))
    await stage.settle()
    expect((await stage.row(id)).state).toBe('published')
    const steps = await stage.sql<{ name: string; state: string; value: string | null }>(
      `select name, state, value from publication_step order by at`,
    )
    expect(steps.map(({ name, state }) => [name, state])).toEqual([
      ['upload:0', 'done'],
      ['part:0', 'live'],
    ])
    expect(steps.every(({ value }) => value === null)).toBe(true)
  })

  test('goes on with others of the lane in the order of their time', async () => {
    await using stage = await setStage()
    await stage.plan(['second'], { lateSeconds: 5 })
    await stage.plan(['first'], { lateSeconds: 10 })
    await stage.plan(['third'])
    stage.script.once.push(ok('1'), ok('2'), ok('3'))
    await stage.settle()
    expect(stage.sent).toEqual(['first', 'second', 'third'])
  })
})

describe('what came back', () => {
  const ends = [
    ['400', answers(400), 'failed', 'network.refused'],
    ['403', answers(403, { detail: 'You may not.' }), 'failed', 'network.refused'],
    ['404', answers(404), 'failed', 'network.refused'],
    ['422', answers(422), 'failed', 'network.refused'],
  ] as const
  test.each(ends)('%s on the irrevocable request fails with the network’s words', async (_, answer, state, code) => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(answer)
    await stage.settle()
    const row = await stage.row(id)
    expect(row).toMatchObject({ state, problem: { code } })
    expect(row.ended_at).not.toBeNull()
  })

  test.each([
    ['no answer', lost],
    ['302', answers(302)],
    ['408', answers(408)],
    ['409', answers(409)],
    ['500', answers(500)],
    ['503 with Retry-After', answers(503, 'later', { 'retry-after': '1' })],
    ['2xx that cannot be read', answers(200, { nothing: true })],
  ])('%s is unknown: looked at, and published with what was seen', async (_, answer) => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(answer)
    stage.script.find.push(() => ({ is: 'live', remote: { id: '7', at: 'public' }, seen: 'own timeline' }))
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({
      state: 'published',
      remote_id: '7',
      evidence: { how: 'look', seen: 'own timeline' },
    })
    expect(stage.sent).toEqual(['x'])
  })

  test('nothing had left: tried again after a pause, by the same row', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(unsent)
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'waiting', reason: 'retry', sending_step: null })
    await stage.sql(`update publication set wake_at = now()`)
    await stage.sql(`select wake_lane(id, now()) from lane`)
    stage.script.once.push(ok('1'))
    await stage.settle()
    expect((await stage.row(id)).state).toBe('published')
    expect(stage.sent).toEqual(['x'])
  })

  test('401 renews once and sends again; the request had been refused as a whole', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(answers(401), ok('1'))
    stage.script.renew.push('renewed')
    await stage.settle()
    expect((await stage.row(id)).state).toBe('published')
  })

  test('401 after a renewal asks to reconnect; the publication waits, the channel says so', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(answers(401), answers(401))
    stage.script.renew.push('renewed')
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'waiting', reason: 'reconnect' })
    expect(await stage.sql(`select state from channel`)).toEqual([{ state: 'reconnect' }])
  })

  test('429 closes the lane for exactly the time given and uses up nothing', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(answers(429, 'slow', { 'retry-after': '120' }))
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'waiting', reason: 'slow_down' })
    const [lane] = await stage.sql<{ seconds: number }>(
      `select extract(epoch from closed_until - now())::int as seconds from lane`,
    )
    expect(lane?.seconds).toBeGreaterThan(110)
    expect(lane?.seconds).toBeLessThanOrEqual(120)
  })

  test('a double that the network names proves it only after an unclear send of our own', async () => {
    await using stage = await setStage()
    stage.script.resend = true
    stage.script.classify = ({ reply }) =>
      reply?.status === 422 ? { is: 'exists', remote: { id: '9', at: 'public' } } : undefined
    const first = await stage.plan(['x'])
    stage.script.once.push(answers(422))
    await stage.settle()
    expect(await stage.row(first)).toMatchObject({ state: 'failed', problem: { code: 'network.duplicate' } })
    const second = await stage.plan(['y'])
    stage.script.once.push(lost, answers(422))
    const absent = () => ({ is: 'absent', sure: false, seen: 'list' }) as const
    stage.script.find.push(absent, absent)
    await settleNow(stage)
    expect(await stage.row(second)).toMatchObject({
      state: 'published',
      remote_id: '9',
      evidence: { how: 'duplicate' },
    })
  })
})

describe('threads and extras', () => {
  test('a refused third part leaves the first two out and asks; going on sends only what is missing', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['one', 'two', 'three'])
    stage.script.once.push(ok('1'), ok('2'), answers(403))
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'needs_you', remote_id: '1' })
    await stage.sql(`delete from publication_step where state = 'refused'`)
    await stage.sql(`update publication set state = 'publishing', wake_at = now()`)
    await stage.sql(`select wake_lane(id, now()) from lane`)
    stage.script.once.push(ok('3'))
    await stage.settle()
    expect((await stage.row(id)).state).toBe('published')
    expect(stage.sent).toEqual(['one', 'two', 'three', 'three'])
  })

  test('while a thread is half out, its lane serves nothing else', async () => {
    await using stage = await setStage()
    stage.script.look = [600]
    const thread = await stage.plan(['one', 'two'], { lateSeconds: 1 })
    const other = await stage.plan(['other'])
    stage.script.once.push(ok('1'), lost)
    await stage.settle()
    expect((await stage.row(thread)).state).toBe('unconfirmed')
    expect((await stage.row(other)).state).toBe('scheduled')
    await stage.sql(`update publication set wake_at = now() where id = $1`, [thread])
    await stage.sql(`select wake_lane(id, now()) from lane`)
    stage.script.find.push(() => ({ is: 'live', remote: { id: '2', at: 'public' }, seen: 'there' }))
    stage.script.once.push(ok('3'))
    await stage.settle()
    expect((await stage.row(thread)).state).toBe('published')
    expect((await stage.row(other)).state).toBe('published')
  })

  test('a first comment that is refused is a note; the post stays published', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['post'], { firstComment: 'comment' })
    stage.script.once.push(ok('1'), answers(403))
    await stage.settle()
    const row = await stage.row(id)
    expect(row).toMatchObject({ state: 'published', notes: [{ code: 'network.refused' }] })
    expect(row.ended_at).not.toBeNull()
  })

  test('a first comment whose answer is lost is looked at, never repeated', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['post'], { firstComment: 'comment' })
    stage.script.once.push(ok('1'), lost)
    stage.script.find.push(
      () => ({ is: 'unsure', why: 'comments cannot be read' }),
      () => ({ is: 'unsure', why: 'comments cannot be read' }),
    )
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'published', notes: [{ code: 'network.cannot-tell' }] })
    expect(stage.sent).toEqual(['post', 'comment'])
  })
})

describe('people and time', () => {
  test('too late is missed, and nothing is sent', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'], { lateSeconds: 2 * 3600 })
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'missed', reason: 'ask' })
    expect(stage.sent).toEqual([])
  })

  test('an hour late still goes out by default', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'], { lateSeconds: 3500 })
    stage.script.once.push(ok('1'))
    await stage.settle()
    expect((await stage.row(id)).state).toBe('published')
  })

  test('a stop holds what is due', async () => {
    await using stage = await setStage()
    await stage.sql(`update workspace set stopped_at = now()`)
    const id = await stage.plan(['x'])
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'scheduled', reason: 'paused' })
    expect(stage.sent).toEqual([])
  })

  test('cancelled between two steps: nothing irrevocable leaves', async () => {
    await using stage = await setStage()
    stage.script.uploads = true
    const id = await stage.plan(['x'])
    stage.script.free.push(async () => {
      await stage.sql(`update publication set cancel_asked = now()`)
      return { status: 200, headers: {}, body: null }
    })
    await stage.settle()
    expect((await stage.row(id)).state).toBe('cancelled')
    expect(stage.sent).toEqual([])
  })

  test('an edit that came before the send is what goes out', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['old'])
    const lanes = await takeLanes(stage.db.worker.pool, 1)
    const lane = lanes[0]
    if (!lane) throw new Error('no lane')
    const { loadDue } = await import('./due.store.ts')
    const [stale] = await loadDue(stage.db.worker.pool, lane, 1)
    await stage.sql(`update post set base = jsonb_set(base, '{parts,0,text}', '"new"'), revision = 2`)
    await stage.sql(`update publication set revision = 2`)
    expect(stale?.revision).toBe(1)
    stage.script.once.push(ok('1'))
    await takeTurn(stage.deps, lane, new AbortController().signal)
    expect((await stage.row(id)).state).toBe('published')
    expect(stage.sent).toEqual(['new'])
  })

  test('a plan of another version starts anew if nothing was sent, and asks if something was', async () => {
    await using stage = await setStage()
    stage.script.uploads = true
    const id = await stage.plan(['x'])
    stage.script.free.push(answers(503))
    await stage.settle()
    stage.script.version = 2
    stage.script.uploads = false
    await stage.sql(`update publication set wake_at = now()`)
    await stage.sql(`select wake_lane(id, now()) from lane`)
    stage.script.once.push(lost)
    stage.script.look = [600]
    await stage.settle()
    expect((await stage.row(id)).state).toBe('unconfirmed')
    stage.script.version = 3
    await stage.sql(`update publication set wake_at = now()`)
    await stage.sql(`select wake_lane(id, now()) from lane`)
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'needs_you', problem: { code: 'publishing.plan-changed' } })
    expect(stage.sent).toEqual(['x'])
  })
})

describe('what people move while a turn is busy', () => {
  const tomorrow = `update publication set due_at = now() + interval '1 day', wake_at = now() + interval '1 day' where id = $1`

  test.each([false, true])(
    'a publication moved to tomorrow does not go out today (free step first: %s)',
    async (uploads) => {
      await using stage = await setStage()
      stage.script.uploads = uploads
      await stage.plan(['first'], { lateSeconds: 5 })
      const moved = await stage.plan(['moved'])
      if (uploads) stage.script.free.push(answers(200))
      stage.script.once.push(async () => {
        await stage.sql(tomorrow, [moved])
        return { status: 201, headers: {}, body: { id: '1' } }
      })
      await stage.settle()
      expect(stage.sent).toEqual(['first'])
      const row = await stage.row(moved)
      expect(row.state).toBe('scheduled')
      expect(row.wake_at.getTime()).toBeGreaterThan(Date.now() + 3_600_000)
    },
  )

  test('one that was too late and is moved to tomorrow is not missed', async () => {
    await using stage = await setStage()
    const first = await stage.plan(['first'], { lateSeconds: 7300 })
    const moved = await stage.plan(['moved'], { lateSeconds: 7200 })
    await stage.sql(
      `update post set late_policy = 'window', late_window_seconds = 8000 where id = (select post_id from publication where id = $1)`,
      [first],
    )
    stage.script.once.push(async () => {
      await stage.sql(tomorrow, [moved])
      return { status: 201, headers: {}, body: { id: '1' } }
    })
    await stage.settle()
    expect((await stage.row(moved)).state).toBe('scheduled')
  })
})

describe('an extra that has to wait', () => {
  test('for a reconnection goes on when the channel is back', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['post'], { firstComment: 'comment' })
    stage.script.once.push(ok('1'), answers(401))
    stage.script.renew.push('reconnect')
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'published', reason: 'reconnect', ended_at: null })
    await stage.sql(`update channel set state = 'connected'`)
    await stage.db.web.inWorkspace(stage.workspaceId, (trx) => wakeChannel(trx, stage))
    stage.script.once.push(ok('c'))
    await stage.settle()
    const row = await stage.row(id)
    expect(row).toMatchObject({ state: 'published', reason: null, notes: [] })
    expect(row.ended_at).not.toBeNull()
    expect(stage.sent).toEqual(['post', 'comment', 'comment'])
  })
})

describe('fences', () => {
  test('a worker that lost its lane writes nothing and sends nothing', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    const [lane] = await takeLanes(stage.db.worker.pool, 1)
    if (!lane) throw new Error('no lane')
    await stage.sql(`update lane set fence = fence + 1`)
    await takeTurn(stage.deps, lane, new AbortController().signal)
    expect((await stage.row(id)).state).toBe('scheduled')
    expect(stage.sent).toEqual([])
  })

  test('a worker killed after the intent: the next one looks, and never sends blindly', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(() => {
      throw new Error('killed')
    })
    await stage.pull()
    // As a kill leaves it: the intent is stored, no answer came, the lease has run out.
    await stage.sql(`update lane set busy_until = '-infinity', wake_at = now(), fence = fence + 1`)
    await stage.sql(`update publication set wake_at = now()`)
    stage.script.find.push(() => ({ is: 'live', remote: { id: '5', at: 'public' }, seen: 'there' }))
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: '5', evidence: { how: 'look' } })
    expect(stage.sent.filter((text) => text === 'x').length).toBeLessThanOrEqual(1)
  })

  test('two workers never hold one lane', async () => {
    await using stage = await setStage()
    await stage.plan(['x'])
    const [a, b] = await Promise.all([takeLanes(stage.db.worker.pool, 5), takeLanes(stage.db.worker.pool, 5)])
    expect(a.length + b.length).toBe(1)
  })
})
