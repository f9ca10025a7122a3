/** Mastodon for the server: connecting at a server that a person names, publishing in steps, reading back. */
import { fingerprint } from '../fingerprint.ts'
import { definePlatform } from '../interface.ts'
import type { Channel, Frozen, Memory, OnceStep, Part, Progress, Reply, Step } from '../interface.ts'
import { at, compact, get, obj, post, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { classify } from './adapter.errors.ts'
import { findStatus, remoteOf } from './adapter.find.ts'
import { identify, meAt, options } from './adapter.identify.ts'
import { locate, register, scopes } from './adapter.locate.ts'
import { mediaName, mediaStep } from './adapter.media.ts'
import { measure, measureChannel, remove } from './adapter.reads.ts'
import { api, hostOf } from './adapter.wire.ts'
import { quotedId } from './compose.checks.ts'
import { visibilityOf } from './compose.forms.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'
import { idempotency } from './rules.ts'
import { serverOf } from './server.ts'
import { wordsOf } from './text.ts'

/** One post of a plan: a part of the thread, or the first comment under its end. */
interface Piece {
  readonly name: string
  readonly part: Part
  readonly n: number
  /** The step whose post it answers. */
  readonly parent: string | undefined
}

const idOf = (memory: Memory, step: string): string => str(at(memory.get(step), 'id'))
const mediaOf = ({ part, n }: Piece, memory: Memory): readonly string[] =>
  part.media.map((_, k) => idOf(memory, mediaName(n, k)))
const parentOf = ({ parent }: Piece, memory: Memory): string | undefined =>
  parent === undefined ? undefined : idOf(memory, parent)
/** The post before is out on a person's word alone: what should answer it would stand by itself. */
const isAdrift = (piece: Piece, memory: Memory): boolean => parentOf(piece, memory) === ''
const adrift: Progress = { is: 'refused', problem: 'network.parent-unknown', words: 'the part before it has no id' }

/** Never wider than the head: only a public one has answers that may be unlisted. */
function visibilityFor({ parent }: Piece, chosen: Settings, channel: Channel): string | undefined {
  const isQuiet = parent !== undefined && chosen.unlistedReplies === true
  return isQuiet && visibilityOf(chosen, channel) === 'public' ? 'unlisted' : chosen.visibility
}

/** The body of `POST /api/v1/statuses`. Poll and quote belong to the head of a thread; the warning to all of it. */
function bodyOf(piece: Piece, chosen: Settings, channel: Channel, memory: Memory): Obj {
  const { poll, quote } = chosen
  const media = mediaOf(piece, memory)
  const isHead = piece.parent === undefined
  return compact({
    status: piece.part.text,
    media_ids: media.length > 0 ? media : undefined,
    in_reply_to_id: parentOf(piece, memory),
    visibility: visibilityFor(piece, chosen, channel),
    spoiler_text: chosen.spoiler === '' ? undefined : chosen.spoiler,
    sensitive: chosen.sensitive === true ? true : undefined,
    language: chosen.language,
    quote_approval_policy: chosen.quotes,
    quoted_status_id: isHead && quote !== undefined ? quotedId(quote, hostOf(channel)) : undefined,
    poll:
      isHead && poll
        ? compact({
            options: poll.options,
            expires_in: poll.minutes * 60,
            multiple: poll.multiple === true ? true : undefined,
            hide_totals: poll.hideTotals === true ? true : undefined,
          })
        : undefined,
  })
}

/** In digits that a header may carry. */
const digest = (text: string): string => fingerprint(text).toString(16).padStart(16, '0')

/** Seconds after sending. The own posts show it at once; what lies behind waits for a server that is away. */
const looks = [5, 20, 60, 300, 1200, 3000] as const
/**
 * The same request with the same key answers with the first post for an hour. It is sent after two looks that found
 * nothing, so that a server that forgets the key does not get a second post, and not in the last minutes of the hour.
 */
const replay = { fromSeconds: 50, toSeconds: idempotency.seconds - 300, ask: false } as const

function createStep(piece: Piece, { key, settings }: Frozen<Settings>, channel: Channel): OnceStep {
  const { name, part } = piece
  return {
    name,
    for: name === 'comment' ? 'extra' : 'post',
    repeat: 'never',
    request: (memory) => {
      // A server takes an empty id for none, so something harmless is asked in its place.
      if (isAdrift(piece, memory)) return get(meAt(hostOf(channel)))
      const body = bodyOf(piece, settings, channel, memory)
      // The key names the content: a server answers a known key with the old post, whatever the request says.
      const header = { 'Idempotency-Key': `${key}:${name}:${digest(JSON.stringify(body))}` }
      return post(api(channel, 'v1/statuses'), body, header)
    },
    read: (reply, memory) => (isAdrift(piece, memory) ? adrift : readCreated(reply)),
    look: looks,
    ...(serverOf(channel).isMastodon ? { replay } : {}),
    async find(call, memory, intent) {
      if (isAdrift(piece, memory)) return { is: 'absent', sure: true, seen: 'no post was sent' }
      const wanted = {
        ...wordsOf(part.text, settings.spoiler),
        parent: parentOf(piece, memory),
        media: mediaOf(piece, memory),
      }
      return findStatus(call, channel, wanted, intent)
    },
  }
}

/** A post that waits at the server has another shape, and is none yet. */
function readCreated(reply: Reply): Progress {
  const status = obj(reply.body)
  const id = str(status['id'])
  if (id === '' || status['created_at'] === undefined) throw new Error('Mastodon answered without a post')
  return { is: 'live', remote: remoteOf(status), value: { id } }
}

function plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const { parts, settings, firstComment } = frozen
  const before = parts.map((_, n) => parts.slice(0, n).reduce((sum, { media }) => sum + media.length, 0))
  const piece = (name: string, part: Part, n: number): Piece => ({
    name,
    part,
    n,
    parent: n === 0 ? undefined : `part:${n - 1}`,
  })
  return [
    ...parts.flatMap((part, n): Step[] => [
      ...part.media.map((file, k) => mediaStep(channel, file, mediaName(n, k), settings.focus?.[(before[n] ?? 0) + k])),
      createStep(piece(`part:${n}`, part, n), frozen, channel),
    ]),
    ...(firstComment === undefined
      ? []
      : [createStep(piece('comment', { text: firstComment, media: [] }, parts.length), frozen, channel)]),
  ]
}

export const mastodon = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [
    {
      via: 'oauth',
      how: 'oauth-at-host',
      ask: { label: 'Server', example: 'mastodon.social' },
      client: 'registered',
      dpop: false,
      scopes,
      renew: 'none',
    },
  ],
  locate,
  register,
  identify,
  options,
  plan,
  classify,
  remove,
  measure,
  measureChannel,
})
