/** What every prompt shares: how a stranger's text is fenced in, so that it stays data whatever it says. */
import { createHash } from 'node:crypto'
import { writtenWithoutSpaces } from '@posthorn/domain/text/words.ts'

export interface Prompt {
  readonly version: string
  readonly instructions: string
  readonly content: string
  /** Added where the server cannot be asked for a format. */
  readonly format: string
}

/** Marks of one run. They come from a random seed, so a page cannot know them. */
export interface Marks {
  readonly boundary: string
  /** Stands between the words of untrusted text; from the private-use area, which cleaning removes from every source. */
  readonly mark: string
  readonly canary: string
}

export function marksOf(runId: string, seed: number): Marks {
  const digest = createHash('sha256').update(`${runId}:${seed}`).digest()
  return {
    boundary: `DATA-${digest.subarray(0, 6).toString('hex')}`,
    mark: String.fromCodePoint(0xe0_00 + (digest.readUInt16BE(6) % 0x18_00)),
    canary: `zq${digest.subarray(8, 14).toString('hex')}`,
  }
}

/** Untrusted text between boundaries, its words joined by the mark; scripts without spaces get a mark at each line. */
export function fenced(text: string, { boundary, mark }: Marks): string {
  const clean = text.replace(/[\p{Co}\p{Cs}]/gu, ' ').replaceAll(boundary, ' ')
  const marked = clean
    .split('\n')
    .map((line) => (line === '' ? '' : writtenWithoutSpaces(line) ? mark + line : line.trim().split(/\s+/).join(mark)))
    .join('\n')
  return `<<<${boundary}\n${marked}\n${boundary}>>>`
}
