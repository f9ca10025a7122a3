/** Where bytes of the library lie: by workspace and hash, below the data folder. Paths are made of ids alone. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problem } from '@posthorn/domain/problems.ts'

const folder = (dataDir: string, workspaceId: string): string => join(dataDir, 'media', workspaceId)

/** The file of a hash. Both ids come from the database, never from a request. */
export const fileOf = (dataDir: string, workspaceId: string, sha256: string): string =>
  join(folder(dataDir, workspaceId), sha256.slice(0, 2), sha256)

export interface Received {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}

/**
 * Takes a body into a temporary file, counting and hashing as it comes. Throws request.too-large beyond `maxBytes`,
 * system.disk-full; nothing stays behind then.
 */
export async function receive(
  dataDir: string,
  workspaceId: string,
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Received> {
  const uploads = join(folder(dataDir, workspaceId), 'incoming')
  await mkdir(uploads, { recursive: true, mode: 0o700 })
  const path = join(uploads, crypto.randomUUID())
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      hash.update(chunk)
      if (bytes > maxBytes)
        done(problem('request.too-large', { limit: `${Math.floor(maxBytes / 1e6)} MB` }, { field: 'body' }))
      else done(null, chunk)
    },
  })
  try {
    await pipeline(
      Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
      count,
      createWriteStream(path, { mode: 0o600 }),
    )
  } catch (error) {
    await rm(path, { force: true })
    throw isFull(error) ? problem('system.disk-full', {}, { cause: error }) : error
  }
  return { path, sha256: hash.digest('hex'), bytes }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

/** Gives a received file its place; a file with the same bytes may be there already. */
export async function keep(dataDir: string, workspaceId: string, path: string, sha256: string): Promise<void> {
  const target = fileOf(dataDir, workspaceId, sha256)
  await mkdir(join(target, '..'), { recursive: true, mode: 0o700 })
  await rename(path, target)
}

export const discard = (path: string): Promise<void> => rm(path, { force: true })

/** Bytes `from` (inclusive) to `to` (exclusive) of a stored file, as a stream. */
export async function* readFile(
  dataDir: string,
  workspaceId: string,
  sha256: string,
  from = 0,
  to?: number,
): AsyncIterable<Uint8Array> {
  const range = to === undefined ? { start: from } : { start: from, end: to - 1 }
  for await (const chunk of createReadStream(fileOf(dataDir, workspaceId, sha256), range)) yield chunk as Uint8Array
}

export const sizeOf = async (path: string): Promise<number> => (await stat(path)).size
