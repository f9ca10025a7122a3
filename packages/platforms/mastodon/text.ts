/** Text as Mastodon counts it, reads it and gives it back. Pure; used by composer and adapter. */
import { graphemes } from '@posthorn/domain/text/count.ts'
import { findLinks } from '@posthorn/domain/text/links.ts'

/** `@ada` or `@ada@example.social`, as the server's own expression has it. Source: Mastodon source, Account::MENTION_RE. */
const mention =
  /(?<![=/\p{L}\p{M}\p{N}_])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)(@[\p{L}\p{M}\p{N}_.-]+[\p{L}\p{M}\p{N}_]+)?/giu

/** The text with something else for every link. Only addresses with their scheme are links here. */
function withoutLinks(text: string, instead: string): string {
  let out = ''
  let from = 0
  for (const link of findLinks(text)) {
    if (!link.scheme) continue
    out += text.slice(from, link.start) + instead
    from = link.end
  }
  return out + text.slice(from)
}

/** Graphemes; every link counts the same, and a mention without its server. */
export const lengthOf = (text: string, linkCost: number): number =>
  graphemes(withoutLinks(text, 'x'.repeat(linkCost)).replace(mention, '@$1'))

/** Who is mentioned, each once: `@ada`, `@ada@example.social`. */
export const mentionsIn = (text: string): readonly string[] => [
  ...new Set(Array.from(withoutLinks(text, ' ').matchAll(mention), ([whole]) => whole)),
]

/** What stands above the fold and below it. */
export interface Words {
  readonly spoiler: string
  readonly text: string
}

/** As the server keeps them: a warning over nothing becomes the text itself. */
export function wordsOf(text: string, spoiler = ''): Words {
  const kept = { text: text.trim(), spoiler: spoiler.trim() }
  return kept.text === '' ? { text: kept.spoiler, spoiler: '' } : kept
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
}

/** Plain text of the HTML that a server makes of it. Links are whole in it: their hidden ends are text too. */
export const plainOf = (html: string): string =>
  html
    .replace(/<p class="quote-inline">.*?<\/p>/gs, '')
    .replace(/<br\b[^>]*>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => entities[entity] ?? entity)

/** Two texts are the same post if these are equal. A server shows people of others without their server. */
export const comparable = (text: string): string =>
  text.normalize('NFC').replace(mention, '@$1').replace(/\s+/g, ' ').trim()
