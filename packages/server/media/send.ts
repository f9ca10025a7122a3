/** Bytes of the library as answers: whole, in ranges, as a small picture. */
import { open, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { endingOf } from '@posthorn/domain/media/types.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import { nameOf, readToken } from './address.ts'
import type { AssetParts } from './assets.ts'
import { fileOf } from './files.ts'

export interface Stored {
  readonly sha256: string
  readonly type: string
  readonly bytes: number
}

/** Never as a page: with a sandbox of its own, so that nothing in a file can act. */
export const fileHeaders = ({ type }: Pick<Stored, 'type'>): Record<string, string> => ({
  'content-type': type,
  'content-disposition': `${type.startsWith('application/') ? 'attachment' : 'inline'}; filename="file.${endingOf(type)}"`,
  'content-security-policy': `default-src 'none'; sandbox`,
  'x-content-type-options': 'nosniff',
})

export const readStored = (
  { web }: AssetParts,
  workspaceId: string,
  id: string,
): Promise<(Stored & { readonly id: string }) | undefined> =>
  web.inWorkspace(workspaceId, (trx) =>
    trx
      .selectFrom('asset')
      .select(['id', 'sha256', 'type', 'bytes'])
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst(),
  )

/** One file of the library; with `width`, a smaller picture of it. Throws access.not-here, request.invalid. */
export async function sendAsset(
  parts: AssetParts,
  workspaceId: string,
  id: string,
  width: number | undefined,
  request: Request,
): Promise<Response> {
  const row = await readStored(parts, workspaceId, id)
  if (!row) throw problem('access.not-here')
  if (width !== undefined && !row.type.startsWith('image/')) throw problem('request.invalid', {}, { field: 'width' })
  const path = fileOf(parts.settings.dataDir, workspaceId, row.sha256)
  const headers = { 'cache-control': 'private, max-age=31536000, immutable' }
  return width === undefined ? sendFile(path, row, request, headers) : sendSmall(path, row, width, request, headers)
}

/** One file to whoever holds an address of it; anything else throws access.not-here. */
export async function sendPublic(
  parts: AssetParts & Pick<Parts, 'now'>,
  { token, name }: { readonly token: string; readonly name: string },
  request: Request,
): Promise<Response> {
  const { mediaKey, dataDir } = parts.settings
  const named = readToken(mediaKey, token, parts.now())
  const row = named && (await readStored(parts, named.workspaceId, named.id))
  if (!row || name !== nameOf(row.type)) throw problem('access.not-here')
  return sendFile(fileOf(dataDir, named.workspaceId, row.sha256), row, request, {
    'cache-control': 'public, max-age=3600',
    'x-robots-tag': 'noindex',
  })
}

/**
 * A stored file, by the request's Range, If-Range and If-None-Match; HEAD gets the headers alone. Throws
 * access.not-here if the bytes are gone.
 */
export async function sendFile(
  path: string,
  stored: Stored,
  request: Request,
  more: Readonly<Record<string, string>>,
): Promise<Response> {
  const etag = `"${stored.sha256.slice(0, 32)}"`
  const headers = { ...fileHeaders(stored), 'accept-ranges': 'bytes', etag, ...more }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const asked = (request.headers.get('if-range') ?? etag) === etag ? request.headers.get('range') : null
  const range = rangeOf(asked, stored.bytes)
  if (range === 'beyond')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${stored.bytes}` } })
  const [from, to] = range ?? [0, stored.bytes - 1]
  const file = await openFile(path)
  const part = {
    ...headers,
    'content-length': String(to - from + 1),
    ...(range ? { 'content-range': `bytes ${from}-${to}/${stored.bytes}` } : {}),
  }
  const status = range ? 206 : 200
  if (request.method === 'HEAD') {
    await file.close()
    return new Response(null, { status, headers: part })
  }
  const stream = file.createReadStream({ start: from, end: to })
  return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers: part })
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') throw problem('access.not-here')
    throw cause
  }
}

/** First and last byte of a single range (RFC 9110, 14.1.2); of anything else the whole is sent, as the rule allows. */
function rangeOf(header: string | null, bytes: number): readonly [number, number] | 'beyond' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (first !== '' && last !== '' && Number(last) < from) return undefined
  return from > to ? 'beyond' : [from, to]
}

async function sendSmall(
  path: string,
  { sha256 }: Stored,
  width: number,
  request: Request,
  more: Readonly<Record<string, string>>,
): Promise<Response> {
  const etag = `"${sha256.slice(0, 32)}-${width}"`
  const headers = { ...fileHeaders({ type: 'image/webp' }), etag, ...more }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const small = await sharp(path, { limitInputPixels: 120_000_000 })
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
  return new Response(new Uint8Array(small), { headers })
}
