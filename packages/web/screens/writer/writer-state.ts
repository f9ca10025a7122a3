/** What a draft run is doing, for the screen; pure. */
import type { z } from 'zod'
import type * as schemas from '@posthorn/contract/schemas/writing.ts'
import type { Content } from '../composer/draft.ts'

export type DraftRun = z.output<typeof schemas.DraftRun>
export type Suggestion = z.output<typeof schemas.Suggestion>
export type SourceInput = z.input<typeof schemas.SourceInput>

const running: readonly DraftRun['state'][] = ['queued', 'reading', 'outlining', 'writing', 'checking', 'repairing']
export const isRunning = (run: DraftRun | undefined): boolean => run !== undefined && running.includes(run.state)

/** The suggestions of each channel, newest last: earlier ones stay to go back to. */
export function stacks(run: DraftRun | undefined): ReadonlyMap<string, readonly Suggestion[]> {
  const byChannel = new Map<string, Suggestion[]>()
  for (const suggestion of run?.suggestions ?? [])
    byChannel.set(suggestion.channelId, [...(byChannel.get(suggestion.channelId) ?? []), suggestion])
  return byChannel
}

/** What of a suggestion becomes the channel's own: text and comment; files stay as they are. */
export const contentOf = ({ content }: Suggestion): Partial<Content> => ({
  parts: content.parts,
  ...(content.firstComment !== null && { firstComment: content.firstComment }),
})

/** A stretch of a text that stands for something, and what stands between. */
export interface Stretch {
  readonly text: string
  /** Which piece of evidence it belongs to. */
  readonly evidence?: number
}

/** Cuts a part into stretches with and without evidence; overlapping evidence goes to the earlier one. */
export function stretches(text: string, part: number, evidence: Suggestion['evidence']): readonly Stretch[] {
  const here = evidence
    .map((one, index) => ({ ...one, index }))
    .filter((one) => one.part === part)
    .sort((a, b) => a.start - b.start)
  const found: Stretch[] = []
  let at = 0
  for (const { start, end, index } of here) {
    if (start < at || end > text.length) continue
    if (start > at) found.push({ text: text.slice(at, start) })
    found.push({ text: text.slice(start, end), evidence: index })
    at = end
  }
  if (at < text.length) found.push({ text: text.slice(at) })
  return found
}

/** A passage of a source with some of what stands around it. */
export function passage(text: string, start: number, end: number, around = 160) {
  return {
    before: text.slice(Math.max(0, start - around), start),
    found: text.slice(start, end),
    after: text.slice(end, end + around),
  }
}

/** Reads a file as base64, as the API takes it. */
export async function fileSource(file: File): Promise<SourceInput> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  // In slices: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return { is: 'file', name: file.name, type: file.type || 'text/plain', base64: btoa(binary) }
}
