/** Containers of documents, as small as can be: their lists are true, what they list is empty. */

/** A zip of empty files. */
export function zip(names: readonly string[]): Buffer {
  const files: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const name of names) {
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    files.push(local, Buffer.from(name))
    list.push(entry, Buffer.from(name))
    at += 30 + name.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(names.length, 10)
  end.writeUInt32LE(Buffer.concat(list).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, ...list, end])
}

/** An OLE file with one stream, named in the second sector of its directory. */
export function ole(name: string): Buffer {
  const [free, end, table] = [0xffffffff, 0xfffffffe, 0xfffffffd]
  const head = Buffer.alloc(512, 0xff)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head)
  head.writeUInt16LE(9, 30)
  head.writeUInt32LE(1, 48)
  head.writeUInt32LE(0, 76)
  const sectors = Buffer.alloc(512, 0xff)
  for (const [at, value] of [table, 2, end, free].entries()) sectors.writeUInt32LE(value, at * 4)
  const directory = Buffer.alloc(1024)
  for (const [at, entry] of [
    [0, 'Root Entry'],
    [512, name],
  ] as const) {
    directory.write(entry, at, 'utf16le')
    directory.writeUInt16LE(entry.length * 2 + 2, at + 64)
  }
  return Buffer.concat([head, sectors, directory])
}
