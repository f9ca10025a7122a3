/** Text as X sees it: weighted length, links by t.co, entities. */
import twitter from 'twitter-text'
import type { Link, Post, State } from './state.ts'

/** Weighted length by the official library; mentions a reply starts with do not count (sheet 4.3). */
export function weigh(text: string, isReply: boolean): number {
  const counted = isReply ? text.replace(/^(?:@\w{1,20}\s+)+/, '') : text
  return twitter.parseTweet(counted).weightedLength
}
export const unspeakable = (text: string) => twitter.hasInvalidCharacters(text) as unknown as boolean
export const cashtags = (text: string) => twitter.extractCashtags(text)
export const mentioned = (text: string, handle: string) =>
  twitter.extractMentions(text).some((name) => name.toLowerCase() === handle.toLowerCase())

/** What the duplicate rule compares. */
export const normalise = (text: string) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ')

const shorten = (state: State, address: string) => {
  const code = state.world.chance.text(10)
  state.links.set(code, address)
  return `https://t.co/${code}`
}

const displayed = (address: string) => {
  const bare = address.replace(/^https?:\/\/(?:www\.)?/i, '')
  return bare.length > 30 ? `${bare.slice(0, 30)}…` : bare
}

/** Every address in the text, and one more for the media. */
export function linksOf(
  state: State,
  text: string,
  media: { readonly permalink: string; readonly key: string } | undefined,
): Link[] {
  const links: Link[] = twitter.extractUrlsWithIndices(text).map(({ url, indices: [start, end] }) => {
    const expanded = /^https?:\/\//i.test(url) ? url : `http://${url}`
    return { start, end, short: shorten(state, expanded), expanded, display: displayed(expanded) }
  })
  if (media) {
    const { permalink, key } = media
    links.push({
      start: text.length,
      end: text.length,
      short: shorten(state, permalink),
      expanded: permalink,
      display: displayed(permalink),
      mediaKey: key,
    })
  }
  return links
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
/** X counts offsets in code points. */
const points = (text: string) => Array.from(text).length

export interface Shown {
  readonly text: string
  readonly entities: Record<string, unknown> | undefined
}

/** The text of an answer: escaped, with t.co links; offsets count code points of exactly this text. */
function show(text: string, links: readonly Link[]): Shown {
  let out = ''
  let at = 0
  const urls = links.map((link) => {
    out += escape(text.slice(at, link.start))
    if (link.mediaKey !== undefined && out !== '') out += ' '
    const start = points(out)
    out += link.short
    at = link.end
    return {
      start,
      end: points(out),
      url: link.short,
      expanded_url: link.expanded,
      display_url: link.display,
      ...(link.mediaKey === undefined ? {} : { media_key: link.mediaKey }),
    }
  })
  out += escape(text.slice(at))
  const spans = <T extends { indices: [number, number] }, R>(found: T[], read: (one: T) => R) =>
    found.map((one) => ({
      start: points(out.slice(0, one.indices[0])),
      end: points(out.slice(0, one.indices[1])),
      ...read(one),
    }))
  const parts: [string, object[]][] = [
    ['urls', urls],
    ['hashtags', spans(twitter.extractHashtagsWithIndices(out), ({ hashtag }) => ({ tag: hashtag }))],
    ['mentions', spans(twitter.extractMentionsWithIndices(out), ({ screenName }) => ({ username: screenName }))],
    ['cashtags', spans(twitter.extractCashtagsWithIndices(out), ({ cashtag }) => ({ tag: cashtag }))],
  ]
  const some = parts.filter(([, list]) => list.length > 0)
  return { text: out, entities: some.length > 0 ? Object.fromEntries(some) : undefined }
}

/** A long post shows its first part in `text` and everything in `note_tweet`. */
export function showPost(post: Post): { readonly short: Shown; readonly note: Shown | undefined } {
  const whole = show(post.text, post.links)
  if (post.weight <= 280) return { short: whole, note: undefined }
  const cut = Array.from(post.text).slice(0, 274).join('').replace(/\S*$/, '')
  const kept = post.links.filter((link) => link.end <= cut.length)
  const head = show(`${cut.trimEnd()}…`, kept)
  return { short: head, note: whole }
}
