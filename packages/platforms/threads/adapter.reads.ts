/** What Threads tells about the account and its posts, and taking posts down. */
import { failed, isMissing } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { readInsights } from '../graph/insights.ts'
import { readNode } from '../graph/node.ts'
import type { Call, Candidate, Channel, Measures, Options, Remote } from '../interface.ts'
import { at, num, obj, objs, str } from '../reply.ts'
import { erase, read } from './adapter.wire.ts'
import { perDay } from './rules.ts'

const profileFields = 'id,username,name,threads_profile_picture_url,is_verified,is_eligible_for_geo_gating'

/** The one account of the token. */
export async function identify(call: Call): Promise<readonly Candidate[]> {
  const user = obj((await call.send(read('me', { fields: profileFields }))).body)
  const [id, handle, avatar] = [str(user['id']), str(user['username']), str(user['threads_profile_picture_url'])]
  if (id === '' || handle === '') return []
  return [
    {
      remoteId: id,
      kind: 'profile',
      handle,
      facts: {
        name: str(user['name']) || handle,
        ...(avatar === '' ? {} : { avatar }),
        verified: user['is_verified'] === true,
        geoGating: user['is_eligible_for_geo_gating'] === true,
      },
    },
  ]
}

export interface Left {
  readonly posts: number
  readonly replies: number
}

/** What is left of a day's posts and replies. */
export async function quotaLeft(call: Call): Promise<Left> {
  const fields = 'quota_usage,config,reply_quota_usage,reply_config'
  const [row] = objs(at((await call.send(read('me/threads_publishing_limit', { fields }))).body, 'data'))
  const left = (usage: string, config: string, usual: number): number =>
    Math.max(0, (num(at(row, config, 'quota_total')) || usual) - num(at(row, usage)))
  return {
    posts: left('quota_usage', 'config', perDay.posts),
    replies: left('reply_quota_usage', 'reply_config', perDay.replies),
  }
}

/** Said only when it matters. */
const fewPosts = 25

export async function options(call: Call, { handle, facts }: Channel): Promise<Options> {
  const { posts, replies } = await quotaLeft(call)
  const notGated =
    facts['geoGating'] === true ? {} : { countries: `@${handle} may not limit where its posts are seen.` }
  return {
    choices: {},
    closed: notGated,
    says: posts < fewPosts ? [`@${handle} has ${posts} of ${perDay.posts} posts left in 24 hours.`] : [],
    facts: { posts, replies },
  }
}

const metrics = {
  views: 'views',
  likes: 'likes',
  comments: 'replies',
  reposts: 'reposts',
  quotes: 'quotes',
  shares: 'shares',
} as const

/** Only what is still there: a post that was taken down has no numbers. */
export async function measure(call: Call, _: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const found: Measures[] = []
  for (const remoteId of new Set(remotes.flatMap(({ id }) => (id === undefined ? [] : [id])))) {
    if (!(await readNode(call, read(remoteId, { fields: 'id' })))) continue
    const wire = (metric: string) => read(`${remoteId}/insights`, { metric })
    found.push({ remoteId, values: await readInsights(call, { metrics, wire }) })
  }
  return found
}

export async function measureChannel(call: Call, channel: Channel): Promise<Measures> {
  const wire = (metric: string) => read('me/threads_insights', { metric })
  const values = await readInsights(call, { metrics: { followers: 'followers_count', views: 'views' }, wire })
  return { remoteId: channel.remoteId, values }
}

/** One by one; what is gone is gone. */
export async function remove(call: Call, _: Channel, remotes: readonly Remote[]): Promise<void> {
  for (const id of new Set(remotes.flatMap((remote) => remote.id ?? []).toReversed()))
    await ask(call, erase(id), isMissing)
}

/** The address of a post, if Threads tells it; never a reason for anything else to fail. */
export async function permalinkOf(call: Call, id: string): Promise<string> {
  const reply = await call.send(read(id, { fields: 'id,permalink' }), [400, 403, 404])
  return failed(reply) ? '' : str(at(reply.body, 'permalink'))
}
