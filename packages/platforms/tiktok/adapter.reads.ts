/** What TikTok tells about posts and accounts: lifetime totals of public posts, nothing else. */
import type { Call, Channel, Measures, Remote } from '../interface.ts'
import { address, at, get, num, obj, objs, str } from '../reply.ts'
import { askVideos, dataOf, isPostId, paths } from './adapter.wire.ts'
import { rules } from './rules.ts'
import { scopesOf } from './scopes.ts'

const postFields = {
  views: 'view_count',
  likes: 'like_count',
  comments: 'comment_count',
  shares: 'share_count',
} as const
const channelFields = {
  followers: 'follower_count',
  following: 'following_count',
  likes: 'likes_count',
  posts: 'video_count',
} as const

const all = (names: readonly string[], word: 'unsupported' | 'not yet') =>
  Object.fromEntries(names.map((name) => [name, word]))
const read = (fields: Readonly<Record<string, string>>, from: unknown) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, num(at(from, field))]))

const most = 20

/** Drafts, and posts for few, have no public id and no numbers. */
export async function measure(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const ids = remotes.flatMap(({ id }) => (id !== undefined && isPostId(id) ? [id] : []))
  if (!scopesOf(channel).includes('video.list'))
    return ids.map((remoteId) => ({ remoteId, values: all(rules.measures.post, 'unsupported') }))
  const found: Measures[] = []
  for (let start = 0; start < ids.length; start += most) {
    const some = ids.slice(start, start + most)
    const wire = askVideos(paths.query, ['id', ...Object.values(postFields)], { filters: { video_ids: some } })
    const videos = objs(dataOf(await call.send(wire))['videos'])
    for (const remoteId of some) {
      const video = videos.find((one) => str(one['id']) === remoteId)
      found.push({ remoteId, values: video ? read(postFields, video) : all(rules.measures.post, 'not yet') })
    }
  }
  return found
}

export async function measureChannel(call: Call, channel: Channel): Promise<Measures> {
  const { remoteId } = channel
  if (!scopesOf(channel).includes('user.info.stats'))
    return { remoteId, values: all(rules.measures.channel, 'unsupported') }
  const reply = await call.send(get(address(paths.user, { fields: Object.values(channelFields).join(',') })))
  return { remoteId, values: read(channelFields, obj(dataOf(reply)['user'])) }
}
