/**
 * Background work: renditions, renewals, clean-up. It may run twice and must not mind; what must happen once is
 * delivery's, never a job's. pg-boss keeps the jobs in the schema `pgboss` of our own database.
 *
 * A job is a value, made beside what does it:  export const renew = job<{ consentId: string }>('channels.renew')
 * and used as  jobs.register(renew, async ({ consentId }) => …)  and  jobs.send(renew, { consentId }, { trx })
 */
import { fromKysely, PgBoss } from 'pg-boss'
import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Schema } from './database/open.ts'

declare const carries: unique symbol
export interface Job<Data extends object> {
  readonly name: string
  readonly tries: number
  /** Longest it may run, in seconds; then it is taken for dead and tried again. */
  readonly seconds: number
  readonly [carries]?: Data
}

/** Describes a kind of job. By default tried 5 times with growing pauses, 5 minutes at most each. */
export const job = <Data extends object = Record<never, never>>(
  name: string,
  { tries = 5, seconds = 300 }: { tries?: number; seconds?: number } = {},
): Job<Data> => ({ name, tries, seconds })

export interface SendOptions {
  /** The job exists only if this transaction commits. */
  readonly trx?: Transaction<Schema>
  readonly after?: Date
  /** While a job of this kind and key waits or runs, another is not added. */
  readonly key?: string
}

export interface Jobs extends AsyncDisposable {
  /** From now on this process does such jobs, `atOnce` (2) at a time. */
  register<Data extends object>(
    kind: Job<Data>,
    work: (data: Data, signal: AbortSignal) => Promise<unknown>,
    options?: { readonly atOnce?: number },
  ): Promise<void>
  send<Data extends object>(kind: Job<Data>, data: Data, options?: SendOptions): Promise<void>
  /** Sends at each tick of a cron expression (UTC), once over all processes. */
  schedule<Data extends object>(kind: Job<Data>, cron: string, data: Data): Promise<void>
}

export interface JobsOptions {
  /** The owner's address: pg-boss makes and updates its schema. */
  readonly url: string
  readonly log: Logger
  /** False: only sends; another process does the work. */
  readonly works?: boolean
}

/** Opens the queue and makes sure of its tables. */
export async function openJobs({ url, log, works = true }: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    schema: 'pgboss',
    application_name: 'posthorn-jobs',
    max: 4,
    supervise: works,
    schedule: works,
  })
  boss.on('error', (error) => log.error({ err: error }, 'the job queue met an error'))
  await boss.start()
  await letRolesSend(boss)

  const made = new Map<string, Promise<void>>()
  /** pg-boss refuses a job whose queue it does not know; making one twice is harmless. */
  const ensure = ({ name, tries, seconds }: Job<object>): Promise<void> => {
    const known = made.get(name)
    if (known) return known
    const making = boss.createQueue(name, {
      policy: 'exclusive',
      retryLimit: tries - 1,
      retryDelay: 5,
      retryBackoff: true,
      expireInSeconds: seconds,
    })
    made.set(name, making)
    making.catch(() => made.delete(name))
    return making
  }

  return {
    async register(kind, work, { atOnce = 2 } = {}) {
      if (!works) return
      await ensure(kind)
      await boss.work(kind.name, { localConcurrency: atOnce, pollingIntervalSeconds: 1 }, async (jobs) => {
        for (const one of jobs) {
          try {
            await work(one.data as Parameters<typeof work>[0], one.signal)
          } catch (error) {
            log.warn({ err: error, job: kind.name, jobId: one.id }, 'a job failed and may be tried again')
            throw error
          }
        }
      })
    },
    async send(kind, data, { trx, after, key } = {}) {
      await ensure(kind)
      await boss.send(kind.name, data, {
        // `exclusive` allows one job for each key; a key of its own makes it one of many.
        singletonKey: key ?? crypto.randomUUID(),
        ...(after ? { startAfter: after } : {}),
        ...(trx ? { db: fromKysely(trx) } : {}),
      })
    },
    async schedule(kind, cron, data) {
      await ensure(kind)
      await boss.schedule(kind.name, cron, data, { singletonKey: 'scheduled' })
    },
    async [Symbol.asyncDispose]() {
      await boss.stop({ graceful: true, timeout: 3000 })
    },
  }
}

/** Modules send inside their own transactions, which run under our two roles. */
async function letRolesSend(boss: PgBoss): Promise<void> {
  await boss.getDb().executeSql(`
    grant usage on schema pgboss to posthorn_web, posthorn_worker;
    grant select, insert, update on all tables in schema pgboss to posthorn_web, posthorn_worker`)
}
