/** Looking for a page's post whose answer was lost: the newest posts of the page, compared with what was sent. */
import type { Call, Channel, Found, Intent } from '../interface.ts'
import { at, num, obj, objs, only, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { enc, permalink, read, rest } from './adapter.wire.ts'
import { canReadBack } from './compose.ts'
import { comparable, fromLittle } from './little.ts'

const pageSize = 20
/** Clocks may differ by this much. */
const slackMs = 60_000

/** The URNs of the media of a post, whatever kind it is. */
const mediaOf = (content: unknown): readonly string[] =>
  [
    str(at(content, 'media', 'id')),
    ...objs(at(content, 'multiImage', 'images')).map((image) => str(image['id'])),
  ].filter((id) => id !== '')

const said = (post: Obj): string => comparable(fromLittle(str(post['commentary'])))

/** Posts that can be the one we sent. Our media are certain; words count only for posts made since. */
function matches(posts: readonly Obj[], sent: Obj, intent: Pick<Intent, 'sentAt' | 'taken'>): readonly Obj[] {
  const media = mediaOf(sent['content'])
  const since = intent.sentAt.getTime() - slackMs
  return posts.filter((post) => {
    if (intent.taken.has(str(post['id']))) return false
    if (media.length > 0) return mediaOf(post['content']).some((id) => media.includes(id))
    return num(post['createdAt']) >= since && said(post) === said(sent)
  })
}

/** One look. A member's posts cannot be read by anybody. */
export async function findPost(call: Call, channel: Channel, intent: Intent): Promise<Found> {
  if (!canReadBack(channel))
    return { is: 'unsure', why: 'LinkedIn does not let this app read the posts of this account' }
  const url = `${rest}/posts?author=${enc(channel.remoteId)}&q=author&count=${pageSize}&sortBy=LAST_MODIFIED`
  const reply = await call.send(read(url, 'FINDER'), [403])
  if (reply.status === 403) return { is: 'unsure', why: 'LinkedIn does not let this app read the posts of this page' }
  const posts = objs(at(reply.body, 'elements'))
  const { body } = intent.wire
  const found = matches(posts, body?.is === 'json' ? obj(body.value) : {}, intent)
  const hit = only(found)
  if (!hit) {
    return found.length > 1
      ? { is: 'unsure', why: `${found.length} posts with these words appeared since we sent` }
      : { is: 'absent', sure: false, seen: `not among the ${posts.length} newest posts of the page` }
  }
  const id = str(hit['id'])
  return {
    is: 'live',
    remote: { id, url: permalink(id), at: 'public' },
    value: { id },
    seen: 'among the newest posts of the page',
  }
}
