/** Below an account: its posts and stories, making and publishing, quota, insights. */
import { badParameter } from '../../sandbox/graph/errors.ts'
import { pick } from '../../sandbox/graph/fields.ts'
import { demand, type Call } from './call.ts'
import { accountInsights } from './insights.account.ts'
import { list, question } from './lists.ts'
import { accept, createContainer, publish, usedQuota } from './publish.ts'
import { daySeconds, type Account } from './state.ts'
import { accountNode, mediaNode, postsOf, storiesOf } from './view.ts'

/** `since` and `until` count seconds since 1970. */
function range({ parameters }: Call) {
  return { since: parameters.time('since') ?? 0, until: parameters.time('until') ?? Number.POSITIVE_INFINITY }
}

function posts(call: Call, account: Account): object {
  demand(call, 'identity')
  const { since, until } = range(call)
  const found = postsOf(call.state, account).filter((one) => one.at >= since && one.at <= until)
  return list(
    call,
    found.slice(0, 10_000).map((one) => mediaNode(call, one)),
  )
}

function quota(call: Call, account: Account): object {
  demand(call, 'publish')
  const { state, parameters } = call
  const now = state.world.now()
  const since = parameters.time('since') ?? now - daySeconds * 1000
  if (since < now - daySeconds * 1000 - 1000) throw badParameter('since cannot be more than 24 hours ago')
  const fields = {
    quota_usage: usedQuota(state, account, (now - since) / 1000),
    config: { quota_total: state.settings.quotaTotal, quota_duration: daySeconds },
  }
  return { data: [pick({ type: 'ContentPublishingLimit', usual: ['quota_usage'], fields }, call.fields)] }
}

export async function accountCall(call: Call, account: Account, edge: string): Promise<object | undefined> {
  const { state } = call
  switch (`${call.verb} ${edge}`) {
    case 'GET ': {
      demand(call, 'identity')
      const found = pick(accountNode(call, account), call.fields)
      return call.caller.way === 'instagram' && state.settings.wrappedIdentity ? { data: [found] } : found
    }
    case 'GET media':
      return posts(call, account)
    case 'GET stories':
      demand(call, 'identity')
      return list(
        call,
        storiesOf(state, account).map((one) => mediaNode(call, one)),
      )
    case 'GET content_publishing_limit':
      return quota(call, account)
    case 'GET insights':
      demand(call, 'insights')
      return accountInsights(state, account, question(call))
    case 'POST media':
      return await createContainer(call, account)
    case 'POST media_publish': {
      const media = publish(call, account)
      accept(call, media)
      return { id: media.id }
    }
    default:
      return undefined
  }
}
