/** Which accounts a person may publish for: their own, or those that stand behind their Facebook Pages. */
import { missingScopes, readPages } from '../graph/pages.ts'
import type { AsPerson } from '../graph/pages.ts'
import type { Call, Candidate, Json } from '../interface.ts'
import { address, get, obj, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { facebook, instagram, ownOf } from './adapter.wire.ts'

const profile = 'username,name,profile_picture_url,followers_count,media_count'

/** Ids of 17 digits; one that came as a number too large for a double is no id any more. */
const idOf = (value: unknown): string => (Number.isSafeInteger(value) ? String(value) : str(value))

function candidate(id: string, account: Obj, kind: string, more: Readonly<Record<string, Json>>): Candidate {
  const handle = str(account['username'])
  const avatar = str(account['profile_picture_url'])
  const { followers_count: followers } = account
  const facts = {
    name: str(account['name']) || handle,
    ...(avatar === '' ? {} : { avatar }),
    ...(typeof followers === 'number' ? { followers } : {}),
    ...more,
  }
  return { remoteId: id, kind, handle, facts }
}

/** `user_id` is the account's own number; `id` differs from app to app. */
async function own(call: Call): Promise<readonly Candidate[]> {
  const fields = `id,user_id,account_type,${profile},follows_count`
  const account = ownOf((await call.send(get(address(`${instagram}/me`, { fields }), 'user'))).body)
  const id = idOf(account['user_id'])
  const type = str(account['account_type'])
  const kind = type === 'MEDIA_CREATOR' || type === 'CREATOR' ? 'creator' : 'business'
  return id === '' ? [] : [candidate(id, account, kind, { accountType: type })]
}

const asPerson: AsPerson = (path, query = {}) => get(address(`${facebook}/${path}`, query), 'user')
/** Without these nothing can be published. */
const needed: readonly string[] = ['instagram_basic', 'instagram_content_publish', 'pages_read_engagement']

/** Why an account cannot be chosen, in a sentence for the person. */
function refusal({ tasks }: Obj, lacking: readonly string[]): string | undefined {
  const without = needed.filter((scope) => lacking.includes(scope))
  if (without.length > 0)
    return `Facebook was not allowed to let us publish (${without.join(', ')}). Connect again and leave all boxes ticked.`
  const mayPublish = !Array.isArray(tasks) || tasks.includes('CREATE_CONTENT') || tasks.includes('MANAGE')
  return mayPublish ? undefined : 'You may not create content on this account’s Page. An admin of it can allow that.'
}

/** Pages without a professional account behind them are none of ours. */
async function behindPages(call: Call, asked: readonly string[]): Promise<readonly Candidate[]> {
  const lacking = await missingScopes(call, asPerson, asked)
  if (lacking.includes('pages_show_list')) return []
  const fields = `id,name,access_token,tasks,instagram_business_account{id,${profile}}`
  const pages = await readPages(call, asPerson, { fields, portfolios: !lacking.includes('business_management') })
  const found = new Map<string, Candidate>()
  for (const page of pages) {
    const account = obj(page['instagram_business_account'])
    const [id, secret, refused] = [idOf(account['id']), str(page['access_token']), refusal(page, lacking)]
    if (id === '' || found.get(id)?.secret !== undefined) continue
    const more = { page: str(page['name']), missing: lacking, ...(refused === undefined ? {} : { refused }) }
    found.set(id, { ...candidate(id, account, 'business', more), ...(secret === '' ? {} : { secret }) })
  }
  return [...found.values()]
}

export const identify = (call: Call, via: string, asked: readonly string[]): Promise<readonly Candidate[]> =>
  via === 'facebook' ? behindPages(call, asked) : own(call)
