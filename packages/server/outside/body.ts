/** Bodies of requests: small ones as they are, files as streams that never stand in memory as a whole. */
import { randomBytes } from 'node:crypto'
import type { Body, FileRange } from '@posthorn/platforms/interface'
import type { OutBody } from './door.ts'

/** A file's range, opened only when its turn to be sent has come. */
export interface OpenedFile {
  /** Of the range. */
  readonly bytes: number
  readonly type: string
  readonly name: string
  stream(): AsyncIterable<Uint8Array>
}
export type OpenFile = (range: FileRange) => Promise<OpenedFile>

interface RequestBody {
  readonly content: OutBody
  readonly type: string
  /** Only of streams. */
  readonly length?: number
}

export async function bodyOf(body: Body, openFile: OpenFile): Promise<RequestBody> {
  switch (body.is) {
    case 'json':
      return { content: JSON.stringify(body.value), type: 'application/json' }
    case 'form':
      return { content: new URLSearchParams({ ...body.fields }).toString(), type: 'application/x-www-form-urlencoded' }
    case 'bytes': {
      const file = await openFile(body.file)
      return { content: file.stream(), type: body.type, length: file.bytes }
    }
    default:
      return multipart(body.fields, body.fileField, await openFile(body.file))
  }
}

/** RFC 7578; names escaped as browsers do (HTML standard, multipart/form-data). */
const escape = (name: string) => name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')

function multipart(fields: Readonly<Record<string, string>>, fileField: string, file: OpenedFile): RequestBody {
  const boundary = `posthorn-${randomBytes(18).toString('hex')}`
  const part = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"${more}\r\n`
  const texts = Object.entries(fields).map(([name, value]) => `${part(name)}\r\n${value}\r\n`)
  const fileHead = `${part(fileField, `; filename="${escape(file.name)}"`)}Content-Type: ${file.type}\r\n\r\n`
  const head = Buffer.from(texts.join('') + fileHead)
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  async function* stream() {
    yield head
    yield* file.stream()
    yield tail
  }
  return {
    content: stream(),
    type: `multipart/form-data; boundary=${boundary}`,
    length: head.length + file.bytes + tail.length,
  }
}
