/** Where bytes of the library lie: by workspace and hash, below the data folder. Paths are made of ids alone. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problem, ProblemError } from '@posthorn/domain/problems.ts'

const folder = (dataDir: string, workspaceId: string): string => join(dataDir, 'media', workspaceId)

/** The file of a hash. Both ids come from the database, never from a request. */
export const fileOf = (dataDir: string, workspaceId: string, sha256: string): string =>
  join(folder(dataDir, workspaceId), sha256.slice(0, 2), sha256)

export interface Received {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}

/** A body of which nothing comes for this long is given up. */
const stalledMs = 60_000

/**
 * Takes a body into a temporary file, counting and hashing as it comes. Throws request.too-large beyond `maxBytes`,
 * media.cut-off, system.disk-full; nothing stays behind then.
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
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(), stalledMs)
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      timer.refresh()
      bytes += chunk.length
      hash.update(chunk)
      if (bytes > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
  try {
    await pipeline(
      Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
      count,
      createWriteStream(path, { mode: 0o600 }),
      { signal: stalled.signal },
    )
  } catch (error) {
    await rm(path, { force: true })
    throw isFull(error) ? full(error) : error instanceof ProblemError ? error : cutOff(error)
  } finally {
    clearTimeout(timer)
  }
  return { path, sha256: hash.digest('hex'), bytes }
}

/** The refusal of a file of more than `maxBytes`. */
export const tooLarge = (maxBytes: number): ProblemError =>
  problem('request.too-large', { limit: `${Math.floor(maxBytes / 1e6)} MB` }, { field: 'body' })
const full = (cause: unknown): ProblemError => problem('system.disk-full', {}, { cause })
/** The sender hung up or fell silent. */
const cutOff = (cause: unknown): ProblemError => problem('media.cut-off', {}, { field: 'body', cause })

/** libvips tells a full disk in words only. */
const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) || /no space left/i.test(error.message))

/** Does what writes to the disk; throws system.disk-full if there is no room. */
export const orFull = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw isFull(error) ? full(error) : error
  }
}

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
