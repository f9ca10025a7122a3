import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moves, states, type State } from '@posthorn/domain/post/states.ts'
import { sqlState } from '../database/errors.ts'
import { setStage, type Stage } from './testing/stage.ts'

let stage: Stage
let id: string
beforeAll(async () => {
  stage = await setStage()
  id = await stage.plan(['x'])
  // What closed and published rows must have, so that only the move itself can be refused.
  await stage.sql(`update publication set wake_at = 'infinity', evidence = '{}'`)
})
afterAll(() => stage[Symbol.asyncDispose]())

/** Puts the row into a state behind the trigger's back, tries the move, and undoes both. */
async function isAllowed(from: State, to: State): Promise<boolean> {
  const client = await stage.db.superuser.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query('update publication set state = $2 where id = $1', [id, from])
    await client.query('set local session_replication_role = origin')
    await client.query('update publication set state = $2 where id = $1', [id, to])
    return true
  } catch (error) {
    expect(sqlState(error)).toBe('23514')
    expect(error).toMatchObject({ constraint: 'publication_moves' })
    return false
  } finally {
    await client.query('rollback')
    client.release()
  }
}

describe('the state machine of the database', () => {
  const others = (from: State) => states.filter((to) => to !== from)

  test.each(states)('lets %s become exactly what the domain says', async (from) => {
    const allowed: State[] = []
    for (const to of others(from)) if (await isAllowed(from, to)) allowed.push(to)
    expect(allowed.toSorted()).toEqual([...moves[from]].toSorted())
  })

  test.each(states)('takes writes to a publication that stays %s', async (state) => {
    expect(await isAllowed(state, state)).toBe(true)
  })

  test('begins where nothing has been sent', async () => {
    const born: State[] = []
    for (const state of states) {
      const [row] = await stage
        .sql<{ id: string }>(
          `insert into publication (workspace_id, post_id, channel_id, lane_id, run, state, due_at, wake_at, zone, wall_time, evidence)
           select workspace_id, post_id, channel_id, lane_id, $2, $3, due_at, 'infinity', zone, wall_time, '{}'
           from publication where id = $1 returning id`,
          [id, 2 + born.length, state],
        )
        .catch(() => [])
      if (row) born.push(state)
    }
    expect(born).toEqual(['draft', 'awaiting_approval', 'scheduled'])
  })
})
