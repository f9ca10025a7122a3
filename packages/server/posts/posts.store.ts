import { sql, type Transaction } from 'kysely'
import { assetsOf, effective, type Draft, type OwnDraft } from '@posthorn/domain/post/effective.ts'
import { json } from '../database/json.ts'
import type { Schema } from '../database/open.ts'

type Trx = Transaction<Schema>

export interface VersionRow {
  readonly channelId: string
  readonly own: OwnDraft
}
export interface PostRow {
  readonly id: string
  readonly base: Draft
  readonly versions: readonly VersionRow[]
  readonly at: Date | null
  readonly zone: string | null
  readonly wallTime: string | null
  readonly revision: number
  readonly latePolicy: 'window' | 'skip' | 'ask' | null
  readonly lateWindowSeconds: number | null
  readonly draftRunId: string | null
  readonly createdBy: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface PostContent {
  readonly base: Draft
  readonly versions: readonly VersionRow[]
  readonly latePolicy: PostRow['latePolicy']
  readonly lateWindowSeconds: number | null
  readonly draftRunId: string | null
}

/** Stores a new post and answers its id. */
export async function insertPost(
  trx: Trx,
  workspaceId: string,
  personId: string | null,
  content: PostContent,
): Promise<string> {
  const { id } = await trx
    .insertInto('post')
    .values({
      workspaceId,
      base: json(content.base) as never,
      latePolicy: content.latePolicy,
      lateWindowSeconds: content.lateWindowSeconds,
      draftRunId: content.draftRunId,
      createdBy: personId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await storeParts(trx, workspaceId, id, content)
  return id
}

/**
 * Stores new content over revision `revision`; false if somebody else was quicker. Publications that are not out yet
 * learn the new revision, so that the statement that sends one sees an edit that came first.
 */
export async function updatePost(
  trx: Trx,
  workspaceId: string,
  id: string,
  revision: number,
  content: PostContent,
): Promise<boolean> {
  const updated = await trx
    .updateTable('post')
    .set((eb) => ({
      base: json(content.base) as never,
      latePolicy: content.latePolicy,
      lateWindowSeconds: content.lateWindowSeconds,
      draftRunId: content.draftRunId,
      revision: eb('revision', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (updated.numUpdatedRows !== 1n) return false
  await storeParts(trx, workspaceId, id, content)
  await trx
    .updateTable('publication')
    .set({ revision: revision + 1 })
    .where('postId', '=', id)
    .where('state', 'in', ['draft', 'awaiting_approval', 'scheduled', 'waiting', 'missed'])
    .execute()
  return true
}

async function storeParts(
  trx: Trx,
  workspaceId: string,
  postId: string,
  { base, versions }: PostContent,
): Promise<void> {
  await trx.deleteFrom('version').where('postId', '=', postId).execute()
  if (versions.length > 0) {
    await trx
      .insertInto('version')
      .values(
        versions.map(({ channelId, own }, position) => ({
          workspaceId,
          postId,
          channelId,
          position,
          parts: own.parts === null ? null : (json(own.parts) as never),
          firstComment: own.firstComment,
          files: own.files === null ? null : (json(own.files) as never),
          settings: json(own.settings) as never,
        })),
      )
      .execute()
  }
  await trx.deleteFrom('postAsset').where('postId', '=', postId).execute()
  const used = [...new Set([base, ...versions.map(({ own }) => effective(base, own))].flatMap(assetsOf))]
  if (used.length > 0) {
    await trx
      .insertInto('postAsset')
      .values(used.map((assetId) => ({ workspaceId, postId, assetId })))
      .execute()
  }
}

/** A post with its versions, or undefined. `lock` keeps others from changing it until the transaction ends. */
export async function readPost(trx: Trx, id: string, { lock = false } = {}): Promise<PostRow | undefined> {
  const query = trx.selectFrom('post').selectAll().where('id', '=', id).where('deletedAt', 'is', null)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  if (!row) return undefined
  const versions = await trx.selectFrom('version').selectAll().where('postId', '=', id).orderBy('position').execute()
  return {
    ...row,
    base: row.base as unknown as Draft,
    versions: versions.map((version) => ({
      channelId: version.channelId,
      own: {
        parts: version.parts as OwnDraft['parts'],
        firstComment: version.firstComment,
        files: version.files as OwnDraft['files'],
        settings: version.settings as OwnDraft['settings'],
      },
    })),
  }
}

/** Marks a post deleted; false if its revision is another. */
export async function deletePost(trx: Trx, id: string, revision: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('post')
    .set({ deletedAt: sql<Date>`now()`, updatedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Sets the time that stands for the post as a whole: the earliest of its publications. */
export const setTime = (trx: Trx, id: string, time: { at: Date; zone: string; wallTime: string } | null) =>
  trx
    .updateTable('post')
    .set({
      at: time?.at ?? null,
      zone: time?.zone ?? null,
      wallTime: time?.wallTime ?? null,
      updatedAt: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()

export const bumpRevision = (trx: Trx, id: string) =>
  trx
    .updateTable('post')
    .set((eb) => ({ revision: eb('revision', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .execute()

/** Tells event streams that something changed besides publications. */
export const noteChange = (
  trx: Trx,
  workspaceId: string,
  what: 'post' | 'publication' | 'channel' | 'asset' | 'workspace' | 'draft_run',
  rowId: string,
) => trx.insertInto('change').values({ workspaceId, what, rowId }).execute()
