import type { Transaction } from 'kysely'
import type { Rendition } from '@posthorn/domain/media/media.ts'
import type { Database, Schema } from '../database/open.ts'

/** The files of a workspace's library as an adapter sees them, by id. Unknown ids are missing from the map. */
export async function renditionsOf(trx: Transaction<Schema>, ids: readonly string[]): Promise<Map<string, Rendition>> {
  if (ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('asset')
    .select(['id', 'kind', 'type', 'bytes', 'sha256', 'width', 'height', 'seconds', 'fps', 'codecs', 'pages', 'alt'])
    .where('id', 'in', [...ids])
    .where('deletedAt', 'is', null)
    .execute()
  return new Map(
    rows.map(({ width, height, seconds, fps, codecs, pages, ...row }): [string, Rendition] => [
      row.id,
      {
        ...row,
        ...(width !== null && height !== null ? { size: [width, height] as const } : {}),
        ...(seconds !== null ? { seconds } : {}),
        ...(fps !== null ? { fps } : {}),
        ...(codecs !== null ? { codecs } : {}),
        ...(pages !== null ? { pages } : {}),
      },
    ]),
  )
}

export const loadRenditions = (database: Database, workspaceId: string, ids: readonly string[]) =>
  database.inWorkspace(workspaceId, (trx) => renditionsOf(trx, ids))
