/** Threads for the server: connecting, publishing by containers, settling by their status. */
import { failed, idOf } from '../graph/answer.ts'
import { definePlatform } from '../interface.ts'
import type { Channel, FreeStep, Frozen, Memory, OnceStep, Step } from '../interface.ts'
import { at, str } from '../reply.ts'
import { childName, childStep, containerStep } from './adapter.container.ts'
import type { Piece } from './adapter.container.ts'
import { classify, readyOf } from './adapter.errors.ts'
import { findPost, idOfOwn, remoteOf, whereIs } from './adapter.find.ts'
import type { Wanted } from './adapter.find.ts'
import { identify, measure, measureChannel, options, permalinkOf, quotaLeft, remove } from './adapter.reads.ts'
import { readyStep } from './adapter.status.ts'
import { host, idIn, read, write } from './adapter.wire.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'

/** A chain that would not fit into the day is not begun; asked again after so many seconds. */
const quotaSeconds = 30 * 60

/** Lists show a fresh post after seconds; the look for one to quote is repeated once. */
const listedSeconds = 60

const names = ({ key }: Piece) => {
  const publish = key === 'comment' ? key : `part:${key}`
  return { publish, container: `container:${key}`, ready: readyOf(publish) }
}

const wantedOf = ({ part, parent }: Piece, handle: string, memory: Memory): Wanted => ({
  part,
  handle,
  parent: parent === undefined ? undefined : idIn(memory, parent),
})

/** The request that cannot be taken back: one container, published. Threads publishes none twice. */
function publishStep(piece: Piece, { handle }: Channel): OnceStep {
  const { publish: name, container, ready } = names(piece)
  const isOut = (memory: Memory): boolean => at(memory.get(ready), 'out') === true
  return {
    name,
    for: piece.for,
    repeat: 'never',
    // A container that was found to be out already is only asked about.
    request: (memory) => {
      const id = idIn(memory, container)
      return isOut(memory) ? read(id, { fields: 'id' }) : write('threads_publish', { creation_id: id })
    },
    read(reply, memory) {
      const id = isOut(memory) ? idIn(memory, ready) : idOf(reply)
      const permalink = str(at(memory.get(ready), 'permalink'))
      return { is: 'live', remote: remoteOf(handle, id, permalink), value: { id } }
    },
    look: [5, 20, 60, 120],
    find: (call, memory, intent) => findPost(call, idIn(memory, container), wantedOf(piece, handle, memory), intent),
  }
}

/** Containers of the files, then of the whole, then the request that publishes it. */
function pieceSteps(piece: Piece, channel: Channel, frozenAt: Date): readonly Step[] {
  const { key, for: kind, part } = piece
  const { container, ready } = names(piece)
  const children = part.media.length > 1 ? part.media.map((_, k) => childName(piece, k)) : []
  return [
    ...part.media.flatMap((file, k) => children.slice(k, k + 1).map((name) => childStep(name, file))),
    ...children.map((name, k) => readyStep({ name: `ready:${key}.${k}`, for: kind, container: name, from: name })),
    containerStep(container, piece),
    readyStep({
      name: ready,
      for: kind,
      container,
      from: children[0] ?? container,
      whereIs: (call, memory) =>
        whereIs(call, wantedOf(piece, channel.handle, memory), { sentAt: frozenAt, taken: new Set() }),
    }),
    publishStep(piece, channel),
  ]
}

/** A thread uses one post and, for each further part, one reply of the day's allowance. */
function quotaStep(replies: number): FreeStep {
  const name = 'quota'
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call) {
      const left = await quotaLeft(call)
      const fits = left.posts >= 1 && left.replies >= replies
      return fits ? { is: 'done', value: true } : { is: 'wait', seconds: quotaSeconds }
    },
  }
}

/** A post is quoted by its number, and people have its address. A fresh one may not be in the list yet. */
function quoteStep(address: string): FreeStep {
  const name = 'quote'
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const id = await idOfOwn(call, address)
      if (id !== '') return { is: 'done', value: { id } }
      if (memory.get(name) === undefined) return { is: 'wait', seconds: listedSeconds, value: { id } }
      return { is: 'refused', problem: 'network.quote-missing', words: address }
    },
  }
}

/** Threads does not tell a post's address when it publishes it. */
function permalinkStep({ handle }: Channel): FreeStep {
  const name = 'permalink'
  return {
    name,
    for: 'extra',
    repeat: 'freely',
    async run(call, memory) {
      const id = idIn(memory, 'part:0')
      const permalink = id === '' ? '' : await permalinkOf(call, id)
      if (permalink === '') return { is: 'done', value: null }
      return { is: 'live', remote: remoteOf(handle, id, permalink), value: { id } }
    },
  }
}

function plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const { parts, settings, firstComment, at: frozenAt } = frozen
  const pieces = parts.map((part, n): Piece => ({
    key: String(n),
    for: 'post',
    part,
    settings,
    parent: n === 0 ? undefined : `part:${n - 1}`,
  }))
  const comment = firstComment === undefined ? [] : [commentOf(firstComment, parts.length - 1)]
  return [
    ...(settings.quote === undefined ? [] : [quoteStep(settings.quote)]),
    ...(parts.length > 1 ? [quotaStep(parts.length - 1)] : []),
    ...pieces.flatMap((piece) => pieceSteps(piece, channel, frozenAt)),
    permalinkStep(channel),
    ...comment.flatMap((piece) => pieceSteps(piece, channel, frozenAt)),
  ]
}

/** The first comment answers the last part. */
const commentOf = (text: string, last: number): Piece => ({
  key: 'comment',
  for: 'extra',
  part: { text, media: [] },
  settings: {},
  parent: `part:${last}`,
})

export const threads = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [
    {
      via: 'oauth',
      how: 'oauth',
      app: 'THREADS',
      authorize: 'https://www.threads.com/oauth/authorize',
      token: `${host}/oauth/access_token`,
      // All at once: a scope that is added later needs a new sign-in.
      scopes: [
        'threads_basic',
        'threads_content_publish',
        'threads_manage_replies',
        'threads_read_replies',
        'threads_manage_insights',
        'threads_delete',
        'threads_location_tagging',
      ],
      pkce: false,
      clientAuth: 'body',
      renew: 'exchange',
      dialect: {
        separator: ',',
        exchange: {
          url: `${host}/access_token`,
          grant: 'th_exchange_token',
          renewUrl: `${host}/refresh_access_token`,
          renewGrant: 'th_refresh_token',
          // Not every answer says it; sixty days then.
          lasts: 5_184_000,
        },
      },
    },
  ],
  identify,
  options,
  plan,
  failed,
  classify,
  remove,
  measure,
  measureChannel,
})
