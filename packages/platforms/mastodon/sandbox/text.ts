/** Text as Mastodon sees it (sheet section 4): how long it is, what in it is a link, and the HTML it becomes. */
import twitter from 'twitter-text'
import { byHandle, profileUrl } from './people.ts'
import { domain, type Account, type State } from './state.ts'

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' })
const graphemes = (text: string) => [...segments.segment(text)].length

// Both as Mastodon's own expressions have them, without Unicode names that no server here has.
const mentions =
  /(?<![=/\p{L}\p{M}\p{N}_])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)(?:@([\p{L}\p{N}_.-]+[\p{L}\p{N}_]))?/giu
const tags = /(?<![=/)\p{L}\p{M}\p{N}_])#([\p{L}\p{M}\p{N}_·]*[\p{L}\p{M}_][\p{L}\p{M}\p{N}_·]*)/giu

/** Only addresses that begin with their scheme are links. */
const linksIn = (text: string) => twitter.extractUrlsWithIndices(text).filter(({ url }) => /^https?:\/\//i.test(url))

/** Grapheme clusters; every link counts the same, a mention without its domain. */
export function lengthOf(state: State, ...texts: readonly string[]): number {
  const link = 'x'.repeat(state.settings.charactersReservedPerUrl)
  const counted = texts.map((text) => {
    let out = ''
    let at = 0
    for (const { indices } of linksIn(text)) {
      out += text.slice(at, indices[0]) + link
      at = indices[1]
    }
    return (out + text.slice(at)).replaceAll(mentions, '@$1')
  })
  return graphemes(counted.join(''))
}

export interface Piece {
  readonly start: number
  readonly end: number
  readonly is: 'link' | 'mention' | 'tag'
  /** The address; the handle with its domain if it has one; the tag without its sign. */
  readonly value: string
}

/** Everything in a text that is more than text, in order and without overlaps. */
export function pieces(text: string): Piece[] {
  const links = linksIn(text).map(({ url, indices: [start, end] }): Piece => ({ start, end, is: 'link', value: url }))
  const others = [...text.matchAll(mentions)].map((match): Piece => ({
    start: match.index,
    end: match.index + match[0].length,
    is: 'mention',
    value: match[0].slice(1),
  }))
  const tagged = [...text.matchAll(tags)].map((match): Piece => ({
    start: match.index,
    end: match.index + match[0].length,
    is: 'tag',
    value: match[1] ?? '',
  }))
  const all = [...links, ...others, ...tagged].toSorted((a, b) => a.start - b.start || b.end - a.end)
  return all.filter((piece, index) => !all.slice(0, index).some((before) => before.end > piece.start))
}

/** The people of this server a text names. */
export function mentioned(state: State, text: string): Account[] {
  const names = pieces(text).flatMap(({ is, value }) => (is === 'mention' ? [value] : []))
  return [...new Set(names.flatMap((name) => localAccount(state, name) ?? []))]
}

/** `@ida` and `@ida@mastodon.social` are people here; nobody elsewhere can be found from a practice server. */
function localAccount(state: State, name: string): Account | undefined {
  const [handle = '', host = domain] = name.split('@')
  return host.toLowerCase() === domain ? byHandle(state, handle) : undefined
}

export const tagUrl = (tag: string) => `https://${domain}/tags/${encodeURIComponent(tag)}`

const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escaped[sign] ?? sign)

/** A link shows its host and thirty characters; the rest is there for those who copy. */
export function shortened(url: string): { readonly head: string; readonly shown: string; readonly rest: string } {
  const head = /^https?:\/\/(?:www\.)?/i.exec(url)?.[0] ?? ''
  const bare = url.slice(head.length)
  return { head, shown: bare.slice(0, 30), rest: bare.slice(30) }
}

function link(url: string): string {
  const { head, shown, rest } = shortened(url)
  const ellipsis = rest === '' ? '' : 'ellipsis'
  return `<a href="${escape(url)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${escape(head)}</span><span class="${ellipsis}">${escape(shown)}</span><span class="invisible">${escape(rest)}</span></a>`
}

function show(state: State, text: string, { is, value }: Piece): string {
  if (is === 'link') return link(value)
  if (is === 'tag')
    return `<a href="${tagUrl(value.toLowerCase())}" class="mention hashtag" rel="tag">#<span>${escape(value)}</span></a>`
  const account = localAccount(state, value)
  if (!account) return escape(text)
  return `<span class="h-card" translate="no"><a href="${profileUrl(account)}" class="u-url mention">@<span>${escape(account.handle)}</span></a></span>`
}

/** The HTML the server makes of plain text: paragraphs, line breaks, links. */
export function toHtml(state: State, text: string): string {
  if (text === '') return ''
  let out = ''
  let at = 0
  for (const piece of pieces(text)) {
    out += escape(text.slice(at, piece.start)) + show(state, text.slice(piece.start, piece.end), piece)
    at = piece.end
  }
  out += escape(text.slice(at))
  const paragraphs = out.replaceAll(/\r\n?/g, '\n').split(/\n{2,}/)
  return paragraphs.map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />')}</p>`).join('')
}
