/** Brakes on guessing: every try counts before it is judged, so that parallel ones cannot slip through. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'

const windowMs = 15 * 60_000
/** Tries in a window: for one account, and from one source (where several people may sit behind one address). */
const limits = { account: 10, source: 50 } as const

/** What may be tried: `sign-in` of an address, a set-up code, an invitation. */
export interface Try {
  readonly what: string
  readonly account?: string
  readonly source: string
}

const keysOf = ({ what, account, source }: Try): { key: string; limit: number }[] => [
  ...(account === undefined ? [] : [{ key: keyOf(what, 'account', account.toLowerCase()), limit: limits.account }]),
  { key: keyOf(what, 'source', source), limit: limits.source },
]

/** Hashed: the table needs no addresses of people. */
const keyOf = (...words: string[]): string => createHash('sha256').update(words.join('\n')).digest('base64url')

/** Counts a try; throws `access.too-many-tries` with the seconds to wait when there were too many. */
export async function countTry({ web, now }: Pick<Parts, 'web' | 'now'>, attempt: Try): Promise<void> {
  for (const { key, limit } of keysOf(attempt)) {
    const at = now().getTime()
    const { rows } = await sql<{ count: number; lastRequest: number }>`
      insert into auth."rateLimit" as r (key, count, "lastRequest") values (${key}, 1, ${at}::bigint)
      on conflict (key) do update set
        count = case when r."lastRequest" <= ${at - windowMs}::bigint then 1 else r.count + 1 end,
        "lastRequest" = case when r."lastRequest" <= ${at - windowMs}::bigint then ${at}::bigint else r."lastRequest" end
      returning count, "lastRequest"`.execute(web.kysely)
    const row = rows[0]
    if (row && row.count > limit) {
      throw problem('access.too-many-tries', { seconds: Math.ceil((row.lastRequest + windowMs - at) / 1000) })
    }
  }
}

/** A success proves that the account's owner is there: its tries are forgotten, and the source gets back this one. */
export async function forgetTries({ web }: Pick<Parts, 'web'>, { what, account = '', source }: Try): Promise<void> {
  await sql`delete from auth."rateLimit" where key = ${keyOf(what, 'account', account.toLowerCase())}`.execute(
    web.kysely,
  )
  await sql`update auth."rateLimit" set count = greatest(0, count - 1) where key = ${keyOf(what, 'source', source)}`.execute(
    web.kysely,
  )
}

/** Counts whose window is over. */
export async function deleteOldTries({ web, now }: Pick<Parts, 'web' | 'now'>): Promise<void> {
  await sql`delete from auth."rateLimit" where "lastRequest" <= ${now().getTime() - windowMs}::bigint`.execute(
    web.kysely,
  )
}
