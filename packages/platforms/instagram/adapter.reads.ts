/** What Instagram tells about posts and accounts, what an account may choose, and taking posts down. */
import { isMissing } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { readInsights } from '../graph/insights.ts'
import type { Value } from '../graph/insights.ts'
import { readNode } from '../graph/node.ts'
import type { Call, Channel, Measures, Options, Remote } from '../interface.ts'
import { address, at, get, num, obj, objs, str } from '../reply.ts'
import { asPerson, erase, facebook, instagram, node, ownOf } from './adapter.wire.ts'
import { isFacebook, mayMeasure } from './compose.access.ts'

/** Our names, and Instagram's. What a story does not have makes the whole question fail. */
const always = { views: 'views', reach: 'reach', shares: 'shares', interactions: 'total_interactions' } as const
const notOfStories = { likes: 'likes', comments: 'comments', saves: 'saved' } as const
const none = { likes: 'unsupported', comments: 'unsupported', saves: 'unsupported' } as const satisfies Record<
  keyof typeof notOfStories,
  Value
>

const count = (value: unknown): Value => (typeof value === 'number' ? value : 'unsupported')

async function valuesOf(call: Call, channel: Channel, id: string, about: unknown): Promise<Measures['values']> {
  const isStory = str(at(about, 'media_product_type')) === 'STORY'
  if (mayMeasure(channel)) {
    const metrics: Readonly<Record<string, string>> = isStory ? always : { ...always, ...notOfStories }
    const told = await readInsights(call, { metrics, wire: (metric) => node(channel, `${id}/insights`, { metric }) })
    return isStory ? { ...told, ...none } : told
  }
  // Without that permission two numbers stand with the post itself, unless the account hides them.
  const hidden = {
    views: 'unsupported',
    reach: 'unsupported',
    shares: 'unsupported',
    interactions: 'unsupported',
  } as const
  return { ...hidden, ...none, likes: count(at(about, 'like_count')), comments: count(at(about, 'comments_count')) }
}

export async function measure(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const found: Measures[] = []
  for (const { id } of remotes) {
    if (id === undefined) continue
    const wire = node(channel, id, { fields: 'media_product_type,like_count,comments_count' })
    const reply = await readNode(call, wire, asPerson(channel, wire))
    // What is gone has no numbers any more.
    if (reply) found.push({ remoteId: id, values: await valuesOf(call, channel, id, reply.body) })
  }
  return found
}

export async function measureChannel(call: Call, channel: Channel): Promise<Measures> {
  const place = isFacebook(channel) ? `${facebook}/${channel.remoteId}` : `${instagram}/me`
  const { body } = await call.send(get(address(place, { fields: 'followers_count,follows_count,media_count' })))
  const account = ownOf(body)
  return {
    remoteId: channel.remoteId,
    values: {
      followers: count(account['followers_count']),
      following: count(account['follows_count']),
      posts: count(account['media_count']),
    },
  }
}

export const limitOf = (channel: Channel) =>
  node(channel, `${channel.remoteId}/content_publishing_limit`, { fields: 'quota_usage,config' })

/** How many posts of the last 24 hours count, and how many may; nothing if Instagram does not say. */
export function quotaIn(body: unknown): { readonly used: number; readonly total: number } | undefined {
  const row = objs(at(body, 'data'))[0]
  const total = num(obj(row?.['config'])['quota_total'])
  return total > 0 && typeof row?.['quota_usage'] === 'number' ? { used: row['quota_usage'], total } : undefined
}

const needsFacebook = 'Connect this account through Facebook to use it.'

/** What is left of the day, and what this way of connecting does not have. */
export async function options(call: Call, channel: Channel): Promise<Options> {
  // A full day counts as a failure elsewhere; here it is what a person wants to know.
  const quota = quotaIn((await call.send(limitOf(channel), [200])).body)
  const full = quota !== undefined && quota.used >= quota.total
  return {
    choices: {},
    closed: isFacebook(channel)
      ? {}
      : { paidPartnership: needsFacebook, sponsors: needsFacebook, audio: needsFacebook },
    says: [
      ...(quota ? [`@${channel.handle}: ${quota.used} of ${quota.total} posts in the last 24 hours.`] : []),
      ...(full ? ['Instagram takes no more now; what you publish goes out when it does again.'] : []),
    ],
    facts: quota ? { ...quota } : {},
  }
}

/**
 * Deleting is harmless to repeat: what is gone is deleted. "Does not exist" also means "does not support this", which is
 * the answer at the Instagram login; so what can still be read was not deleted, and that is said.
 */
export async function remove(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<void> {
  for (const { id } of remotes) {
    if (id === undefined) continue
    const reply = await ask(call, erase(channel, id), isMissing)
    if (!isMissing(reply)) continue
    const wire = node(channel, id, { fields: 'id' })
    const isUp = await readNode(call, wire, asPerson(channel, wire))
    if (isUp) await call.send(erase(channel, id))
  }
}

/**
 * Takes back what is Instagram's alone: Pages of the same person may be connected to the same app for Facebook. At the
 * Instagram login only the person can, under "Apps and websites".
 */
export async function revoke(call: Call, channel: Channel, scopes: readonly string[]): Promise<void> {
  if (!isFacebook(channel)) return
  for (const scope of scopes.filter((one) => one.startsWith('instagram_')))
    await call.send({ ...erase(channel, `me/permissions/${scope}`), as: 'user' }, [400])
}
