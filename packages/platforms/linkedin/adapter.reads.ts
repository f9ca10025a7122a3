/** What LinkedIn tells about posts and accounts, and taking posts down. */
import type { Call, Channel, Measures, Remote } from '../interface.ts'
import { at, num, obj, objs, str, strs } from '../reply.ts'
import { enc, erase, list, read, rest } from './adapter.wire.ts'

type Values = Measures['values']

const none: Values = {
  impressions: 'unsupported',
  reach: 'unsupported',
  clicks: 'unsupported',
  likes: 'unsupported',
  comments: 'unsupported',
  shares: 'unsupported',
}
const isShare = (urn: string): boolean => urn.startsWith('urn:li:share:')
const scopesOf = (channel: Channel): readonly string[] => strs(channel.facts['scopes'])

export async function measure(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]> {
  const urns = remotes.flatMap(({ id }) => (id === undefined ? [] : [id]))
  if (urns.length === 0) return []
  if (channel.kind === 'organization') return measurePage(call, channel, urns)
  if (!scopesOf(channel).includes('r_member_postAnalytics')) return urns.map((remoteId) => ({ remoteId, values: none }))
  const found: Measures[] = []
  for (const urn of urns) found.push({ remoteId: urn, values: await measureMemberPost(call, urn) })
  return found
}

/** Page posts in one call. A post without any activity is left out of the answer: zeros, not "unknown". */
async function measurePage(call: Call, channel: Channel, urns: readonly string[]): Promise<readonly Measures[]> {
  const shares = urns.filter(isShare)
  const ugc = urns.filter((urn) => !isShare(urn))
  const url = [
    `${rest}/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${enc(channel.remoteId)}`,
    ...(shares.length > 0 ? [`shares=${list(shares)}`] : []),
    ...(ugc.length > 0 ? [`ugcPosts=${list(ugc)}`] : []),
  ].join('&')
  const rows = objs(at((await call.send(read(url, 'FINDER'))).body, 'elements'))
  return urns.map((remoteId) => {
    const row = rows.find((one) => str(one['share']) === remoteId || str(one['ugcPost']) === remoteId)
    const total = obj(row?.['totalShareStatistics'])
    return {
      remoteId,
      values: {
        impressions: num(total['impressionCount']),
        reach: num(total['uniqueImpressionsCount']),
        clicks: num(total['clickCount']),
        likes: num(total['likeCount']),
        comments: num(total['commentCount']),
        shares: num(total['shareCount']),
      },
    }
  })
}

const memberMetrics = {
  impressions: 'IMPRESSION',
  reach: 'MEMBERS_REACHED',
  likes: 'REACTION',
  comments: 'COMMENT',
  shares: 'RESHARE',
} as const

/** One call for each measure: that is how LinkedIn answers. An empty answer is no zero. */
async function measureMemberPost(call: Call, urn: string): Promise<Values> {
  const entity = `(${isShare(urn) ? 'share' : 'ugc'}:${enc(urn)})`
  const values: Record<string, number | 'unsupported' | 'not yet'> = { clicks: 'unsupported' }
  for (const [name, metric] of Object.entries(memberMetrics)) {
    const url = `${rest}/memberCreatorPostAnalytics?q=entity&entity=${entity}&queryType=${metric}&aggregation=TOTAL`
    const row = objs(at((await call.send(read(url, 'FINDER'))).body, 'elements'))[0]
    values[name] = row ? num(row['count']) : 'not yet'
  }
  return values
}

export async function measureChannel(call: Call, channel: Channel): Promise<Measures> {
  return { remoteId: channel.remoteId, values: { followers: await followers(call, channel) } }
}

async function followers(call: Call, channel: Channel): Promise<number | 'unsupported' | 'not yet'> {
  if (channel.kind === 'organization') {
    const url = `${rest}/networkSizes/${enc(channel.remoteId)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`
    return num(at((await call.send(read(url))).body, 'firstDegreeSize'))
  }
  if (!scopesOf(channel).includes('r_member_profileAnalytics')) return 'unsupported'
  const reply = await call.send(read(`${rest}/memberFollowersCount?q=me`, 'FINDER'))
  const row = objs(at(reply.body, 'elements'))[0]
  return row ? num(row['memberFollowersCount']) : 'not yet'
}

/** Deleting is harmless to repeat: what is gone is deleted. */
export async function remove(call: Call, _: Channel, remotes: readonly Remote[]): Promise<void> {
  for (const { id } of remotes) if (id !== undefined) await call.send(erase(`${rest}/posts/${enc(id)}`), [404])
}
