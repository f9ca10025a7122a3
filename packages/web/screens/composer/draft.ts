/**
 * What a person composes, and every way to change it. Pure: the screen holds one `Draft` and replaces it.
 * A channel's version inherits from the base field by field; writing into a field makes it the channel's own.
 */
import type { z } from 'zod'
import type { Json } from '@posthorn/domain/json.ts'
import type * as schemas from '@posthorn/contract/schemas/posts.ts'

export type Post = z.output<typeof schemas.Post>
export type PostInput = z.output<typeof schemas.PostInput>
export type Media = z.output<typeof schemas.Media>
export type Part = z.output<typeof schemas.Part>
export type Content = z.output<typeof schemas.Base>
export type Version = z.output<typeof schemas.VersionInput>
/** The fields a version may have of its own. */
export type Field = keyof Content

/** 'base', or the id of a channel. */
export type Tab = string
export const baseTab = 'base'

export interface Draft extends Omit<PostInput, 'base' | 'versions'> {
  readonly base: Content
  readonly versions: readonly Version[]
  /** Versions of channels taken out again: nothing a person wrote is thrown away while the page is open. */
  readonly shelf: readonly Version[]
}

const emptyPart = (): Part => ({ text: '', media: [] })
export const emptyDraft = (): Draft => ({
  base: { parts: [emptyPart()], firstComment: null, files: {} },
  versions: [],
  shelf: [],
  latePolicy: null,
  lateWindowSeconds: null,
  draftRunId: null,
})
const emptyVersion = (channelId: string): Version => ({
  channelId,
  parts: null,
  firstComment: null,
  files: null,
  settings: {},
})

/** The draft that a stored post holds. */
export const draftOf = (post: Post): Draft => ({
  base: post.base,
  versions: post.versions.map(({ channelId, parts, firstComment, files, settings }) => ({
    channelId,
    parts,
    firstComment,
    files,
    settings,
  })),
  shelf: [],
  latePolicy: post.latePolicy,
  lateWindowSeconds: post.lateWindowSeconds,
  draftRunId: post.draftRunId,
})

/** What is sent to the server. */
export const inputOf = ({ base, versions, latePolicy, lateWindowSeconds, draftRunId }: Draft): PostInput => ({
  base,
  versions: [...versions],
  latePolicy,
  lateWindowSeconds,
  draftRunId,
})

/** True if nothing was written or chosen that would be worth keeping. */
export const isBlank = (draft: Draft): boolean =>
  [draft.base, ...draft.versions].every(
    ({ parts, firstComment, files }) =>
      (parts ?? []).every((part) => part.text.trim() === '' && part.media.length === 0) &&
      (firstComment ?? '') === '' &&
      Object.keys(files ?? {}).length === 0,
  )

export const versionOf = (draft: Draft, tab: Tab): Version | undefined =>
  draft.versions.find((version) => version.channelId === tab)

/** What a tab shows: the base, or the base with a channel's own fields over it. */
export function contentOf(draft: Draft, tab: Tab): Content {
  const own = versionOf(draft, tab)
  return {
    parts: own?.parts ?? draft.base.parts,
    firstComment: own?.firstComment ?? draft.base.firstComment,
    files: own?.files ?? draft.base.files,
  }
}

/** Which fields a channel has of its own. */
export const ownFields = (version: Version | undefined): readonly Field[] =>
  version ? (['parts', 'firstComment', 'files'] as const).filter((field) => version[field] !== null) : []

const mapVersion = (draft: Draft, channelId: string, change: (version: Version) => Version): Draft => ({
  ...draft,
  versions: draft.versions.map((version) => (version.channelId === channelId ? change(version) : version)),
})

/** Writes fields of a tab; in a channel's tab they become its own at once. */
const write = (draft: Draft, tab: Tab, fields: Partial<Content>): Draft =>
  tab === baseTab
    ? { ...draft, base: { ...draft.base, ...fields } }
    : mapVersion(draft, tab, (version) => ({ ...version, ...fields }))

const writeParts = (draft: Draft, tab: Tab, change: (parts: Part[]) => Part[]): Draft =>
  write(draft, tab, { parts: change(contentOf(draft, tab).parts) })
const writePart = (draft: Draft, tab: Tab, index: number, change: (part: Part) => Part): Draft =>
  writeParts(draft, tab, (parts) => parts.map((part, at) => (at === index ? change(part) : part)))

export const setText = (draft: Draft, tab: Tab, part: number, text: string): Draft =>
  writePart(draft, tab, part, (old) => ({ ...old, text }))
export const setFirstComment = (draft: Draft, tab: Tab, text: string): Draft =>
  // An empty comment of a channel means none; an empty base has none to inherit.
  write(draft, tab, { firstComment: text === '' && tab === baseTab ? null : text })

/** Puts an empty part behind the given one. */
export const addPart = (draft: Draft, tab: Tab, after: number): Draft =>
  writeParts(draft, tab, (parts) => parts.toSpliced(after + 1, 0, emptyPart()))
export const removePart = (draft: Draft, tab: Tab, index: number): Draft =>
  writeParts(draft, tab, (parts) => (parts.length === 1 ? [emptyPart()] : parts.toSpliced(index, 1)))
export const movePart = (draft: Draft, tab: Tab, from: number, to: number): Draft =>
  writeParts(draft, tab, (parts) => moved(parts, from, to))
/** Replaces one part by several texts; its media stay with the first. */
export const splitPart = (draft: Draft, tab: Tab, index: number, texts: readonly string[]): Draft =>
  writeParts(draft, tab, (parts) =>
    parts.flatMap((part, at) =>
      at === index ? texts.map((text, n) => ({ text, media: n === 0 ? part.media : [] })) : [part],
    ),
  )

export const addMedia = (draft: Draft, tab: Tab, part: number, media: Media): Draft =>
  writePart(draft, tab, part, (old) => ({ ...old, media: [...old.media, media] }))
export const removeMedia = (draft: Draft, tab: Tab, part: number, index: number): Draft =>
  writePart(draft, tab, part, (old) => ({ ...old, media: old.media.toSpliced(index, 1) }))
export const moveMedia = (draft: Draft, tab: Tab, part: number, from: number, to: number): Draft =>
  writePart(draft, tab, part, (old) => ({ ...old, media: moved(old.media, from, to) }))
export const setAlt = (draft: Draft, tab: Tab, part: number, index: number, alt: string): Draft =>
  writePart(draft, tab, part, (old) => ({
    ...old,
    media: old.media.map((media, at) => (at === index ? { ...media, alt } : media)),
  }))
/** What settings refer to by name: the picture of a link card, a cover. */
export const setFile = (draft: Draft, tab: Tab, name: string, media: Media | null): Draft => {
  const { [name]: _, ...others } = contentOf(draft, tab).files
  return write(draft, tab, { files: media ? { ...others, [name]: media } : others })
}

/** Undefined takes the setting back to the network's own default. */
export const setSetting = (draft: Draft, channelId: string, name: string, value: Json | undefined): Draft =>
  mapVersion(draft, channelId, (version) => {
    const { [name]: _, ...others } = version.settings
    return { ...version, settings: value === undefined ? others : { ...others, [name]: mutable(value) } }
  })
/** The contract's JSON type is not readonly; a copy satisfies it. */
const mutable = (value: Json): Version['settings'][string] => structuredClone(value) as Version['settings'][string]

/** The channel follows the base again in these fields. */
export const backToBase = (draft: Draft, channelId: string, fields: readonly Field[]): Draft =>
  mapVersion(draft, channelId, (version) => ({
    ...version,
    ...Object.fromEntries(fields.map((field) => [field, null])),
  }))
/** Takes a suggestion of the writer, or another channel's content, as the channel's own. */
export const adopt = (
  draft: Draft,
  channelId: string,
  content: Partial<Content>,
  settings: Version['settings'] = {},
): Draft =>
  mapVersion(draft, channelId, (version) => ({
    ...version,
    ...content,
    settings: { ...version.settings, ...settings },
  }))

/** Adds a channel, with the version it had if it was here before. */
export function addChannel(draft: Draft, channelId: string): Draft {
  if (versionOf(draft, channelId)) return draft
  const kept = draft.shelf.find((version) => version.channelId === channelId)
  return {
    ...draft,
    versions: [...draft.versions, kept ?? emptyVersion(channelId)],
    shelf: draft.shelf.filter((version) => version !== kept),
  }
}
export const removeChannel = (draft: Draft, channelId: string): Draft => ({
  ...draft,
  versions: draft.versions.filter((version) => version.channelId !== channelId),
  shelf: [...draft.shelf, ...draft.versions.filter((version) => version.channelId === channelId)],
})

function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length) return [...items]
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}
