/** The ledger of what providers were asked. Append-only, and never a text. */
import { sql } from 'kysely'
import type { Usage } from './model/call.ts'
import type { Trx } from './writing.store.ts'

/** Books an attempt and adds it to its run, in one transaction of the caller. */
export async function book(
  trx: Trx,
  workspaceId: string,
  runId: string,
  usage: Usage,
): Promise<{ readonly costMicros: number | null; readonly tokens: number }> {
  await trx
    .insertInto('usageEntry')
    .values({ workspaceId, runId, ...usage })
    .execute()
  return trx
    .updateTable('draftRun')
    .set({
      tokens: sql`tokens + ${usage.inputTokens + usage.outputTokens}`,
      costMicros: sql<
        number | null
      >`case when ${usage.costMicros}::bigint is null then cost_micros else coalesce(cost_micros, 0) + ${usage.costMicros}::bigint end`,
    })
    .where('id', '=', runId)
    .returning(['costMicros', 'tokens'])
    .executeTakeFirstOrThrow()
}

/** Spent in the calendar month of this day (UTC). */
export async function spentMicros(trx: Trx, now: Date): Promise<number> {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
  const row = await trx
    .selectFrom('usageEntry')
    .select(sql<number>`coalesce(sum(cost_micros), 0)::bigint`.as('spent'))
    .where('startedAt', '>=', from)
    .executeTakeFirstOrThrow()
  return row.spent
}
