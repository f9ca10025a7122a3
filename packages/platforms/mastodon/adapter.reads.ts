/** What a server tells about posts and the account, and taking posts down. */
import type { Call, Channel, Measures, Remote } from '../interface.ts'
import { get, num, obj } from '../reply.ts'
import { meAt } from './adapter.identify.ts'
import { api, hostOf } from './adapter.wire.ts'

const gone = [404, 410]

/** One request for each post: older servers know no other. Counts are those the own server has heard of. */
export async function measure(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const found: Measures[] = []
  for (const { id } of remotes) {
    if (id === undefined) continue
    const reply = await call.send(get(api(channel, `v1/statuses/${id}`)), gone)
    if (reply.status !== 200) continue
    const status = obj(reply.body)
    found.push({
      remoteId: id,
      values: {
        likes: num(status['favourites_count']),
        comments: num(status['replies_count']),
        shares: num(status['reblogs_count']),
        quotes: status['quotes_count'] === undefined ? 'unsupported' : num(status['quotes_count']),
      },
    })
  }
  return found
}

export async function measureChannel(call: Call, channel: Channel): Promise<Measures> {
  const account = obj((await call.send(get(meAt(hostOf(channel))))).body)
  return {
    remoteId: channel.remoteId,
    values: {
      followers: num(account['followers_count']),
      following: num(account['following_count']),
      posts: num(account['statuses_count']),
    },
  }
}

/** From the end of a thread to its head, files with them: a head without its replies is never what is left. */
export async function remove(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<void> {
  for (const { id } of remotes.toReversed()) {
    if (id === undefined) continue
    const url = api(channel, `v1/statuses/${id}?delete_media=true`)
    await call.send({ method: 'DELETE', url, as: 'channel' }, gone)
  }
}
