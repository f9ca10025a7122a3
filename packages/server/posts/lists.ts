import { sql } from 'kysely'
import { z } from 'zod'
import type { CalendarDays, PostSummary, Today } from '@posthorn/contract/schemas/posts.ts'
import type { State } from '@posthorn/domain/post/states.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { knownZone } from '@posthorn/domain/schedule/wall.ts'
import { IdKey, pageOf, readCursor, type Page } from '../http/cursor.ts'
import { readCards, readCardsById, readDays, type CardFilter, type CardRow } from './cards.store.ts'
import type { PostParts } from './posts.ts'
import { cardOf, iso, type Card } from './shape.ts'

const CardKey = z.tuple([z.iso.datetime(), z.uuid()])
const keyOfCard = (row: CardRow) => [row.dueAt.toISOString(), row.id]

/** A page of publications in the order of time. */
export const listCards = async (
  parts: PostParts,
  workspaceId: string,
  { cursor, limit, ...filter }: Omit<CardFilter, 'after' | 'limit'> & { cursor?: string | undefined; limit: number },
): Promise<Page<Card>> => {
  const after = readCursor(cursor, CardKey)
  const rows = await parts.web.inWorkspace(workspaceId, (trx) =>
    readCards(trx, workspaceId, { ...filter, after, limit }),
  )
  return pageOf(rows, limit, keyOfCard, cardOf)
}

/** Most days one month view may ask for. */
const mostDays = 62

export async function calendarDays(
  parts: PostParts,
  workspaceId: string,
  query: { from: string; to: string; zone: string; channel?: string | undefined; state?: State | undefined },
): Promise<z.output<typeof CalendarDays>> {
  const days = (Date.parse(query.to) - Date.parse(query.from)) / 86_400_000
  if (!(days > 0 && days <= mostDays))
    throw problem('post.limit', { count: days, what: 'days', max: mostDays }, { field: 'to' })
  const zone = knownZone(query.zone)
  return parts.web.inWorkspace(workspaceId, async (trx) => {
    const rows = await readDays(trx, workspaceId, { ...query, zone })
    const cards = new Map(
      (
        await readCardsById(
          trx,
          workspaceId,
          rows.flatMap((row) => [...row.top]),
        )
      ).map((card) => [card.id, card]),
    )
    return {
      days: rows.map(({ day, counts, top }) => ({
        day,
        counts,
        top: top.flatMap((id) => {
          const card = cards.get(id)
          return card ? [cardOf(card)] : []
        }),
      })),
    }
  })
}

interface SummaryRow {
  readonly id: string
  readonly words: string
  readonly at: Date | null
  readonly zone: string | null
  readonly revision: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly channels: readonly string[]
  readonly publications: readonly { id: string; channelId: string; state: State; dueAt: string }[]
}

/** A page of posts, newest first. */
export async function listPosts(
  parts: PostParts,
  workspaceId: string,
  {
    cursor,
    limit,
    state,
    unplanned,
    q,
  }: {
    cursor?: string | undefined
    limit: number
    state?: State | undefined
    unplanned?: boolean | undefined
    q?: string | undefined
  },
): Promise<Page<z.output<typeof PostSummary>>> {
  const after = readCursor(cursor, IdKey)?.[0] ?? null
  const like = q ? `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%` : null
  const { rows } = await parts.web.inWorkspace(workspaceId, (trx) =>
    sql<SummaryRow>`
      select s.id, left(regexp_replace(coalesce(s.base #>> '{parts,0,text}', ''), '\\s+', ' ', 'g'), 160) as words, s.at, s.zone, s.revision, s.created_at, s.updated_at,
        coalesce((select jsonb_agg(v.channel_id order by v.position) from version v where v.workspace_id = s.workspace_id and v.post_id = s.id), '[]') as channels,
        coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'channelId', p.channel_id, 'state', p.state, 'dueAt', p.due_at) order by p.due_at, p.id)
          from (select distinct on (channel_id) * from publication p where p.workspace_id = s.workspace_id and p.post_id = s.id order by channel_id, run desc) p), '[]') as publications
      from post s
      where s.workspace_id = ${workspaceId} and s.deleted_at is null
        and (${after}::uuid is null or s.id < ${after}::uuid)
        and (${like}::text is null or s.base::text ilike ${like}::text)
        and (${state ?? null}::text is null or exists (select from publication p where p.workspace_id = s.workspace_id and p.post_id = s.id and p.state = (${state ?? null}::text)::publication_state))
        and (${unplanned ?? null}::boolean is null or ${unplanned ?? null}::boolean = not exists (select from publication p where p.workspace_id = s.workspace_id and p.post_id = s.id and p.state not in ('draft', 'cancelled')))
      order by s.id desc limit ${limit + 1}`.execute(trx),
  )
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({
      ...row,
      at: iso(row.at),
      channels: [...row.channels],
      publications: row.publications.map((one) => ({ ...one, dueAt: new Date(one.dueAt).toISOString() })),
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    }),
  )
}

const day = 86_400_000
/** Access that ends within so many days is worth a word. */
const soonDays = 7

/** What needs a person, what is next, what went out. */
export function today(parts: PostParts, workspaceId: string): Promise<z.output<typeof Today>> {
  const now = parts.now()
  const since = new Date(now.getTime() - day)
  return parts.web.inWorkspace(workspaceId, async (trx) => {
    const cards = async (filter: Omit<CardFilter, 'limit'>, limit: number) =>
      (await readCards(trx, workspaceId, { ...filter, limit })).slice(0, limit)
    const troubled = await cards(
      { states: ['needs_you', 'failed', 'missed'], from: new Date(now.getTime() - 14 * day), newestFirst: true },
      100,
    )
    const order: readonly State[] = ['needs_you', 'failed', 'missed']
    const latest = await newestRuns(trx, troubled)
    const next = await cards(
      { states: ['scheduled', 'publishing', 'waiting', 'unconfirmed'], from: since, to: new Date(now.getTime() + day) },
      50,
    )
    const wentOut = await cards(
      { states: ['published', 'handed_over'], from: since, to: new Date(now.getTime() + 60_000), newestFirst: true },
      50,
    )
    const due = await trx
      .selectFrom('publication')
      .select((eb) => [
        eb.fn.countAll<number>().as('total'),
        sql<number>`count(*) filter (where state in ('published', 'handed_over', 'removed'))`.as('out'),
      ])
      .where('dueAt', '>=', since)
      .where('dueAt', '<=', now)
      .where('state', 'not in', ['draft', 'cancelled', 'awaiting_approval'])
      .executeTakeFirstOrThrow()
    const { rows: reconnect } = await sql<{
      channelId: string
      name: string
      why: string | null
      state: string
      expiresAt: Date | null
      waiting: number
    }>`
      select c.id as channel_id, c.name, c.state_why as why, c.state, k.expires_at,
        (select count(*)::int from publication p where p.workspace_id = c.workspace_id and p.channel_id = c.id and p.state in ('scheduled', 'waiting')) as waiting
      from channel c left join consent k on k.workspace_id = c.workspace_id and k.id = c.consent_id
      where c.state = 'reconnect' or (c.state = 'connected' and k.renewable = false and k.expires_at < ${new Date(now.getTime() + soonDays * day)})
      order by c.state desc, k.expires_at`.execute(trx)
    const drafts = await trx
      .selectFrom('post')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('deletedAt', 'is', null)
      .where('at', 'is', null)
      .executeTakeFirstOrThrow()
    return {
      needsYou: troubled
        .filter((card) => latest.has(card.id) && !(card.state === 'missed' && card.reason === 'skipped'))
        .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
        .map(cardOf),
      next: next.map(cardOf),
      wentOut: wentOut.map(cardOf),
      dueSince: { total: due.total, out: due.out, since: since.toISOString() },
      reconnect: reconnect.map((row) => ({
        channelId: row.channelId,
        name: row.name,
        why: row.state === 'reconnect' ? (row.why ?? 'has to be connected again') : 'access ends soon',
        expiresAt: iso(row.expiresAt),
        waiting: row.waiting,
      })),
      drafts: drafts.n,
    }
  })
}

/** Of these, the ones that no later run has taken the place of. */
async function newestRuns(
  trx: Parameters<typeof readCards>[0],
  cards: readonly CardRow[],
): Promise<ReadonlySet<string>> {
  if (cards.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select p.id from publication p where p.id = any(${cards.map((card) => card.id)}::uuid[])
      and not exists (select from publication l where l.workspace_id = p.workspace_id and l.post_id = p.post_id and l.channel_id = p.channel_id and l.run > p.run)`.execute(
    trx,
  )
  return new Set(rows.map((row) => row.id))
}
