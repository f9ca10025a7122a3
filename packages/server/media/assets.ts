import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Asset } from '@posthorn/contract/schemas/posts.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { pageOf, readCursor, type Page } from '../http/cursor.ts'
import type { Parts } from '../parts.ts'
import { noteChange } from '../posts/posts.store.ts'
import { discard, fileOf, keep, receive, sizeOf } from './files.ts'
import { clean, probe } from './probe.ts'

type AssetView = z.output<typeof Asset>
type AssetParts = Pick<Parts, 'web' | 'settings'>

/** Largest picture that is taken, in bytes. Videos and documents come with the media pipeline. */
const mostBytes = 30_000_000

/**
 * Takes a picture into the library: judged by its bytes, turned upright, freed of metadata. The same bytes again give
 * the asset that is there. Throws post.media-type, request.too-large, system.disk-full.
 */
export async function uploadAsset(
  parts: AssetParts,
  {
    workspaceId,
    personId,
    name,
    alt,
    body,
  }: { workspaceId: string; personId: string; name: string; alt: string; body: ReadableStream<Uint8Array> | null },
): Promise<AssetView> {
  if (!body) throw problem('request.invalid', {}, { field: 'body' })
  const { dataDir } = parts.settings
  const received = await receive(dataDir, workspaceId, body, mostBytes)
  const cleaned = `${received.path}-clean`
  try {
    const probed = await probe(received.path)
    await clean(received.path, cleaned, probed)
    const upright = await probe(cleaned)
    const bytes = await sizeOf(cleaned)
    const sha256 = await hashOf(cleaned)
    await keep(dataDir, workspaceId, cleaned, sha256)
    return await parts.web.inWorkspace(workspaceId, async (trx) => {
      const row = await trx
        .insertInto('asset')
        .values({
          workspaceId,
          sha256,
          bytes,
          name: name.slice(0, 300),
          alt,
          createdBy: personId,
          kind: upright.kind,
          type: upright.type,
          width: upright.width,
          height: upright.height,
        })
        .onConflict((conflict) =>
          conflict.columns(['workspaceId', 'sha256']).doUpdateSet((eb) => ({
            deletedAt: null,
            alt: eb.fn.coalesce(sql<string>`nullif(excluded.alt, '')`, 'asset.alt'),
          })),
        )
        .returningAll()
        .executeTakeFirstOrThrow()
      await noteChange(trx, workspaceId, 'asset', row.id)
      return show(workspaceId, row)
    })
  } finally {
    await discard(received.path)
    await discard(cleaned)
  }
}

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
    (row) => show(workspaceId, row),
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
    return show(workspaceId, row)
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
    return show(workspaceId, row)
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

/** The bytes, never as a page: with a sandbox of their own, so that nothing in them can act. With `width`, smaller. */
export async function sendAsset(
  parts: AssetParts,
  workspaceId: string,
  id: string,
  width: number | undefined,
  known: string | null,
): Promise<Response> {
  const row = await parts.web.inWorkspace(workspaceId, (trx) =>
    trx
      .selectFrom('asset')
      .select(['sha256', 'type', 'bytes'])
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst(),
  )
  if (!row) throw problem('access.not-here')
  const etag = `"${row.sha256.slice(0, 32)}${width === undefined ? '' : `-${width}`}"`
  const headers = {
    'content-type': width === undefined ? row.type : 'image/webp',
    'content-security-policy': `default-src 'none'; sandbox`,
    'content-disposition': 'inline; filename="file"',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    etag,
  }
  if (known === etag) return new Response(null, { status: 304, headers })
  const path = fileOf(parts.settings.dataDir, workspaceId, row.sha256)
  if (width === undefined) {
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
      headers: { ...headers, 'content-length': String(row.bytes) },
    })
  }
  const small = await sharp(path, { limitInputPixels: 120_000_000 })
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
  return new Response(new Uint8Array(small), { headers })
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

type Row = Pick<AssetView, 'id' | 'kind' | 'type' | 'bytes' | 'width' | 'height' | 'seconds' | 'name' | 'alt'> & {
  readonly createdAt: Date
}

const show = (
  workspaceId: string,
  { id, kind, type, bytes, width, height, seconds, name, alt, createdAt }: Row,
): AssetView => ({
  id,
  kind,
  type,
  bytes,
  width,
  height,
  seconds,
  name,
  alt,
  url: `/api/v1/workspaces/${workspaceId}/assets/${id}/file`,
  createdAt: createdAt.toISOString(),
})
