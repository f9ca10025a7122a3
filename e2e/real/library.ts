/** Files of versions in the library of a workspace, and versions as a person's posts. */
import { Readable } from 'node:stream'
import { PostInput } from '@posthorn/contract/schemas/posts.ts'
import type { Channel, Rendition, Version } from '@posthorn/platforms/interface'
import { makeFile } from '@posthorn/platforms/testing/files.ts'
import { uploadAsset } from '@posthorn/server/media/assets.ts'
import { keep, receive } from '@posthorn/server/media/files.ts'
import type { Parts } from '@posthorn/server/parts.ts'
import { contentOf } from '@posthorn/server/posts/posts.ts'

interface Owner {
  readonly workspaceId: string
  readonly personId: string
}

/** Puts files into the library, each once, and answers their asset ids. */
export function openLibrary(parts: Parts, owner: Owner) {
  const known = new Map<string, string>()

  async function put(rendition: Rendition): Promise<string> {
    const there = known.get(rendition.id)
    if (there !== undefined) return there
    const made = await makeFile(rendition)
    const body = Readable.toWeb(Readable.from([made.bytes])) as ReadableStream<Uint8Array>
    const id = await (rendition.kind === 'image'
      ? uploadAsset(parts, { ...owner, name: rendition.id, alt: '', body }).then((asset) => asset.id)
      : store(parts, owner, made.rendition, body))
    known.set(rendition.id, id)
    return id
  }
  const used = async (rendition: Rendition) => ({ assetId: await put(rendition), alt: rendition.alt })

  /** A version as what a person sends to the API. */
  return async ({ parts: texts, files = {}, firstComment, settings }: Version, channel: Channel) => {
    const base = {
      parts: await Promise.all(
        texts.map(async ({ text, media }) => ({ text, media: await Promise.all(media.map(used)) })),
      ),
      firstComment: firstComment ?? null,
      files: Object.fromEntries(
        await Promise.all(Object.entries(files).map(async ([name, file]) => [name, await used(file)] as const)),
      ),
    }
    return contentOf(PostInput.parse({ base, versions: [{ channelId: channel.id, settings }] }))
  }
}

/** Films and documents: the upload takes pictures only, so these are laid where it would lay them. */
async function store(
  parts: Parts,
  { workspaceId, personId }: Owner,
  { kind, type, size, seconds, alt, id: name }: Rendition,
  body: ReadableStream<Uint8Array>,
): Promise<string> {
  const { dataDir } = parts.settings
  const { path, sha256, bytes } = await receive(dataDir, workspaceId, body, 50_000_000)
  await keep(dataDir, workspaceId, path, sha256)
  return parts.web.inWorkspace(workspaceId, async (trx) => {
    const [width = null, height = null] = size ?? []
    const { id } = await trx
      .insertInto('asset')
      .values({
        workspaceId,
        sha256,
        bytes,
        name,
        alt,
        kind,
        type,
        width,
        height,
        seconds: seconds ?? null,
        createdBy: personId,
      })
      // Two renditions of one film have the same bytes, and are one asset.
      .onConflict((conflict) => conflict.columns(['workspaceId', 'sha256']).doUpdateSet({ deletedAt: null }))
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}
