import { sql } from 'kysely'
import { z } from 'zod'
import type { Asset } from '@posthorn/contract/schemas/posts.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { pageOf, readCursor, type Page } from '../http/cursor.ts'
import type { Parts } from '../parts.ts'
import { noteChange } from '../posts/posts.store.ts'

export type AssetView = z.output<typeof Asset>
export type AssetParts = Pick<Parts, 'web' | 'settings'>

const Key = z.tuple([z.uuid()])

/** The library, newest first. */
export async function listAssets(
  parts: AssetParts,
  workspaceId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<AssetView>> {
  const after = readCursor(cursor, Key)?.[0]
  const rows = await parts.web.inWorkspace(workspaceId, (trx) => {
    const all = trx
      .selectFrom('asset')
      .selectAll()
      .where('deletedAt', 'is', null)
      .orderBy('id', 'desc')
      .limit(limit + 1)
    return (after === undefined ? all : all.where('id', '<', after)).execute()
  })
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => showAsset(workspaceId, row),
  )
}

/** One file. Throws access.not-here. */
export const getAsset = (parts: AssetParts, workspaceId: string, id: string): Promise<AssetView> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    const row = await trx
      .selectFrom('asset')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (!row) throw problem('access.not-here')
    return showAsset(workspaceId, row)
  })

export const describeAsset = (parts: AssetParts, workspaceId: string, id: string, alt: string): Promise<AssetView> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    const row = await trx
      .updateTable('asset')
      .set({ alt })
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!row) throw problem('access.not-here')
    await noteChange(trx, workspaceId, 'asset', id)
    return showAsset(workspaceId, row)
  })

/** Takes a file out of the library; refused while a post that is not out yet uses it. */
export const deleteAsset = (parts: AssetParts, workspaceId: string, id: string): Promise<void> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    const { rows } = await sql`
      select from post_asset u join post s on s.workspace_id = u.workspace_id and s.id = u.post_id and s.deleted_at is null
      where u.asset_id = ${id} and (s.at is null or exists (select from publication p where p.workspace_id = s.workspace_id and p.post_id = s.id
        and p.state in ('scheduled', 'publishing', 'waiting', 'unconfirmed', 'needs_you', 'missed', 'draft', 'awaiting_approval'))) limit 1`.execute(
      trx,
    )
    if (rows.length > 0) throw problem('post.asset-in-use')
    const { numUpdatedRows } = await trx
      .updateTable('asset')
      .set({ deletedAt: sql<Date>`now()` })
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw problem('access.not-here')
    await noteChange(trx, workspaceId, 'asset', id)
  })

type Row = Omit<AssetView, 'url' | 'createdAt'> & { readonly createdAt: Date }

/** A row as the contract shows it. */
export const showAsset = (
  workspaceId: string,
  { id, kind, type, bytes, width, height, seconds, fps, codecs, pages, frames, located, name, alt, createdAt }: Row,
): AssetView => ({
  id,
  kind,
  type,
  bytes,
  width,
  height,
  seconds,
  fps,
  codecs,
  pages,
  frames,
  located,
  name,
  alt,
  url: `/api/v1/workspaces/${workspaceId}/assets/${id}/file`,
  createdAt: createdAt.toISOString(),
})
