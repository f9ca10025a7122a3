/**
 * The record types of the network, in the very schemas its servers use: they refuse in the same words. Written from the
 * sheet (sections 4, 5 and 7); unknown members and unknown members of open unions are tolerated, as by the real ones.
 */
import { l } from '@atproto/lex-schema'

/** A server that lags behind has the smaller limits and no gallery (sheet section 1). */
export interface Age {
  readonly imageBytes: number
  readonly videoBytes: number
  readonly gallery: boolean
}
export const current: Age = { imageBytes: 2_000_000, videoBytes: 300_000_000, gallery: true }
export const older: Age = { imageBytes: 1_000_000, videoBytes: 100_000_000, gallery: false }

const { optional, string, array, object, integer } = l
const datetime = string({ format: 'datetime' })
const atUri = string({ format: 'at-uri' })
const language = string({ format: 'language' })
const strongRef = object({ uri: atUri, cid: string({ format: 'cid' }) })

const byteSlice = object({ byteStart: integer({ minimum: 0 }), byteEnd: integer({ minimum: 0 }) })
const mention = l.typedObject('app.bsky.richtext.facet', 'mention', object({ did: string({ format: 'did' }) }))
const link = l.typedObject('app.bsky.richtext.facet', 'link', object({ uri: string({ format: 'uri' }) }))
const tagText = string({ maxLength: 640, maxGraphemes: 64 })
const tag = l.typedObject('app.bsky.richtext.facet', 'tag', object({ tag: tagText }))
const facet = object({
  index: byteSlice,
  features: array(l.typedUnion([l.typedRef(() => mention), l.typedRef(() => link), l.typedRef(() => tag)], false)),
})

const selfLabels = l.typedObject(
  'com.atproto.label.defs',
  'selfLabels',
  object({ values: array(object({ val: string({ maxLength: 128 }) }), { maxLength: 10 }) }),
)
const labels = l.typedUnion([l.typedRef(() => selfLabels)], false)
const aspectRatio = object({ width: integer({ minimum: 1 }), height: integer({ minimum: 1 }) })

function embeds({ imageBytes, videoBytes, gallery: known }: Age) {
  const picture = l.blob({ accept: ['image/*'], maxSize: imageBytes })
  const images = l.typedObject(
    'app.bsky.embed.images',
    'main',
    object({
      images: array(object({ image: picture, alt: string(), aspectRatio: optional(aspectRatio) }), { maxLength: 4 }),
    }),
  )
  const item = l.typedObject('app.bsky.embed.gallery', 'image', object({ image: picture, alt: string(), aspectRatio }))
  const gallery = l.typedObject(
    'app.bsky.embed.gallery',
    'main',
    object({ items: array(l.typedUnion([l.typedRef(() => item)], false), { maxLength: 20 }) }),
  )
  const caption = object({ lang: language, file: l.blob({ accept: ['text/vtt'], maxSize: 20_000 }) })
  const video = l.typedObject(
    'app.bsky.embed.video',
    'main',
    object({
      video: l.blob({ accept: ['video/mp4'], maxSize: videoBytes }),
      captions: optional(array(caption, { maxLength: 20 })),
      alt: optional(string()),
      aspectRatio: optional(aspectRatio),
      presentation: optional(string()),
    }),
  )
  const external = l.typedObject(
    'app.bsky.embed.external',
    'main',
    object({
      external: object({
        uri: string({ format: 'uri' }),
        title: string(),
        description: string(),
        thumb: optional(l.blob({ accept: ['image/*'], maxSize: 1_000_000 })),
        associatedRefs: optional(array(strongRef)),
      }),
    }),
  )
  const record = l.typedObject('app.bsky.embed.record', 'main', object({ record: strongRef }))
  const media = [
    l.typedRef(() => images),
    l.typedRef(() => video),
    l.typedRef(() => external),
    ...(known ? [l.typedRef(() => gallery)] : []),
  ]
  const recordWithMedia = l.typedObject(
    'app.bsky.embed.recordWithMedia',
    'main',
    object({ record: object({ record: strongRef }), media: l.typedUnion(media, false) }),
  )
  return l.typedUnion([...media, l.typedRef(() => record), l.typedRef(() => recordWithMedia)], false)
}

const textSlice = object({ start: integer({ minimum: 0 }), end: integer({ minimum: 0 }) })

const post = (age: Age) =>
  l.record(
    'tid',
    'app.bsky.feed.post',
    object({
      text: string({ maxLength: 3000, maxGraphemes: 300 }),
      entities: optional(array(object({ index: textSlice, type: string(), value: string() }))),
      facets: optional(array(facet)),
      reply: optional(object({ root: strongRef, parent: strongRef })),
      embed: optional(embeds(age)),
      langs: optional(array(language, { maxLength: 3 })),
      labels: optional(labels),
      tags: optional(array(tagText, { maxLength: 8 })),
      createdAt: datetime,
    }),
  )

const rule = (name: string) => l.typedObject('app.bsky.feed.threadgate', name, object({}))
const gateRules = ['mentionRule', 'followerRule', 'followingRule'].map(rule)
const listRule = l.typedObject('app.bsky.feed.threadgate', 'listRule', object({ list: atUri }))
const threadgate = l.record(
  'tid',
  'app.bsky.feed.threadgate',
  object({
    post: atUri,
    allow: optional(
      array(l.typedUnion([...gateRules.map((one) => l.typedRef(() => one)), l.typedRef(() => listRule)], false), {
        maxLength: 5,
      }),
    ),
    createdAt: datetime,
    hiddenReplies: optional(array(atUri, { maxLength: 300 })),
  }),
)

const disableRule = l.typedObject('app.bsky.feed.postgate', 'disableRule', object({}))
const postgate = l.record(
  'tid',
  'app.bsky.feed.postgate',
  object({
    createdAt: datetime,
    post: atUri,
    detachedEmbeddingUris: optional(array(atUri, { maxLength: 50 })),
    embeddingRules: optional(array(l.typedUnion([l.typedRef(() => disableRule)], false), { maxLength: 5 })),
  }),
)

const portrait = l.blob({ accept: ['image/png', 'image/jpeg'], maxSize: 1_000_000 })
const profile = l.record(
  'literal:self',
  'app.bsky.actor.profile',
  object({
    displayName: optional(string({ maxGraphemes: 64, maxLength: 640 })),
    description: optional(string({ maxGraphemes: 256, maxLength: 2560 })),
    avatar: optional(portrait),
    banner: optional(portrait),
    labels: optional(labels),
    pinnedPost: optional(strongRef),
    createdAt: optional(datetime),
  }),
)

const subject = (name: 'app.bsky.feed.like' | 'app.bsky.feed.repost') =>
  l.record('tid', name, object({ subject: strongRef, createdAt: datetime, via: optional(strongRef) }))

/** Known record types by name; others are stored unseen (`validationStatus: "unknown"`). */
export const schemasOf = (age: Age): ReadonlyMap<string, l.RecordSchema> =>
  new Map<string, l.RecordSchema>(
    [post(age), threadgate, postgate, profile, subject('app.bsky.feed.like'), subject('app.bsky.feed.repost')].map(
      (schema) => [schema.$type, schema],
    ),
  )
