import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { sql } from 'kysely'
import type { MediaKind } from '@posthorn/domain/media/media.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { noteChange } from '../posts/posts.store.ts'
import { showAsset, type AssetParts, type AssetView } from './assets.ts'
import { discard, keep, orFull, receive, sizeOf, tooLarge } from './files.ts'
import { cleanPicture } from './picture.ts'
import { probe, type Probed } from './probe.ts'

/** Largest picture and document, in bytes: both are held in memory while they are read, and no network takes more. */
const mostBytes: Readonly<Partial<Record<MediaKind, number>>> = { image: 100_000_000, document: 100_000_000 }

export interface Upload {
  readonly workspaceId: string
  readonly personId: string
  /** As the person calls it; says nothing of what it is. */
  readonly name: string
  readonly alt: string
  readonly body: ReadableStream<Uint8Array> | null
  /** How many bytes the sender announces: what is too large is refused before it comes. */
  readonly announced?: number
  /** Only files of this kind; all without it. */
  readonly only?: MediaKind
}

/**
 * Takes a file into the library, judged by its bytes. Pictures are turned upright and freed of metadata; films and
 * documents stay as they are. The same bytes again give the asset that is there. Throws post.media-type,
 * request.too-large, media.cut-off, system.disk-full.
 */
export async function uploadAsset(
  parts: AssetParts,
  { body, announced = 0, only, ...upload }: Upload,
): Promise<AssetView> {
  if (!body) throw problem('request.invalid', {}, { field: 'body' })
  const { dataDir, mediaMaxBytes } = parts.settings
  const { workspaceId } = upload
  if (announced > mediaMaxBytes) throw tooLarge(mediaMaxBytes)
  const received = await orFull(receive(dataDir, workspaceId, body, mediaMaxBytes))
  const cleaned = `${received.path}-clean`
  try {
    const probed = await probe(received.path)
    if (only !== undefined && probed.kind !== only)
      throw problem('post.media-type', { type: probed.type, types: only }, { field: 'body' })
    const most = mostBytes[probed.kind]
    if (most !== undefined && received.bytes > most) throw tooLarge(most)
    const file = probed.kind === 'image' ? await anew(received.path, cleaned, probed) : { ...received, probed }
    await orFull(keep(dataDir, workspaceId, file.path, file.sha256))
    return await insert(parts, upload, file)
  } finally {
    await discard(received.path)
    await discard(cleaned)
  }
}

interface Ready {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly probed: Probed
}

/** A picture written anew. */
async function anew(path: string, target: string, { type }: Probed): Promise<Ready> {
  await orFull(cleanPicture(path, target, type))
  return { path: target, sha256: await hashOf(target), bytes: await sizeOf(target), probed: await probe(target) }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

const insert = (
  { web }: AssetParts,
  { workspaceId, personId, name, alt }: Omit<Upload, 'body'>,
  { sha256, bytes, probed }: Ready,
): Promise<AssetView> =>
  web.inWorkspace(workspaceId, async (trx) => {
    const { codecs, ...facts } = probed
    const row = await trx
      .insertInto('asset')
      .values({
        ...facts,
        codecs: codecs ? [...codecs] : null,
        workspaceId,
        sha256,
        bytes,
        name: name.slice(0, 300),
        alt,
        createdBy: personId,
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
    return showAsset(workspaceId, row)
  })
