/** What a film is, of all the kinds TikTok takes, and of long ones of which only both ends were kept. */
import { look, type Seen } from '../../sandbox/files.ts'
import { movie } from '../../sandbox/movie.ts'
import { isMatroska, webm } from './webm.ts'

export async function lookAtFilm(bytes: Uint8Array): Promise<Seen> {
  if (isMatroska(bytes)) return webm(bytes)
  const seen = await look(bytes)
  return seen.type.startsWith('video/') ? { ...seen, ...movie(fromHeader(bytes)) } : seen
}

/** The movie header box may stand at either end, and the middle of a long film is missing: it is searched. */
function fromHeader(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = buffer.indexOf('moov'); at >= 4; at = buffer.indexOf('moov', at + 4))
    if (buffer.toString('latin1', at + 8, at + 12) === 'mvhd') return bytes.subarray(at - 4)
  return new Uint8Array()
}
