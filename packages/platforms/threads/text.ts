/** Text as Threads reads it: its topic, its links, words to hide, and what is comparable after reading back. Pure. */
import { findLinks } from '@posthorn/domain/text/links.ts'

/** A tag ends at white space and at `. & @ ! ? , ; :`, and begins a word: the fragment of a link is none. */
const tags = /(?<=^|[\s(])#([^\s.&@!?,;:#]+)/gu
const isOnlyDigits = /^\p{Nd}+$/u

export interface Read {
  /** As followers read it. */
  readonly text: string
  readonly topic?: string
}

/** The first tag of a text becomes its topic and loses its `#`, unless a topic is given. */
export function readAs(text: string, topic?: string): Read {
  if (topic !== undefined) return { text, topic }
  for (const { index, 1: tag = '' } of text.matchAll(tags))
    if (!isOnlyDigits.test(tag)) return { text: text.slice(0, index) + text.slice(index + 1), topic: tag }
  return { text }
}

/** `#coffee` as people type it. */
export const topicOf = (chosen: string | undefined): string | undefined => {
  const topic = chosen?.trim().replace(/^#/, '')
  return topic === '' ? undefined : topic
}

/** Different addresses of texts and attached links together; `sure` leaves out those without a scheme. */
export function linksIn(texts: readonly string[], attached: readonly string[], sure: boolean): ReadonlySet<string> {
  const found = texts.flatMap((text) => findLinks(text)).filter(({ scheme }) => scheme || !sure)
  return new Set([...found.map(({ url }) => url), ...attached])
}

export interface Hidden {
  /** In UTF-16 units: the unit is documented nowhere. */
  readonly offset: number
  readonly length: number
}

/** Where the words to hide stand, each at its first place; undefined for words that are not in the text. */
export const placesOf = (text: string, words: readonly string[]): readonly (Hidden | undefined)[] =>
  words.map((word) => {
    const offset = word === '' ? -1 : text.indexOf(word)
    return offset < 0 ? undefined : { offset, length: word.length }
  })

/** The id of a GIF: itself, or out of one of GIPHY's addresses. */
export function gifId(chosen: string): string | undefined {
  const id = /^[A-Za-z0-9]{5,40}$/
  if (id.test(chosen)) return chosen
  if (!URL.canParse(chosen)) return undefined
  const { hostname, pathname } = new URL(chosen)
  if (!/(?:^|\.)giphy\.com$/.test(hostname)) return undefined
  const found =
    /\/media\/(?:[^/]+\/)*?([A-Za-z0-9]+)\/[^/]+\.(?:gif|webp|mp4)$/.exec(pathname) ??
    /[/-]([A-Za-z0-9]+)\/?$/.exec(pathname)
  return found?.[1] !== undefined && id.test(found[1]) ? found[1] : undefined
}

/** Author and code of a post, out of its address. */
export function quotedIn(address: string): { readonly handle: string; readonly code: string } | undefined {
  const [, handle, code] = /^https:\/\/(?:www\.)?threads\.(?:net|com)\/@([\w.]+)\/post\/([\w-]+)/.exec(address) ?? []
  return handle === undefined || code === undefined ? undefined : { handle, code }
}

/** Sent and read-back text made comparable: Threads takes the `#` of a topic away, and nothing else. */
export const comparable = (text: string): string =>
  text.normalize('NFC').replaceAll('#', '').replace(/\s+/g, ' ').trim()
