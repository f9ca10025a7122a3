import type { Rendition } from '@posthorn/domain/media/media.ts'
import type { Database } from '../database/open.ts'

/** The files of a workspace's library as an adapter sees them, by id. Unknown ids are missing from the map. */
export async function loadRenditions(
  database: Database,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Rendition>> {
  const rows = await database.inWorkspace(workspaceId, (trx) =>
    trx
      .selectFrom('asset')
      .select(['id', 'kind', 'type', 'bytes', 'sha256', 'width', 'height', 'seconds', 'alt'])
      .where('id', 'in', [...ids])
      .execute(),
  )
  return new Map(
    rows.map((row): [string, Rendition] => [
      row.id,
      {
        id: row.id,
        kind: row.kind as Rendition['kind'],
        type: row.type,
        bytes: Number(row.bytes),
        sha256: row.sha256,
        ...(row.width !== null && row.height !== null ? { size: [row.width, row.height] as const } : {}),
        ...(row.seconds !== null ? { seconds: row.seconds } : {}),
        alt: row.alt,
      },
    ]),
  )
}
