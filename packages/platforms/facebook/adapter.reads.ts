/** What Facebook tells about posts and Pages, and taking posts down. */
import type { Call, Channel, Measures, Remote } from '../interface.ts'
import { at, num, objs, str } from '../reply.ts'
import { failed, isMissing, see } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { readCount, readInsights } from '../graph/insights.ts'
import { storiesWire, storyId } from './adapter.find.ts'
import { asPerson, erase, read } from './adapter.wire.ts'

const counts = 'reactions.limit(0).summary(true),comments.limit(0).summary(true),shares'

/** Stories have a number of their own, without that of the Page before it. */
const isStory = (id: string): boolean => !id.includes('_')

export async function measure(call: Call, _: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const found: Measures[] = []
  for (const { id } of remotes) {
    if (id === undefined) continue
    const reply = await ask(call, read(id, { fields: counts }), (one) => see(one).code === 100)
    // What is gone has no numbers any more; what has no such fields (a story) has none of these.
    if (failed(reply) && isMissing(reply)) continue
    const none = failed(reply) ? 'unsupported' : 'not yet'
    const insights = await readInsights(call, {
      metrics: { views: 'post_media_view', reach: 'post_total_media_view_unique', clicks: 'post_clicks' },
      wire: (metric) => read(`${id}/insights`, { metric }),
    })
    const { body } = reply
    found.push({
      remoteId: id,
      values: {
        ...insights,
        likes: readCount(at(body, 'reactions')) ?? none,
        comments: readCount(at(body, 'comments')) ?? none,
        // Facebook leaves shares out until there is one.
        shares: failed(reply) ? none : num(at(body, 'shares', 'count')),
      },
    })
  }
  return found
}

/** Views and reach of the last 28 days; Pages with fewer than a hundred likes are told none. */
export async function measureChannel(call: Call, { remoteId }: Channel): Promise<Measures> {
  const { body } = await call.send(read(remoteId, { fields: 'followers_count,fan_count' }))
  const insights = await readInsights(call, {
    metrics: { views: 'page_media_view', reach: 'page_total_media_view_unique' },
    wire: (metric) => read(`${remoteId}/insights`, { metric, period: 'days_28' }),
  })
  const followers = at(body, 'followers_count') ?? at(body, 'fan_count')
  return { remoteId, values: { ...insights, followers: typeof followers === 'number' ? followers : 'not yet' } }
}

/**
 * Deleting is harmless to repeat: what is gone is deleted. "Does not exist" also means "does not support this", which a
 * story may be; so Facebook's list of stories has the last word.
 */
export async function remove(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<void> {
  for (const { id } of remotes) {
    if (id === undefined) continue
    const reply = await ask(call, erase(id), isMissing)
    if (reply.status < 400 || !isStory(id)) continue
    const { body } = await call.send(storiesWire(channel.remoteId))
    const isUp = objs(at(body, 'data')).some(
      (story) => storyId(story['post_id']) === id && str(story['status']).toUpperCase() === 'PUBLISHED',
    )
    if (isUp) await call.send(erase(id))
  }
}

/**
 * What only Pages need. The same person may have given the same application an account of another network of Meta's,
 * which stands on the other permissions: taking all away would end that too.
 */
const ours = ['pages_manage_posts', 'pages_manage_engagement', 'pages_read_user_content', 'read_insights'] as const

/** Gives back what lets us publish and read for the person's Pages. What is gone already is no error there. */
export async function revoke(call: Call): Promise<void> {
  for (const permission of ours) await call.send(asPerson(erase(`me/permissions/${permission}`)), [400])
}
