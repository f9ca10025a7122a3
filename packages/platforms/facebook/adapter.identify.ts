/** Which Pages a person may publish for, with the access to each. */
import type { Call, Candidate, Json } from '../interface.ts'
import { at, str, strs } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { missingScopes, readPages } from '../graph/pages.ts'
import type { AsPerson } from '../graph/pages.ts'
import { asPerson, read } from './adapter.wire.ts'

const fields = 'id,name,username,category,tasks,access_token,link,picture.type(large){url},followers_count'
/** Without these a Page cannot be published for; without the others something is missing, and said. */
const needed: readonly string[] = ['pages_show_list', 'pages_manage_posts', 'pages_read_engagement']
/** One row for each Page, the one with the access to it if there is one. */
function unique(rows: readonly Obj[]): readonly Obj[] {
  const pages = new Map<string, Obj>()
  for (const row of rows) {
    const id = str(row['id'])
    if (id === '' || str(pages.get(id)?.['access_token']) !== '') continue
    pages.set(id, row)
  }
  return [...pages.values()]
}

/** Why a Page cannot be chosen, in a sentence for the person. */
function refusal(row: Obj, lacking: readonly string[]): string | undefined {
  const without = needed.filter((scope) => lacking.includes(scope))
  if (without.length > 0)
    return `Facebook was not allowed to let us publish (${without.join(', ')}). Connect again and leave all boxes ticked.`
  if (str(row['access_token']) === '') return 'Facebook gives no access to this Page. Connect again and tick it.'
  const tasks = row['tasks']
  return Array.isArray(tasks) && !tasks.includes('CREATE_CONTENT')
    ? 'You may not create content on this Page. An admin of it can allow that.'
    : undefined
}

function candidate(row: Obj, lacking: readonly string[]): Candidate {
  const [id, secret, refused] = [str(row['id']), str(row['access_token']), refusal(row, lacking)]
  const { followers_count: followers } = row
  const facts: Record<string, Json> = {
    name: str(row['name']),
    category: str(row['category']),
    tasks: strs(row['tasks']),
    missing: lacking,
    ...(typeof followers === 'number' ? { followers } : {}),
    ...Object.fromEntries(
      [
        ['avatar', str(at(row, 'picture', 'data', 'url'))],
        ['link', str(row['link'])],
        ['refused', refused ?? ''],
      ].filter(([, value]) => value !== ''),
    ),
  }
  return {
    remoteId: id,
    kind: 'page',
    handle: str(row['username']) || str(row['name']) || id,
    facts,
    ...(secret === '' ? {} : { secret }),
  }
}

const person: AsPerson = (path, query) => asPerson(read(path, query))

/** Pages with their own access. Pages that cannot be chosen are listed with the reason. */
export async function identify(call: Call, asked: readonly string[]): Promise<readonly Candidate[]> {
  const lacking = await missingScopes(call, person, asked)
  if (lacking.includes('pages_show_list')) return []
  const rows = await readPages(call, person, { fields, portfolios: !lacking.includes('business_management') })
  return unique(rows).map((row) => candidate(row, lacking))
}
