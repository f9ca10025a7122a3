/** Looking for a post of ours whose answer was lost: the account's own posts, newest first. */
import type { Call, Channel, Found, Intent, Remote } from '../interface.ts'
import { address, at, get, obj, objs, only, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { accountOf, api } from './adapter.wire.ts'
import { serverOf } from './server.ts'
import { comparable, plainOf } from './text.ts'
import type { Words } from './text.ts'

/** What a part looked like when it was sent. */
export interface Wanted extends Words {
  readonly parent: string | undefined
  readonly media: readonly string[]
}

/** Clocks may differ by this much, in ms. */
const slackMs = 60_000
const pageSize = 40
const mostPages = 3
/** Candidates whose source is asked for; more is a doubt. */
const mostSources = 5

/** Answers of servers that do not show this. A refused token is no such answer: it is renewed or asked for. */
const hidden = [403, 404, 410]

/** Where a post is, and who sees it there. */
export function remoteOf(status: Obj): Remote {
  const url = str(status['url']) || str(status['uri'])
  const isOpen = ['public', 'unlisted'].includes(str(status['visibility']))
  return { id: str(status['id']), ...(url === '' ? {} : { url }), at: isOpen ? 'public' : 'restricted' }
}

/** Since when a post can be ours. */
const since = ({ sentAt }: Intent): number => sentAt.getTime() - slackMs

type Unsure = Extract<Found, { is: 'unsure' }>

/** The account's posts back to the time of sending. */
async function recent(call: Call, channel: Channel, intent: Intent): Promise<readonly Obj[] | Unsure> {
  const seen: Obj[] = []
  for (let page = 0; page < mostPages; page += 1) {
    const last = seen.at(-1)
    const url = address(api(channel, `v1/accounts/${accountOf(channel)}/statuses`), {
      limit: String(pageSize),
      exclude_reblogs: 'true',
      max_id: last && str(last['id']),
    })
    const reply = await call.send(get(url), hidden)
    if (reply.status !== 200 || !Array.isArray(reply.body))
      return { is: 'unsure', why: `the server does not show the account’s posts (${reply.status})` }
    const statuses = objs(reply.body)
    seen.push(...statuses)
    const oldest = statuses.at(-1)
    if (!oldest || Date.parse(str(oldest['created_at'])) < since(intent)) return seen
  }
  return { is: 'unsure', why: 'too many posts appeared since we sent to look through' }
}

/** Everything but the words: time, place in the thread, number of files, and the app where the server tells it. */
function mayBe(status: Obj, wanted: Wanted, intent: Intent, { facts }: Channel): boolean {
  const app = str(at(status, 'application', 'name'))
  return (
    !intent.taken.has(str(status['id'])) &&
    Date.parse(str(status['created_at'])) >= since(intent) &&
    (str(status['in_reply_to_id']) || undefined) === wanted.parent &&
    objs(status['media_attachments']).length === wanted.media.length &&
    (app === '' || str(facts['app']) === '' || app === facts['app'])
  )
}

/** A file hangs on one post alone. */
const holdsOurs = (status: Obj, { media }: Wanted): boolean =>
  media.length > 0 && objs(status['media_attachments']).every(({ id }) => media.includes(str(id)))

const readsAlike = (status: Obj, { text, spoiler }: Wanted): boolean =>
  comparable(plainOf(str(status['content']))) === comparable(text) &&
  comparable(str(status['spoiler_text'])) === comparable(spoiler)

/** HTML tells a little less than was written; the source tells all, where the server gives it. */
async function isWritten(call: Call, channel: Channel, status: Obj, { text, spoiler }: Wanted): Promise<boolean> {
  const reply = await call.send(get(api(channel, `v1/statuses/${str(status['id'])}/source`)), hidden)
  if (reply.status !== 200) return true
  const source = obj(reply.body)
  const same = (one: unknown, other: string): boolean => str(one).replaceAll('\r\n', '\n').trim() === other.trim()
  return same(source['text'], text.replaceAll('\r\n', '\n')) && same(source['spoiler_text'], spoiler)
}

/** One look. Words decide only where no file can: an id of ours, or another program that gives files new ids. */
export async function findStatus(call: Call, channel: Channel, wanted: Wanted, intent: Intent): Promise<Found> {
  const seen = await recent(call, channel, intent)
  if ('is' in seen) return seen
  const candidates = seen.filter((status) => mayBe(status, wanted, intent, channel))
  const ours = only(candidates.filter((status) => holdsOurs(status, wanted)))
  if (ours) return live(ours, 'own posts: our files hang on it')
  const byFiles = wanted.media.length > 0 && serverOf(channel).isMastodon
  const alike = byFiles ? [] : candidates.filter((status) => readsAlike(status, wanted))
  const found: Obj[] = []
  for (const status of alike.slice(0, mostSources))
    if (await isWritten(call, channel, status, wanted)) found.push(status)
  if (found.length > 1 || alike.length > mostSources)
    return { is: 'unsure', why: `${alike.length} posts with these words appeared since we sent` }
  const hit = only(found)
  if (hit) return live(hit, 'own posts: the same words since we sent')
  return { is: 'absent', sure: false, seen: `own posts: not among the ${seen.length} newest` }
}

const live = (status: Obj, seen: string): Found => ({
  is: 'live',
  remote: remoteOf(status),
  value: { id: str(status['id']) },
  seen,
})
