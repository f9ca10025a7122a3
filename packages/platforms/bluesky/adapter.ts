/** Bluesky for the server: connecting to the server where an account lives, publishing in steps, reading back. */
import { definePlatform } from '../interface.ts'
import type { Call, Channel, FreeStep, Frozen, OnceStep, Progress, Reply, Step } from '../interface.ts'
import { at, get, objs, str } from '../reply.ts'
import { classify } from './adapter.errors.ts'
import { findPost, remoteOf } from './adapter.find.ts'
import { identify, options } from './adapter.identify.ts'
import { locate } from './adapter.locate.ts'
import { imageStep, mediaName } from './adapter.media.ts'
import { measure, measureChannel, remove } from './adapter.reads.ts'
import { collections, createdAt, mentioned, mentionName, putGate, putPost, rkeyFor, uriFor } from './adapter.records.ts'
import type { Piece } from './adapter.records.ts'
import { videoStep } from './adapter.video.ts'
import { atView, hostOf, mint, resolveAtView, resolveHandle } from './adapter.wire.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'
import { postAddress } from './post-address.ts'

type Of = Frozen<Settings>

/** Somebody unknown stays plain text, and the outcome says so. */
const mentionStep = (channel: Channel, handle: string, n: number): FreeStep => ({
  name: mentionName(n),
  for: 'extra',
  repeat: 'freely',
  async run(call) {
    const did = await resolveHandle(call, hostOf(channel), handle)
    return did === undefined
      ? { is: 'refused', problem: 'network.mention-unknown', words: `@${handle}` }
      : { is: 'done', value: { did } }
  },
})

async function findQuoted(call: Call, quote: string): Promise<Progress> {
  const gone: Progress = { is: 'refused', problem: 'network.quote-missing', words: quote }
  const address = postAddress(quote)
  if (!address) return gone
  const { actor, rkey } = address
  const did = actor.startsWith('did:') ? actor : await resolveAtView(call, actor)
  if (did === undefined) return gone
  const uris = `at://${did}/${collections.post}/${rkey}`
  const { body } = await call.send(get(atView('app.bsky.feed.getPosts', { uris }), 'nobody'))
  const [found] = objs(at(body, 'posts'))
  return found ? { is: 'done', value: { uri: str(found['uri']), cid: str(found['cid']) } } : gone
}

const quoteSteps = ({ settings: { quote } }: Of): readonly FreeStep[] =>
  quote === undefined ? [] : [{ name: 'quote', for: 'post', repeat: 'freely', run: (call) => findQuoted(call, quote) }]

/** The files of a part; the picture of a card is the only one of its part. */
function mediaSteps({ part, n }: Piece, { files, key, settings }: Of, channel: Channel): readonly FreeStep[] {
  const card = n === 0 && settings.link && part.media.length === 0 ? files?.['card'] : undefined
  return (card ? [card] : part.media).map((file, k) => {
    const name = mediaName(n, k)
    return file.kind === 'video' ? videoStep(channel, file, name, `${key}-${n}`) : imageStep(channel, file, name)
  })
}

/** Seconds after sending. The server shows at once what it has; a request that was cut off may still be on its way. */
const looks = [3, 15, 60] as const

function putStep(piece: Piece, frozen: Of, channel: Channel): OnceStep {
  const wanted = { rkey: rkeyFor(frozen, piece.n), createdAt: createdAt(frozen, piece.n) }
  return {
    name: piece.name,
    for: piece.name === 'comment' ? 'extra' : 'post',
    repeat: 'never',
    request: (memory) => putPost(piece, frozen, channel, memory),
    read: (reply) => readPut(reply, channel),
    look: looks,
    find: (call) => findPost(call, channel, wanted),
  }
}

function readPut({ body }: Reply, channel: Channel): Progress {
  const [uri, cid] = [str(at(body, 'uri')), str(at(body, 'cid'))]
  if (uri === '' || cid === '') throw new Error('Bluesky answered without a record')
  return { is: 'live', remote: remoteOf(channel, uri), value: { uri, cid } }
}

/** Putting the same record under the same key again changes nothing, so these are free. */
function gateSteps(frozen: Of, channel: Channel): readonly FreeStep[] {
  const { replies = [], noQuotes } = frozen.settings
  const gate = (name: string, collection: string): FreeStep => ({
    name,
    for: 'extra',
    repeat: 'freely',
    async run(call) {
      await call.send(putGate(collection, frozen, channel))
      return { is: 'done', value: uriFor(channel, collection, rkeyFor(frozen, 0)) }
    },
  })
  return [
    ...(replies.length > 0 ? [gate('replies', collections.gate)] : []),
    ...(noQuotes === true ? [gate('quotes', collections.quotes)] : []),
  ]
}

function plan(frozen: Of, channel: Channel): readonly Step[] {
  const { parts, firstComment } = frozen
  const parent = (n: number): string | undefined => (n === 0 ? undefined : `part:${n - 1}`)
  const pieces: Piece[] = parts.map((part, n) => ({ name: `part:${n}`, part, n, parent: parent(n) }))
  const n = parts.length
  if (firstComment !== undefined)
    pieces.push({ name: 'comment', part: { text: firstComment, media: [] }, n, parent: parent(n) })
  return [
    ...mentioned(frozen).map((handle, k) => mentionStep(channel, handle, k)),
    ...quoteSteps(frozen),
    ...pieces.flatMap((piece): Step[] => [
      ...mediaSteps(piece, frozen, channel),
      putStep(piece, frozen, channel),
      ...(piece.n === 0 ? gateSteps(frozen, channel) : []),
    ]),
  ]
}

const ask = { label: 'Handle', example: 'you.bsky.social' } as const

export const bluesky = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [
    {
      via: 'oauth',
      how: 'oauth-at-host',
      ask,
      client: 'document',
      dpop: true,
      // Servers tell nobody whether they know finer scopes; every one of them knows this.
      scopes: ['atproto', 'transition:generic'],
      renew: 'rotating',
    },
    {
      via: 'app-password',
      how: 'app-password',
      ask,
      session: {
        make: '/xrpc/com.atproto.server.createSession',
        renew: '/xrpc/com.atproto.server.refreshSession',
        end: '/xrpc/com.atproto.server.deleteSession',
        fields: { identifier: 'identifier', password: 'password', access: 'accessJwt', refresh: 'refreshJwt' },
      },
    },
  ],
  locate,
  mint,
  identify,
  options,
  plan,
  classify,
  remove,
  measure,
  measureChannel,
})
