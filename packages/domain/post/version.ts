import type { Rendition } from '../media/media.ts'

/** One text of a thread with its own media; most posts have exactly one part. */
export interface Part {
  readonly text: string
  readonly media: readonly Rendition[]
}

/** The text parts, media and settings of a post for one channel. */
export interface Version<Settings = object> {
  readonly parts: readonly [Part, ...Part[]]
  readonly settings: Settings
  readonly firstComment?: string
  /** What settings refer to: 'card' (link image), 'cover', 'subtitles:en'. */
  readonly files?: Readonly<Record<string, Rendition>>
}

/** The version as it stood at the first claim: never edited, never re-read. `key` and `at` replace chance and clock. */
export interface Frozen<Settings = object> extends Version<Settings> {
  /** Unique per publication, stable over attempts. */
  readonly key: string
  /** Chosen at the first claim (createdAt, TID, watermark). */
  readonly at: Date
}
