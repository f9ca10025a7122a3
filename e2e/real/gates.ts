/**
 * Gates inside the database, at the two statements that matter: the one that stores what is about to be sent, and the
 * one that stores what came back. A closed gate holds a worker in the middle of the statement, for as long as a test
 * needs to end it there. What the statement does is not touched.
 */
import type { TestDatabase } from '@posthorn/server/database/testing/database.ts'
import { until } from './until.ts'

/** `intent`: before a request leaves. `answer`: after it came back. */
export type Statement = 'intent' | 'answer'

export interface Gate {
  /** A worker stands before it. */
  readonly isReached: () => Promise<boolean>
  /** Ends the statement as if it had never come: the connection of whoever waits is cut. */
  cut(): Promise<void>
  /** Lets the statement go on and waits until it has committed, whether or not its client still lives. */
  open(): Promise<void>
}

const classes = { intent: 1, answer: 2 } as const

/** Builds the gates; all are open. */
export async function buildGates({ superuser }: TestDatabase): Promise<void> {
  await superuser.query(`
    create function app.hold_at_gate() returns trigger language plpgsql as $$
    begin
      if old.sending_step is null then
        perform pg_advisory_xact_lock(${classes.intent}, hashtext(new.sending_step));
      else
        perform pg_advisory_xact_lock(${classes.answer}, hashtext(old.sending_step));
      end if;
      return new;
    end $$;
    create trigger gates before update on app.publication for each row
      when (old.sending_step is distinct from new.sending_step) execute function app.hold_at_gate()`)
}

/** Closes the gate of one step. */
export async function closeGate({ superuser }: TestDatabase, statement: Statement, step: string): Promise<Gate> {
  const client = await superuser.connect()
  const lock = [classes[statement], step]
  await client.query('select pg_advisory_lock($1, hashtext($2))', lock)
  const waiting = async (): Promise<number[]> => {
    const { rows } = await superuser.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and not granted and classid = $1
       and objid = (hashtext($2)::bigint & 4294967295)::oid and database = (select oid from pg_database where datname = current_database())`,
      lock,
    )
    return rows.map(({ pid }) => pid)
  }
  const isAlive = async (pids: readonly number[]): Promise<boolean> => {
    const { rows } = await superuser.query(
      `select from pg_stat_activity where pid = any($1) and state = 'active' and wait_event = 'advisory'`,
      [pids],
    )
    return rows.length > 0
  }
  const unlock = async (): Promise<void> => {
    await client.query('select pg_advisory_unlock($1, hashtext($2))', lock)
    client.release()
  }
  return {
    isReached: async () => (await waiting()).length > 0,
    async cut() {
      const pids = await waiting()
      await superuser.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [pids])
      await until(async () => !(await isAlive(pids)))
      await unlock()
    },
    async open() {
      const pids = await waiting()
      await unlock()
      await until(async () => !(await isAlive(pids)))
    },
  }
}
