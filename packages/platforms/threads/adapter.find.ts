/** Finding out what became of a container: its status is certain; the post's own id is looked for by what it says. */
import { failed, isMissing, see } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import type { Call, Found, Intent, Part, Remote, Reply } from '../interface.ts'
import { at, header, objs, only, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { readingStatus, statusIn, statusWire } from './adapter.status.ts'
import { profileUrl, read } from './adapter.wire.ts'
import { comparable, quotedIn } from './text.ts'

const pageSize = 25
/** Clocks may differ by this much, in seconds. */
const slack = 60
/** Lists show a fresh post after seconds, and surely after so many. */
const lagSeconds = 110

export interface Wanted {
  readonly part: Part
  /** The post it answers. */
  readonly parent: string | undefined
  readonly handle: string
}

/** Names that Threads gives to what it shows; a kind it does not name is no reason against a post. */
const kinds: Readonly<Record<string, 'text' | 'image' | 'video' | 'carousel'>> = {
  TEXT_POST: 'text',
  IMAGE: 'image',
  VIDEO: 'video',
  CAROUSEL_ALBUM: 'carousel',
}
const kindOf = ({ media }: Part): string => (media.length > 1 ? 'carousel' : (media[0]?.kind ?? 'text'))

/** Rows that can be the post we made: our words, our kind, the same parent, since we sent, and nobody else's. */
export function matches(
  rows: readonly Obj[],
  { part, parent }: Wanted,
  intent: Pick<Intent, 'sentAt' | 'taken'>,
): readonly Obj[] {
  const since = intent.sentAt.getTime() - slack * 1000
  return rows.filter((row) => {
    const said = Date.parse(str(row['timestamp']))
    return (
      !intent.taken.has(str(row['id'])) &&
      !(said < since) &&
      comparable(str(row['text'])) === comparable(part.text) &&
      (kinds[str(row['media_type'])] ?? kindOf(part)) === kindOf(part) &&
      (parent === undefined || str(at(row, 'replied_to', 'id')) === parent)
    )
  })
}

/** What is not allowed to be read tells as little as an empty list. */
const isForbidden = (reply: Reply): boolean => {
  const { code } = see(reply)
  return code === 10 || (code >= 200 && code <= 299)
}

/** The newest own posts, or the newest own replies. */
async function newest(call: Call, wanted: Wanted, sentAt: Date): Promise<Reply> {
  const isReply = wanted.parent !== undefined
  const since = String(Math.floor(sentAt.getTime() / 1000) - slack)
  const fields = `id,text,timestamp,permalink,media_type${isReply ? ',replied_to' : ''}`
  const wire = read(isReply ? 'me/replies' : 'me/threads', { fields, limit: String(pageSize), since })
  return ask(call, wire, isForbidden)
}

/** Threads has no such thing as a hidden post: what is out is as public as the profile. */
export const remoteOf = (handle: string, id: string, permalink = ''): Remote => ({
  ...(id === '' ? {} : { id }),
  url: permalink === '' ? profileUrl(handle) : permalink,
  at: 'public',
})

/** The post of a published container, if the lists show it. */
export async function whereIs(
  call: Call,
  wanted: Wanted,
  intent: Pick<Intent, 'sentAt' | 'taken'>,
): Promise<{ readonly id: string; readonly permalink: string; readonly mayCome: boolean }> {
  const reply = await newest(call, wanted, intent.sentAt)
  const hit = failed(reply) ? undefined : only(matches(objs(at(reply.body, 'data')), wanted, intent))
  // We have no clock; the network's own tells how long ago we sent.
  const passed = (Date.parse(header(reply, 'date')) - intent.sentAt.getTime()) / 1000
  return { id: str(hit?.['id']), permalink: str(hit?.['permalink']), mayCome: !failed(reply) && passed < lagSeconds }
}

/** One look: the container itself, then where its post is. */
export async function findPost(call: Call, container: string, wanted: Wanted, intent: Intent): Promise<Found> {
  const reply = await ask(readingStatus(call), statusWire(container), isMissing)
  if (failed(reply)) return { is: 'unsure', why: 'Threads does not know the container any more' }
  const status = statusIn(reply)
  if (status !== 'PUBLISHED')
    return { is: 'absent', sure: status !== '', seen: `the container is ${status || 'without a status'}` }
  const { id, permalink, mayCome } = await whereIs(call, wanted, intent)
  if (id === '' && mayCome) return { is: 'unsure', why: 'it is published, and not yet in the list of posts' }
  return {
    is: 'live',
    remote: remoteOf(wanted.handle, id, permalink),
    value: { id },
    seen:
      id === ''
        ? 'the container is PUBLISHED; its post was not found'
        : 'the container is PUBLISHED; its post is in the list',
  }
}

/** How far back own posts are looked through. */
const quotePages = 10
const quotePageSize = 100

/** The id of an own post by its address: nothing but the list of own posts tells both. Empty if it is not among them. */
export async function idOfOwn(call: Call, address: string): Promise<string> {
  const code = quotedIn(address)?.code
  let after: string | undefined
  for (let page = 0; page < quotePages; page += 1) {
    const { body } = await call.send(
      read('me/threads', { fields: 'id,shortcode', limit: String(quotePageSize), after }),
    )
    const rows = objs(at(body, 'data'))
    const hit = rows.find((row) => str(row['shortcode']) === code)
    if (hit) return str(hit['id'])
    // Threads gives cursors and no `next`: the last page is the one that is not full.
    after = str(at(body, 'paging', 'cursors', 'after'))
    if (rows.length < quotePageSize || after === '') break
  }
  return ''
}
