/** The records of a publication as the network keeps them. Pure: time and keys come from the frozen version. */
import type { Channel, Frozen, Json, Memory, Part, Rendition, Wire } from '../interface.ts'
import { at, compact, obj, post, str } from '../reply.ts'
import { blobOf, mediaName } from './adapter.media.ts'
import { xrpc } from './adapter.wire.ts'
import { partForm } from './compose.forms.ts'
import type { Settings } from './compose.ts'
import { facetsOf, handlesIn, wordsOf } from './text.ts'
import { tidOf } from './tid.ts'

export const collections = {
  post: 'app.bsky.feed.post',
  gate: 'app.bsky.feed.threadgate',
  quotes: 'app.bsky.feed.postgate',
} as const

/** One post of a plan: a part of the thread, or the first comment under its end. */
export interface Piece {
  readonly name: string
  readonly part: Part
  readonly n: number
  /** The step whose post it answers. */
  readonly parent: string | undefined
}

type Of = Frozen<Settings>

export const rkeyFor = ({ at: time, key }: Of, n: number): string => tidOf(time, key, n)
/** A moment later for each part, so that a thread is in order wherever it is sorted by time. */
export const createdAt = ({ at: time }: Of, n: number): string => new Date(time.getTime() + n).toISOString()

export const uriFor = ({ remoteId }: Channel, collection: string, rkey: string): string =>
  `at://${remoteId}/${collection}/${rkey}`

/** Everybody who is mentioned in any part, each once. */
export const mentioned = ({ parts, firstComment = '' }: Of): readonly string[] => [
  ...new Set([...parts.map(({ text }) => text), firstComment].flatMap(handlesIn)),
]
export const mentionName = (n: number): string => `mention:${n}`

const didsOf = (frozen: Of, memory: Memory): ReadonlyMap<string, string> =>
  new Map(
    mentioned(frozen).flatMap((handle, n) => {
      const did = str(at(memory.get(mentionName(n)), 'did'))
      return did === '' ? [] : [[handle, did] as const]
    }),
  )

const ratioOf = ({ size }: Rendition, otherwise?: Json): Json | undefined =>
  size ? { width: size[0], height: size[1] } : otherwise

function mediaEmbed({ part, n }: Piece, { asGif }: Settings, memory: Memory): Json | undefined {
  const kind = partForm(part)
  const blob = (k: number): Json => blobOf(memory, mediaName(n, k))
  const [first] = part.media
  if (!first) return undefined
  switch (kind) {
    case 'video':
      return compact({
        $type: 'app.bsky.embed.video',
        video: blob(0),
        alt: first.alt === '' ? undefined : first.alt,
        aspectRatio: ratioOf(first),
        presentation: asGif === true ? 'gif' : undefined,
      })
    case 'gallery':
      return {
        $type: 'app.bsky.embed.gallery',
        items: part.media.map((file, k) =>
          // A gallery is laid out by shapes and refuses pictures without one.
          compact({
            $type: 'app.bsky.embed.gallery#image',
            image: blob(k),
            alt: file.alt,
            aspectRatio: ratioOf(file, { width: 1, height: 1 }),
          }),
        ),
      }
    default:
      return {
        $type: 'app.bsky.embed.images',
        images: part.media.map((file, k) => compact({ image: blob(k), alt: file.alt, aspectRatio: ratioOf(file) })),
      }
  }
}

function cardEmbed({ settings: { link }, files }: Of, memory: Memory): Json | undefined {
  if (!link) return undefined
  const external = compact({
    uri: link.url,
    title: link.title ?? link.url,
    description: link.description ?? '',
    thumb: files?.['card'] ? blobOf(memory, mediaName(0, 0)) : undefined,
  })
  return { $type: 'app.bsky.embed.external', external }
}

/** Media or a card, a quote, or a quote with one of them. Card and quote belong to the head. */
function embedOf(piece: Piece, frozen: Of, memory: Memory): Json | undefined {
  const isHead = piece.parent === undefined
  const media = mediaEmbed(piece, frozen.settings, memory) ?? (isHead ? cardEmbed(frozen, memory) : undefined)
  if (!isHead || frozen.settings.quote === undefined) return media
  const record = { $type: 'app.bsky.embed.record', record: refOf(memory, 'quote') }
  return media === undefined ? record : { $type: 'app.bsky.embed.recordWithMedia', record, media }
}

const refOf = (memory: Memory, step: string): Json => {
  const { uri, cid } = obj(memory.get(step))
  return { uri: str(uri), cid: str(cid) }
}

const labelsOf = ({ labels = [] }: Settings): Json | undefined =>
  labels.length === 0
    ? undefined
    : { $type: 'com.atproto.label.defs#selfLabels', values: labels.map((val) => ({ val })) }

const some = (list: readonly Json[] | undefined): Json | undefined => (list && list.length > 0 ? list : undefined)

function postRecord(piece: Piece, frozen: Of, memory: Memory): Json {
  const { settings } = frozen
  const { parent, part, n } = piece
  const words = wordsOf(part.text, settings.shortLinks)
  const embed = embedOf(piece, frozen, memory)
  return compact({
    $type: collections.post,
    text: words.text,
    createdAt: createdAt(frozen, n),
    facets: some(facetsOf(words, didsOf(frozen, memory))),
    reply: parent === undefined ? undefined : { root: refOf(memory, 'part:0'), parent: refOf(memory, parent) },
    embed,
    langs: some(settings.languages),
    labels: embed === undefined ? undefined : labelsOf(settings),
    tags: parent === undefined ? some(settings.tags) : undefined,
  })
}

/** `swapRecord: null`: only if nothing is there. The identical request again changes nothing and answers the same. */
export const putPost = (piece: Piece, frozen: Of, channel: Channel, memory: Memory): Wire =>
  post(xrpc(channel, 'com.atproto.repo.putRecord'), {
    repo: channel.remoteId,
    collection: collections.post,
    rkey: rkeyFor(frozen, piece.n),
    swapRecord: null,
    record: postRecord(piece, frozen, memory),
  })

const gateRules = { mentioned: 'mentionRule', following: 'followingRule', followers: 'followerRule' } as const

/** Who may answer or quote stands in records with the key of the head. */
export function putGate(collection: string, frozen: Of, channel: Channel): Wire {
  const rkey = rkeyFor(frozen, 0)
  const { replies = [] } = frozen.settings
  const allow = replies.flatMap((one) => (one === 'nobody' ? [] : [{ $type: `${collections.gate}#${gateRules[one]}` }]))
  const limits: { readonly [name: string]: Json } =
    collection === collections.gate ? { allow } : { embeddingRules: [{ $type: `${collections.quotes}#disableRule` }] }
  return post(xrpc(channel, 'com.atproto.repo.putRecord'), {
    repo: channel.remoteId,
    collection,
    rkey,
    record: {
      $type: collection,
      post: uriFor(channel, collections.post, rkey),
      createdAt: createdAt(frozen, 0),
      ...limits,
    },
  })
}
