import type { Json } from '../json.ts'

/** A file as a post's text uses it: an asset of the library, with a description of its own if it has one. */
export interface MediaUse {
  readonly assetId: string
  readonly alt?: string | undefined
}
export interface DraftPart {
  readonly text: string
  readonly media: readonly MediaUse[]
}
/** What a person composed, before files became renditions. */
export interface Draft {
  readonly parts: readonly DraftPart[]
  readonly firstComment: string | null
  readonly files: Readonly<Record<string, MediaUse>>
}
/** A channel's own text, comment and files; null inherits from the base, field by field. */
export interface OwnDraft {
  readonly parts: readonly DraftPart[] | null
  readonly firstComment: string | null
  readonly files: Readonly<Record<string, MediaUse>> | null
  readonly settings: { readonly [key: string]: Json }
}

export const nothingOwn: OwnDraft = { parts: null, firstComment: null, files: null, settings: {} }

/** What a channel would publish: its own fields where it has them, the base's elsewhere. An own empty comment means none. */
export const effective = (base: Draft, own: OwnDraft): Draft => ({
  parts: own.parts ?? base.parts,
  firstComment: (own.firstComment ?? base.firstComment) || null,
  files: own.files ?? base.files,
})

/** Ids of all files that a draft uses. */
export const assetsOf = (draft: Draft): string[] => [
  ...new Set([
    ...draft.parts.flatMap((part) => part.media.map((media) => media.assetId)),
    ...Object.values(draft.files).map((media) => media.assetId),
  ]),
]

/** The first words of a post, for lists. */
export const firstWords = (draft: Draft, max = 120): string =>
  draft.parts
    .map((part) => part.text.trim())
    .find((text) => text !== '')
    ?.replaceAll(/\s+/g, ' ')
    .slice(0, max) ?? ''
