/** Documents of Word and PowerPoint: what they are, by what their containers list. Nothing is unpacked. */
import { open, type FileHandle } from 'node:fs/promises'

export interface OfficeFacts {
  readonly type: string
  /** Slides; pages of a text are not known before it is laid out. */
  readonly pages?: number
}

const openXml = 'application/vnd.openxmlformats-officedocument'
/** Longest list of contents that is read, in bytes. */
const longestList = 8_000_000

/** A zip container (docx, pptx). Throws for other archives, and for documents with macros. */
export async function readOpenXml(path: string): Promise<OfficeFacts> {
  await using file = await open(path)
  const names = await zipNames(file)
  if (!names.has('[Content_Types].xml')) throw new Error('an archive that is no document')
  if ([...names].some((name) => name.endsWith('vbaProject.bin'))) throw new Error('a document with macros')
  if (names.has('word/document.xml')) return { type: `${openXml}.wordprocessingml.document` }
  if (!names.has('ppt/presentation.xml')) throw new Error('a document of another kind')
  const pages = [...names].filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name)).length
  return { type: `${openXml}.presentationml.presentation`, pages }
}

/** An OLE container (doc, ppt). Throws for others. */
export async function readOle(path: string): Promise<OfficeFacts> {
  await using file = await open(path)
  const names = await oleNames(file)
  if (names.has('WordDocument')) return { type: 'application/msword' }
  if (names.has('PowerPoint Document')) return { type: 'application/vnd.ms-powerpoint' }
  throw new Error('a document of another kind')
}

async function read(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
  if (bytesRead < length) throw new Error('the file ends too early')
  return buffer
}

/** The names in a zip's directory, which stands at its end (APPNOTE 4.3.12, 4.3.16). */
async function zipNames(file: FileHandle): Promise<ReadonlySet<string>> {
  const { size } = await file.stat()
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > tail.length) throw new Error('an archive without a directory')
  const length = tail.readUInt32LE(end + 12)
  if (length > longestList) throw new Error('an archive with too many files')
  const list = await read(file, tail.readUInt32LE(end + 16), length)
  const names = new Set<string>()
  for (let at = 0; at + 46 <= list.length && list.readUInt32LE(at) === 0x02014b50;) {
    const name = list.readUInt16LE(at + 28)
    names.add(list.toString('utf8', at + 46, at + 46 + name))
    at += 46 + name + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32)
  }
  return names
}

/** Sectors of a directory that are read at most; a document has a handful. */
const mostSectors = 256

/** The names in an OLE file's directory, whose sectors are chained by a table (MS-CFB 2.3, 2.6). */
async function oleNames(file: FileHandle): Promise<ReadonlySet<string>> {
  const head = await read(file, 0, 512)
  const sector = 2 ** head.readUInt16LE(30)
  if (sector !== 512 && sector !== 4096) throw new Error('sectors of an unknown size')
  const placeOf = (number: number): number => (number + 1) * sector
  const names = new Set<string>()
  let number = head.readUInt32LE(48)
  for (let n = 0; n < mostSectors && number < 0xfffffffa; n++) {
    const entries = await read(file, placeOf(number), sector)
    for (let at = 0; at < sector; at += 128) {
      const length = Math.min(64, entries.readUInt16LE(at + 64))
      names.add(entries.toString('utf16le', at, at + Math.max(0, length - 2)))
    }
    const each = sector / 4
    const table = Math.floor(number / each)
    // The header itself lists the first 109 sectors of the table: enough for 7 MB of 512-byte sectors and a directory in front.
    if (table >= 109) break
    const next = await read(file, placeOf(head.readUInt32LE(76 + table * 4)) + (number % each) * 4, 4)
    number = next.readUInt32LE(0)
  }
  return names
}
