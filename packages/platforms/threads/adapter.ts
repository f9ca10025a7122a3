/** Threads for the server: connecting, publishing by containers, settling by their status. */
import { failed, idOf } from '../graph/answer.ts'
import { definePlatform } from '../interface.ts'
import type { Channel, FreeStep, Frozen, Memory, OnceStep, Step } from '../interface.ts'
import { at, str } from '../reply.ts'
import { childName, childStep, containerStep } from './adapter.container.ts'
import type { Piece } from './adapter.container.ts'
import { classify, readyOf } from './adapter.errors.ts'
import { findPost, remoteOf, whereIs } from './adapter.find.ts'
import type { Wanted } from './adapter.find.ts'
import { identify, measure, measureChannel, options, permalinkOf, quotaLeft, remove } from './adapter.reads.ts'
import { readyStep, statusIn, statusWire } from './adapter.status.ts'
import { host, idIn, write } from './adapter.wire.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'

/** A chain that would not fit into the day is not begun; asked again after so many seconds. */
const quotaSeconds = 30 * 60

const names = ({ key }: Piece) => {
  const publish = key === 'comment' ? key : `part:${key}`
  return { publish, container: `container:${key}`, ready: readyOf(publish) }
}

const wantedOf = ({ part, parent }: Piece, { handle }: Channel, memory: Memory): Wanted => ({
  part,
  handle,
  parent: parent === undefined ? undefined : idIn(memory, parent),
})

/** The request that cannot be taken back: one container, published. Threads publishes none twice. */
function publishStep(piece: Piece, channel: Channel): OnceStep {
  const { publish: name, container, ready } = names(piece)
  const isOut = (memory: Memory): boolean => at(memory.get(ready), 'out') === true
  return {
    name,
    for: piece.for,
    repeat: 'never',
    // A container that was found to be out already is only asked about.
    request: (memory) => {
      const id = idIn(memory, container)
      return isOut(memory) ? statusWire(id) : write('threads_publish', { creation_id: id })
    },
    read(reply, memory) {
      if (isOut(memory) && statusIn(reply) !== '' && statusIn(reply) !== 'PUBLISHED')
        throw new Error(`the container was published, and is ${statusIn(reply)}`)
      const id = isOut(memory) ? idIn(memory, ready) : idOf(reply)
      const permalink = str(at(memory.get(ready), 'permalink'))
      return { is: 'live', remote: remoteOf(channel.handle, id, permalink), value: { id } }
    },
    look: [5, 20, 60, 120],
    find: (call, memory, intent) => findPost(call, idIn(memory, container), wantedOf(piece, channel, memory), intent),
  }
}

/** Containers of the files, then of the whole, then the request that publishes it. */
function pieceSteps(piece: Piece, channel: Channel, at_: Date): readonly Step[] {
  const { container, ready } = names(piece)
  const { media } = piece.part
  const children = media.length > 1 ? media.map((file, k) => ({ file, k, name: childName(piece, k) })) : []
  const find = async (call: Parameters<FreeStep['run']>[0], memory: Memory) => {
    const { id, permalink } = await whereIs(call, wantedOf(piece, channel, memory), { sentAt: at_, taken: new Set() })
    return { out: true, id, permalink }
  }
  return [
    ...children.map(({ file, name }) => childStep(name, file)),
    ...children.map(({ k, name }) =>
      readyStep({
        name: `ready:${piece.key}.${k}`,
        for: 'post',
        container: name,
        from: name,
        whereIs: () => Promise.resolve({}),
      }),
    ),
    containerStep(container, piece),
    readyStep({ name: ready, for: piece.for, container, from: children[0]?.name ?? container, whereIs: find }),
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
