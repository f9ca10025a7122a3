/** What was read: one immutable text with blocks, and where it came from. Every claim points into `text`. */
import type { Span } from '@posthorn/domain/text/spans.ts'

export type SourceKind = 'url' | 'text' | 'markdown' | 'pdf' | 'brief'
export type BlockKind = 'heading' | 'para' | 'list' | 'quote' | 'caption' | 'code'

export interface Block extends Span {
  readonly kind: BlockKind
}

/** `open`: everything was read. The others say why perhaps not. */
export type Access = 'open' | 'paywalled' | 'partial' | 'consent_wall' | 'login'

/** What a person should know about the reading; the screen has a sentence for each. */
export type SourceWarning =
  | 'robots-disallow'
  | 'no-ai-tag'
  | 'addressed-to-machines'
  | 'hidden-text-removed'
  | 'cut'
  | 'language-unsure'
  | 'secrets-masked'
  | 'preview-only'

export interface SourceLanguage {
  /** BCP 47 primary language; 'und' where nothing could tell. */
  readonly code: string
  readonly confidence: number
  readonly how: 'person' | 'page' | 'detector' | 'script' | 'unknown'
}

/** Before cleaning: blocks as plain strings. */
export interface RawBlock {
  readonly kind: BlockKind
  readonly text: string
  /** Share of the text that stands inside links, 0 to 1. */
  readonly linkDensity?: number
}

export interface RawSource {
  readonly kind: SourceKind
  readonly blocks: readonly RawBlock[]
  readonly title?: string
  readonly site?: string
  readonly byline?: string
  readonly givenUrl?: string
  readonly finalUrl?: string
  readonly canonicalUrl?: string
  /** ISO 8601. */
  readonly publishedAt?: string
  readonly modifiedAt?: string
  readonly declaredLanguage?: string
  readonly og?: {
    readonly title?: string
    readonly description?: string
    readonly image?: string
    readonly type?: string
  }
  readonly access?: Access
  readonly robots?: 'allowed' | 'disallowed' | 'unknown'
  readonly licence?: string
  readonly warnings?: readonly SourceWarning[]
}

export interface Source {
  readonly kind: SourceKind
  readonly givenUrl: string | null
  readonly finalUrl: string | null
  /** The address a post should link to. */
  readonly canonicalUrl: string | null
  readonly title: string
  readonly site: string | null
  readonly byline: string | null
  readonly publishedAt: string | null
  readonly modifiedAt: string | null
  readonly language: SourceLanguage
  readonly text: string
  readonly blocks: readonly Block[]
  readonly og: {
    readonly title?: string
    readonly description?: string
    readonly image?: string
    readonly type?: string
  }
  readonly access: Access
  readonly robots: 'allowed' | 'disallowed' | 'unknown'
  readonly licence: string | null
  readonly warnings: readonly SourceWarning[]
}

/** A source to read: an address, a text, or a file's bytes. */
export type SourceInput =
  | { readonly kind: 'url'; readonly url: string; readonly language?: string }
  | { readonly kind: 'text'; readonly text: string; readonly title?: string; readonly language?: string }
  | {
      readonly kind: 'file'
      readonly name: string
      readonly type: string
      readonly bytes: Uint8Array
      readonly language?: string
    }
