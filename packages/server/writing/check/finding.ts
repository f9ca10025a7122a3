/** What the checks say about a text. A finding points at a place; a blocking one keeps the text from being finished. */
import type { Span } from '@posthorn/domain/text/spans.ts'

export type Level = 'block' | 'warn' | 'note'

export interface Place {
  /** Index of the source; `title`: in its title instead of its text. */
  readonly source: number
  readonly in: 'text' | 'title'
  readonly start: number
  readonly end: number
}

export interface Finding extends Span {
  /** A row of the problem table, or one of a platform. */
  readonly code: string
  readonly level: Level
  readonly part: number
  readonly values: Readonly<Record<string, string | number>>
  readonly evidence?: Place
  /** What repairs it without a model: take out just this stretch, or the sentence around it. */
  readonly fix?: 'remove' | 'cut-sentence'
}

/** A sentence of the version with the passage it rests on. */
export interface Evidence extends Span {
  readonly part: number
  readonly place: Place
  /** Word for word, or in other words. */
  readonly how: 'found' | 'reworded'
}

export const isBlocked = (findings: readonly Finding[]): boolean =>
  findings.some((finding) => finding.level === 'block')
