/**
 * Text as Bluesky keeps it. Nothing is linked by the server: links, mentions and tags are facets beside the text, which
 * name stretches of it by bytes of UTF-8. Pure; used by composer and adapter.
 */
import { bytes, graphemes } from '@posthorn/domain/text/count.ts'
import { findLinks } from '@posthorn/domain/text/links.ts'
import { inside, overlaps } from '@posthorn/domain/text/spans.ts'
import type { Span } from '@posthorn/domain/text/spans.ts'
import type { Json } from '../interface.ts'
import { tags } from './rules.ts'

/** A stretch of a text and what it leads to. */
export type Mark = Span &
  (
    | { readonly is: 'link'; readonly uri: string }
    | { readonly is: 'mention'; readonly handle: string }
    | { readonly is: 'tag'; readonly tag: string }
  )

/** A text as it is sent, with its marks in order, none over another. */
export interface Words {
  readonly text: string
  readonly marks: readonly Mark[]
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** `@ada.example.com`. Source: atproto, specification of handles. */
const mention = new RegExp(String.raw`(?<![\p{L}\p{N}_@/.-])@((?:${label}\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)`, 'giu')
/** `@ada`: what people of other networks write. */
const shortMention = /(?<![\p{L}\p{N}_@/.-])@[a-z][a-z0-9-]{2,}(?![\p{L}\p{N}_@.-])/giu
/** Invisible characters end a tag, and a keycap emoji is none. Source: atproto, packages/api, TAG_REGEX. */
const hashtag = /(?<=^|\s)[#＃](?!\uFE0F)([^\u20E2\s\u00AD\u2060\u200A-\u200D]+)/gu
const punctuationAtEnd = /(?<!\p{P})\p{P}+$/u
const nameOfTag = /[^\d\p{P}]/u

const longestPath = 15
const shownPath = 13

/** `example.com/a/long/pa...`, as the network's own app writes it (social-app, toShortUrl). */
export function shortUrl(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname, search, hash } = new URL(url)
  const path = `${pathname === '/' ? '' : pathname}${search}${hash}`
  return host + (path.length > longestPath ? `${path.slice(0, shownPath)}...` : path)
}

/** Links first: nothing inside an address is a mention or a tag. */
function withLinks(text: string, isShort: boolean): { text: string; links: Mark[] } {
  const links: Mark[] = []
  let out = ''
  let from = 0
  for (const link of findLinks(text)) {
    out += text.slice(from, link.start)
    const shown = isShort ? shortUrl(link.url) : link.text
    links.push({ is: 'link', uri: link.url, start: out.length, end: out.length + shown.length })
    out += shown
    from = link.end
  }
  return { text: out + text.slice(from), links }
}

function mentionsIn(text: string): Mark[] {
  return Array.from(text.matchAll(mention), ({ 0: whole, 1: handle = '', index }) => ({
    is: 'mention' as const,
    handle: handle.toLowerCase(),
    start: index,
    end: index + whole.length,
  }))
}

function tagsIn(text: string): Mark[] {
  return Array.from(text.matchAll(hashtag)).flatMap(({ 1: found = '', index }): Mark[] => {
    const tag = found.replace(punctuationAtEnd, '')
    const fits = nameOfTag.test(tag) && isTag(tag)
    return fits ? [{ is: 'tag', tag, start: index, end: index + 1 + tag.length }] : []
  })
}

export const isTag = (tag: string): boolean =>
  tag !== '' && graphemes(tag) <= tags.graphemes && bytes(tag) <= tags.bytes

/** `isShort`: links are shown in their short form. */
export function wordsOf(written: string, isShort = false): Words {
  const { text, links } = withLinks(written, isShort)
  const others = [...mentionsIn(text), ...tagsIn(text)].filter((one) => !links.some((link) => overlaps(link, one)))
  const marks: Mark[] = []
  for (const mark of [...links, ...others].sort((a, b) => a.start - b.start))
    if (mark.start >= (marks.at(-1)?.end ?? 0)) marks.push(mark)
  return { text, marks }
}

/** The handles that a text mentions, each once. */
export const handlesIn = (written: string): readonly string[] => [
  ...new Set(wordsOf(written).marks.flatMap((mark) => (mark.is === 'mention' ? mark.handle : []))),
]

/** Names that look like a mention and are no whole handle. */
export const shortNamesIn = (written: string): readonly string[] => {
  const { text, marks } = wordsOf(written)
  return Array.from(text.matchAll(shortMention)).flatMap(({ 0: name, index }) => {
    const span = { start: index, end: index + name.length }
    return marks.some((mark) => inside(span, mark)) ? [] : [name]
  })
}

function featureOf(mark: Mark, dids: ReadonlyMap<string, string>): Json | undefined {
  const type = `app.bsky.richtext.facet#${mark.is}`
  if (mark.is === 'link') return { $type: type, uri: mark.uri }
  if (mark.is === 'tag') return { $type: type, tag: mark.tag }
  const did = dids.get(mark.handle)
  return did === undefined ? undefined : { $type: type, did }
}

/** The marks as the network wants them. `dids`: who the handles are; somebody unknown stays plain text. */
export const facetsOf = ({ text, marks }: Words, dids: ReadonlyMap<string, string>): readonly Json[] =>
  marks.flatMap((mark) => {
    const feature = featureOf(mark, dids)
    if (feature === undefined) return []
    const byteStart = bytes(text.slice(0, mark.start))
    return [{ index: { byteStart, byteEnd: byteStart + bytes(text.slice(mark.start, mark.end)) }, features: [feature] }]
  })
