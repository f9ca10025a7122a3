/** Files of versions in the library of a workspace, and versions as a person's posts. */
import { Readable } from 'node:stream'
import { PostInput } from '@posthorn/contract/schemas/posts.ts'
import type { Channel, Rendition, Version } from '@posthorn/platforms/interface'
import { makeFile } from '@posthorn/platforms/testing/files.ts'
import { uploadAsset } from '@posthorn/server/media/upload.ts'
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
    const { id } = await uploadAsset(parts, { ...owner, name: rendition.id, alt: '', body })
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
