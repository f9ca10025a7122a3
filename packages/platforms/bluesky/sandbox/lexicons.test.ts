/** Our schemas and the published ones have to agree on what a record is. */
import { jsonToLex, lexicons } from '@atproto/api'
import { jsonToLex as toLex, type JsonValue } from '@atproto/lex-json'
import { expect, test } from 'vitest'
import { createdAt } from './bluesky.testing.ts'
import { current, schemasOf } from './lexicons.ts'

const schemas = schemasOf(current)
const ref = {
  uri: 'at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3n2xgvc5yqca2',
  cid: 'bafyreidm5fhz7iblqeq3pudanv3qzqzzztiaa6qiw4vlqjsbyteya53vna',
}
const blob = (mimeType: string, size: number) => ({
  $type: 'blob',
  ref: { $link: 'bafkreidm5fhz7iblqeq3pudanv3qzqzzztiaa6qiw4vlqjsbyteya53vna' },
  mimeType,
  size,
})
const image = (size = 1) => ({ image: blob('image/png', size), alt: '' })
const post = (more: object) => ({ $type: 'app.bsky.feed.post', text: 'Hello', createdAt, ...more })
const embed = (is: string, more: object) => post({ embed: { $type: `app.bsky.embed.${is}`, ...more } })
const facet = (feature: object, index: object = { byteStart: 0, byteEnd: 5 }) =>
  post({ facets: [{ index, features: [feature] }] })
const tag = (text: string) => facet({ $type: 'app.bsky.richtext.facet#tag', tag: text })
const gate = (more: object) => ({ $type: 'app.bsky.feed.threadgate', post: ref.uri, createdAt, ...more })
const rule = (name: string, more = {}) => ({ $type: `app.bsky.feed.threadgate#${name}`, ...more })
const square = { width: 1, height: 1 }
const item = (more: object) => ({ $type: 'app.bsky.embed.gallery#image', ...image(), ...more })
const external = { uri: 'https://example.com', title: '', description: '' }
const film = (more: object) => embed('video', { video: blob('video/mp4', 1), ...more })

const records: readonly (readonly [name: string, accepted: boolean, record: object])[] = [
  ['plain', true, post({})],
  ['300 graphemes', true, post({ text: 'é'.repeat(300) })],
  ['301 graphemes', false, post({ text: 'é'.repeat(301) })],
  ['text as a number', false, post({ text: 1 })],
  ['three languages', true, post({ langs: ['en', 'pt-BR', 'de'] })],
  ['four languages', false, post({ langs: ['en', 'fr', 'de', 'it'] })],
  ['eight tags', true, post({ tags: Array.from({ length: 8 }, () => 'a') })],
  ['nine tags', false, post({ tags: Array.from({ length: 9 }, () => 'a') })],
  ['a reply', true, post({ reply: { root: ref, parent: ref } })],
  ['a reply without a root', false, post({ reply: { parent: ref } })],
  ['a reply to nothing', false, post({ reply: { root: ref, parent: { uri: ref.uri } } })],
  ['four images', true, embed('images', { images: [1, 2, 3, 4].map(() => image()) })],
  ['five images', false, embed('images', { images: [1, 2, 3, 4, 5].map(() => image()) })],
  ['an image of two million bytes', true, embed('images', { images: [image(2_000_000)] })],
  ['an image without alt', false, embed('images', { images: [{ image: blob('image/png', 1) }] })],
  ['no height', false, embed('images', { images: [{ ...image(), aspectRatio: { width: 1, height: 0 } }] })],
  [
    'twenty of a gallery',
    true,
    embed('gallery', { items: Array.from({ length: 20 }, () => item({ aspectRatio: square })) }),
  ],
  ['a gallery item without ratio', false, embed('gallery', { items: [item({})] })],
  ['a film', true, film({ alt: 'x', aspectRatio: square, presentation: 'gif' })],
  ['captions', true, film({ captions: [{ lang: 'en', file: blob('text/vtt', 20_000) }] })],
  ['a card', true, embed('external', { external: { ...external, thumb: blob('image/jpeg', 1_000_000) } })],
  ['a card without a title', false, embed('external', { external: { uri: 'https://example.com', description: '' } })],
  ['a quote', true, embed('record', { record: ref })],
  [
    'a quote with media',
    true,
    embed('recordWithMedia', { record: { record: ref }, media: { $type: 'app.bsky.embed.images', images: [image()] } }),
  ],
  ['an embed nobody knows', true, embed('somethingNew', {})],
  ['a mention', true, facet({ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz' })],
  ['a mention by handle', false, facet({ $type: 'app.bsky.richtext.facet#mention', did: 'ada.bsky.social' })],
  ['a link', true, facet({ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com' })],
  ['a link that is none', false, facet({ $type: 'app.bsky.richtext.facet#link', uri: 'example' })],
  [
    'a facet before the text',
    false,
    facet({ $type: 'app.bsky.richtext.facet#tag', tag: 'a' }, { byteStart: -1, byteEnd: 1 }),
  ],
  ['64 graphemes', true, tag('a'.repeat(64))],
  ['65 graphemes', false, tag('a'.repeat(65))],
  ['labels', true, post({ labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'porn' }] } })],
  [
    'eleven labels',
    false,
    post({
      labels: { $type: 'com.atproto.label.defs#selfLabels', values: Array.from({ length: 11 }, () => ({ val: 'a' })) },
    }),
  ],
  ['a closed gate', true, gate({ allow: [] })],
  [
    'all rules',
    true,
    gate({
      allow: [rule('mentionRule'), rule('followerRule'), rule('followingRule'), rule('listRule', { list: ref.uri })],
    }),
  ],
  ['six rules', false, gate({ allow: Array.from({ length: 6 }, () => rule('mentionRule')) })],
  ['a list rule without a list', false, gate({ allow: [rule('listRule')] })],
  ['a gate of nothing', false, { $type: 'app.bsky.feed.threadgate', createdAt }],
  [
    'a postgate',
    true,
    {
      $type: 'app.bsky.feed.postgate',
      post: ref.uri,
      createdAt,
      embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }],
    },
  ],
  ['a profile', true, { $type: 'app.bsky.actor.profile', displayName: 'Ada', description: 'x'.repeat(256) }],
  ['a long name', false, { $type: 'app.bsky.actor.profile', displayName: 'x'.repeat(65) }],
]

test.each(records)('%s', (_, accepted, record) => {
  const json = record as Record<string, JsonValue> & { $type: string }
  expect(schemas.get(json.$type)?.safeValidate(toLex(json)).success).toBe(accepted)
  expect(lexicons.validate(json.$type, jsonToLex(json)).success).toBe(accepted)
})

/** Whose limits the published client does not check, but the servers do. */
const files: typeof records = [
  ['an image of one more', false, embed('images', { images: [image(2_000_001)] })],
  ['a film as image', false, embed('images', { images: [{ image: blob('video/mp4', 1), alt: '' }] })],
  ['a film too large', false, embed('video', { video: blob('video/mp4', 300_000_001) })],
  ['a film of another kind', false, embed('video', { video: blob('video/quicktime', 1) })],
  ['captions too large', false, film({ captions: [{ lang: 'en', file: blob('text/vtt', 20_001) }] })],
  [
    'a card with a large thumb',
    false,
    embed('external', { external: { ...external, thumb: blob('image/jpeg', 1_000_001) } }),
  ],
]

test.each(files)('%s', (_, accepted, record) => {
  const json = record as Record<string, JsonValue> & { $type: string }
  expect(schemas.get(json.$type)?.safeValidate(toLex(json)).success).toBe(accepted)
})
