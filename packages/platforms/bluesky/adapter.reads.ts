/** What the public view tells about posts and the account, and taking posts down. */
import type { Call, Channel, Json, Measures, Remote } from '../interface.ts'
import { at, get, num, obj, objs, post, str } from '../reply.ts'
import { collections } from './adapter.records.ts'
import { atView, xrpc } from './adapter.wire.ts'
import { rkeyOf } from './post-address.ts'

const mostPosts = 25

const idsOf = (remotes: readonly Remote[]): readonly string[] => remotes.flatMap(({ id }) => id ?? [])

/** Older views do not count everything. */
const counted = (value: Json | undefined): number | 'unsupported' => (value === undefined ? 'unsupported' : num(value))

/** Posts of which the view has not heard yet, or no more, are left out. */
export async function measure(call: Call, _: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const ids = idsOf(remotes)
  const found: Measures[] = []
  for (let from = 0; from < ids.length; from += mostPosts) {
    const query = new URLSearchParams(ids.slice(from, from + mostPosts).map((id): [string, string] => ['uris', id]))
    const reply = await call.send(get(`${atView('app.bsky.feed.getPosts')}?${query.toString()}`, 'nobody'))
    for (const one of objs(at(reply.body, 'posts')))
      found.push({
        remoteId: str(one['uri']),
        values: {
          likes: counted(one['likeCount']),
          comments: counted(one['replyCount']),
          shares: counted(one['repostCount']),
          quotes: counted(one['quoteCount']),
          bookmarks: counted(one['bookmarkCount']),
        },
      })
  }
  return found
}

export async function measureChannel(call: Call, { remoteId }: Channel): Promise<Measures> {
  const { body } = await call.send(get(atView('app.bsky.actor.getProfile', { actor: remoteId }), 'nobody'))
  const profile = obj(body)
  return {
    remoteId,
    values: {
      followers: counted(profile['followersCount']),
      following: counted(profile['followsCount']),
      posts: counted(profile['postsCount']),
    },
  }
}

/** From the end of a thread to its head, then the head's gates. What is gone already is no error there. */
export async function remove(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<void> {
  const keys = idsOf(remotes).map(rkeyOf)
  const records = [
    ...keys.toReversed().map((rkey) => ({ collection: collections.post, rkey })),
    ...keys.slice(0, 1).flatMap((rkey) => [
      { collection: collections.gate, rkey },
      { collection: collections.quotes, rkey },
    ]),
  ]
  for (const record of records)
    await call.send(post(xrpc(channel, 'com.atproto.repo.deleteRecord'), { repo: channel.remoteId, ...record }))
}
