/**
 * What became of a publish whose answer was lost. The container is the key: it can be published once only, and says
 * itself whether it was. Which medium it became is not said, so that is looked for among the newest ones.
 */
import { readNode } from '../graph/node.ts'
import type { Call, Channel, Found, Intent, MediaKind, Memory, Reply } from '../interface.ts'
import { at, header, objs, only, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { statusOf } from './adapter.container.ts'
import { asPerson, idIn, node } from './adapter.wire.ts'
import type { Form } from './compose.forms.ts'

/** What is looked for, in the words of the version. */
export interface Wanted {
  readonly form: Form
  readonly caption: string
  /** The kind of its first file. */
  readonly file: MediaKind | undefined
}

/** Clocks may differ by this much. Source: sheet, 8.3. */
const slackMs = 5000
/** Lists have a new medium within seconds, at worst minutes: so long its absence there says nothing. */
const listedWithinMs = 100_000

const kinds = {
  image: { product: 'FEED', type: 'IMAGE' },
  carousel: { product: 'FEED', type: 'CAROUSEL_ALBUM' },
  reel: { product: 'REELS', type: 'VIDEO' },
  story: { product: 'STORY', type: undefined },
} as const satisfies Record<Form, object>

/** Exactly these words, this kind, made since we sent, and owned by no other publication. */
function matches(media: readonly Obj[], { form, caption, file }: Wanted, { sentAt, taken }: Intent): readonly Obj[] {
  const { product, type = file?.toUpperCase() } = kinds[form]
  return media.filter(
    (one) =>
      !taken.has(str(one['id'])) &&
      str(one['media_product_type']) === product &&
      str(one['media_type']) === type &&
      (form === 'story' || str(one['caption']).trim() === caption.trim()) &&
      Date.parse(str(one['timestamp'])) >= sentAt.getTime() - slackMs,
  )
}

const listOf = (channel: Channel, form: Form) =>
  form === 'story'
    ? node(channel, `${channel.remoteId}/stories`, { fields: 'id,timestamp,permalink,media_type,media_product_type' })
    : node(channel, `${channel.remoteId}/media`, {
        fields: 'id,caption,timestamp,permalink,media_type,media_product_type',
        limit: '25',
      })

/** The network's clock, as far as it tells, against the time of sending. */
function isFresh(reply: Reply, { sentAt }: Intent): boolean {
  const passed = Date.parse(header(reply, 'date')) - sentAt.getTime()
  return passed >= 0 && passed < listedWithinMs
}

async function findMedium(call: Call, channel: Channel, wanted: Wanted, intent: Intent): Promise<Found> {
  const wire = listOf(channel, wanted.form)
  const reply = await readNode(call, wire, asPerson(channel, wire))
  const found = matches(objs(at(reply?.body, 'data')), wanted, intent)
  const medium = only(found)
  if (medium) {
    const [id, url] = [str(medium['id']), str(medium['permalink'])]
    const remote = { id, ...(url === '' ? {} : { url }), at: 'public' } as const
    return { is: 'live', remote, value: { id }, seen: 'the container is published, and this is the one medium like it' }
  }
  if (reply && found.length === 0 && isFresh(reply, intent))
    return { is: 'unsure', why: 'the container is published, its medium is not listed yet' }
  // Never a guess: that it is out is certain, which one it is stays open.
  const seen = `the container is published; ${found.length} media are like it, so its link is unknown`
  return { is: 'live', remote: { at: 'public' }, value: { id: '' }, seen }
}

/** One look. `over`: from where a plan has to begin again whose container can no longer be published. */
export async function findPublished(
  call: Call,
  channel: Channel,
  wanted: Wanted,
  memory: Memory,
  intent: Intent,
  over: string,
): Promise<Found> {
  const wire = statusOf(channel, idIn(memory, 'container'))
  const reply = await readNode(call, wire, asPerson(channel, wire))
  const status = str(at(reply?.body, 'status_code'))
  switch (status) {
    case 'PUBLISHED':
      return findMedium(call, channel, wanted, intent)
    case 'FINISHED':
    case 'IN_PROGRESS':
      return { is: 'absent', sure: true, seen: `the container is ${status}, so it is not published` }
    case 'EXPIRED':
    case 'ERROR':
      return { is: 'redo', from: over, seen: `the container is ${status} and was never published` }
    default:
      return { is: 'unsure', why: 'Instagram does not show the container' }
  }
}

/** The first comment: our own words under our own post. */
export async function findComment(
  call: Call,
  channel: Channel,
  { post, text }: { readonly post: string; readonly text: string },
  { sentAt, taken }: Intent,
): Promise<Found> {
  const query = { fields: 'id,text,username,timestamp', limit: '50' }
  const reply = await readNode(call, node(channel, `${post}/comments`, query))
  if (!reply) return { is: 'unsure', why: 'Instagram does not show the comments' }
  const comments = objs(at(reply.body, 'data'))
  const ours = comments.find(
    (one) =>
      !taken.has(str(one['id'])) &&
      str(one['username']) === channel.handle &&
      str(one['text']).trim() === text.trim() &&
      Date.parse(str(one['timestamp'])) >= sentAt.getTime() - slackMs,
  )
  return ours
    ? { is: 'done', value: { id: str(ours['id']) }, seen: 'among the comments' }
    : { is: 'absent', sure: false, seen: `not among the ${comments.length} newest comments` }
}
