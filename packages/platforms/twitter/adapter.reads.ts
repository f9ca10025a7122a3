/** What X tells about posts and the account, and taking posts down. */
import type { Call, Channel, Measures, Remote } from '../interface.ts'
import { address, at, get, num, obj, objs, str } from '../reply.ts'
import type { Obj } from '../reply.ts'

export const api = 'https://api.x.com/2'

const userFields =
  'id,name,username,profile_image_url,verified,verified_type,subscription_type,protected,public_metrics'
export const me = address(`${api}/users/me`, { 'user.fields': userFields })

/** Either vocabulary: X renames `retweet_count` to `repost_count` and `tweet_count` to `post_count`. */
const first = (metrics: Obj, ...names: readonly string[]): number =>
  num(names.map((name) => metrics[name]).find((value) => value !== undefined))

const perRequest = 100

export async function measure(call: Call, _: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const ids = remotes.flatMap((remote) => (remote.id === undefined ? [] : [remote.id]))
  const found: Measures[] = []
  for (let from = 0; from < ids.length; from += perRequest) {
    const url = address(`${api}/tweets`, {
      ids: ids.slice(from, from + perRequest).join(','),
      'tweet.fields': 'public_metrics,created_at',
    })
    for (const one of objs(at((await call.send(get(url))).body, 'data'))) {
      const metrics = obj(one['public_metrics'])
      found.push({
        remoteId: str(one['id']),
        values: {
          impressions: first(metrics, 'impression_count'),
          likes: first(metrics, 'like_count'),
          comments: first(metrics, 'reply_count'),
          shares: first(metrics, 'retweet_count', 'repost_count'),
          quotes: first(metrics, 'quote_count'),
          bookmarks: first(metrics, 'bookmark_count'),
        },
      })
    }
  }
  return found
}

export async function measureChannel(call: Call, channel: Channel): Promise<Measures> {
  const metrics = obj(at((await call.send(get(me))).body, 'data', 'public_metrics'))
  return {
    remoteId: channel.remoteId,
    values: {
      followers: first(metrics, 'followers_count'),
      following: first(metrics, 'following_count'),
      posts: first(metrics, 'tweet_count', 'post_count'),
    },
  }
}

/** From the end of a thread to its head: a head without its replies is never what is left. */
export async function remove(call: Call, _: Channel, remotes: readonly Remote[]): Promise<void> {
  for (const { id } of remotes.toReversed())
    if (id !== undefined) await call.send({ method: 'DELETE', url: `${api}/tweets/${id}`, as: 'channel' }, [404])
}
