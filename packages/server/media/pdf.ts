/** How many pages a PDF has. The file is read where it lies, and only as much of it as tells. */
import { open, type FileHandle } from 'node:fs/promises'
import { getResolvedPDFJS } from 'unpdf'

/** Bytes read at once. */
const chunk = 65_536

/** Throws for what is no PDF, is broken, or opens only with a password. */
export async function readPdfPages(path: string): Promise<number> {
  await using file = await open(path)
  const { size } = await file.stat()
  const { getDocument, PDFDataRangeTransport, VerbosityLevel } = await getResolvedPDFJS()
  const failed = Promise.withResolvers<never>()
  class Ranges extends PDFDataRangeTransport {
    override requestDataRange(begin: number, end: number): void {
      readRange(file, begin, end).then((bytes) => this.onDataRange(begin, bytes), failed.reject)
    }
  }
  const range = new Ranges(size, await readRange(file, 0, Math.min(chunk, size)))
  const loading = getDocument({
    range,
    rangeChunkSize: chunk,
    disableAutoFetch: true,
    disableStream: true,
    useWorkerFetch: false,
    verbosity: VerbosityLevel.ERRORS,
  })
  try {
    const { numPages } = await Promise.race([loading.promise, failed.promise])
    if (numPages < 1) throw new Error('a PDF without pages')
    return numPages
  } finally {
    await loading.destroy()
  }
}

async function readRange(file: FileHandle, begin: number, end: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(end - begin), 0, end - begin, begin)
  return buffer.subarray(0, bytesRead)
}
