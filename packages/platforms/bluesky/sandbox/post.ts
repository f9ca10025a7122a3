/** A post read as the app view reads it: what is in it, who may answer it, what became of it. */
import type { LexMap, LexValue } from '@atproto/lex-data'
import { engagement } from '../../sandbox/growth.ts'
import { find } from './repo.ts'
import { seen, type Account, type State, type Stored } from './state.ts'
import { listOf, mapOf, replyOf, textOf, wordsOf } from './values.ts'

export type Kind = 'images' | 'gallery' | 'video' | 'external' | 'record' | 'recordWithMedia'
/** The embed by its short name, with what is in it. */
export function embedOf(value: LexMap): { readonly is: Kind; readonly has: LexMap } | undefined {
  const has = mapOf(value['embed'])
  const is = wordsOf(has['$type']).replace('app.bsky.embed.', '')
  return kinds.has(is) ? { is: is as Kind, has } : undefined
}
const kinds: ReadonlySet<string> = new Set<Kind>([
  'images',
  'gallery',
  'video',
  'external',
  'record',
  'recordWithMedia',
])

/** The media of an embed: its own, or the one beside a quote. */
export function mediaOf(value: LexMap): { readonly is: Kind; readonly has: LexMap } | undefined {
  const embed = embedOf(value)
  return embed?.is === 'recordWithMedia' ? embedOf({ embed: mapOf(embed.has['media']) }) : embed
}

/** The address of a quoted record. */
export function quotedOf(value: LexMap): string | undefined {
  const embed = embedOf(value)
  if (embed?.is === 'record') return wordsOf(mapOf(embed.has['record'])['uri'])
  if (embed?.is === 'recordWithMedia') return wordsOf(mapOf(mapOf(embed.has['record'])['record'])['uri'])
  return undefined
}

/** Words of the labels the author gave. */
export const labelsOf = (value: LexMap): readonly string[] =>
  listOf(mapOf(value['labels'])['values']).map((one) => wordsOf(mapOf(one)['val']))

export interface Facet {
  readonly start: number
  readonly end: number
  readonly is: 'link' | 'mention' | 'tag'
  readonly to: string
}
const targets = { link: 'uri', mention: 'did', tag: 'tag' } as const

/**
 * Facets with their offsets as positions in the text. They count bytes of UTF-8; those that lie outside, or cut a
 * character, do not render.
 */
export function facetsOf(value: LexMap): readonly Facet[] {
  const bytes = Buffer.from(textOf(value))
  const at = (offset: LexValue | undefined) => {
    if (typeof offset !== 'number' || offset > bytes.byteLength) return undefined
    const before = bytes.subarray(0, offset).toString()
    return before.endsWith('\ufffd') ? undefined : before.length
  }
  return listOf(value['facets']).flatMap((one): Facet[] => {
    const { index, features } = mapOf(one)
    const [start, end] = [at(mapOf(index)['byteStart']), at(mapOf(index)['byteEnd'])]
    const feature = mapOf(listOf(features)[0])
    const is = wordsOf(feature['$type']).split('#')[1]
    if (start === undefined || end === undefined || start >= end) return []
    if (is !== 'link' && is !== 'mention' && is !== 'tag') return []
    return [{ start, end, is, to: wordsOf(feature[targets[is]]) }]
  })
}

const gateType = 'app.bsky.feed.threadgate'
/** Rules of who may answer a thread; undefined: everybody. */
export function gateOf(root: Stored): readonly string[] | undefined {
  const gate = find(root.account, gateType, root.rkey)?.value
  if (!gate || gate['post'] !== root.uri || gate['allow'] === undefined) return undefined
  return listOf(gate['allow']).map((one) => wordsOf(mapOf(one)['$type']).split('#')[1] ?? '')
}

export const quotesOff = (post: Stored): boolean =>
  listOf(find(post.account, 'app.bsky.feed.postgate', post.rkey)?.value['embeddingRules']).length > 0

/** Nobody follows anybody here, so of the rules only mentions let others in. */
function mayAnswer(state: State, reply: Stored): boolean {
  const root = state.posts.get(replyOf(reply.value)?.root.uri ?? '')
  const rules = root && gateOf(root)
  if (!root || !rules || reply.account === root.account) return true
  return (
    rules.includes('mentionRule') &&
    facetsOf(root.value).some((facet) => facet.is === 'mention' && facet.to === reply.account.id)
  )
}

/** Answers that are seen, the oldest first. */
export const repliesTo = (state: State, uri: string): readonly Stored[] =>
  [...(state.replies.get(uri) ?? [])]
    .flatMap((one) => state.posts.get(one) ?? [])
    .filter((one) => seen(state, one) && mayAnswer(state, one))

export const parentOf = (state: State, { value }: Stored): Stored | undefined => {
  const parent = replyOf(value)?.parent.uri
  return parent === undefined ? undefined : state.posts.get(parent)
}

/** The earlier of what the author says and when it was first seen, in ms. */
export function sortedAt({ value, at }: Stored): number {
  const said = Date.parse(wordsOf(value['createdAt']))
  return Number.isNaN(said) ? at : Math.min(said, at)
}

export function figuresOf(state: State, post: Stored) {
  const grown = engagement(post.uri, (state.world.now() - post.at) / 1000)
  return {
    likes: grown.likes,
    reposts: grown.shares,
    quotes: Math.floor(grown.shares / 4),
    bookmarks: grown.saves,
    replies: repliesTo(state, post.uri).length,
  }
}

/** Posts of an account that are seen, the newest first. */
export const postsOf = (state: State, account: Account): readonly Stored[] =>
  [...state.posts.values()]
    .filter((one) => one.account === account && seen(state, one))
    .toSorted((a, b) => sortedAt(b) - sortedAt(a))
