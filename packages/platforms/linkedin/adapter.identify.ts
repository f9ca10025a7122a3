/** Who signed in, and which pages they may publish for. */
import type { Call, Candidate } from '../interface.ts'
import { at, obj, objs, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { read, rest, v2 } from './adapter.wire.ts'

const pageSize = 100
/** Roles that may publish as the page, in both spellings LinkedIn uses. */
const publishers: readonly string[] = [
  'ADMINISTRATOR',
  'CONTENT_ADMINISTRATOR',
  'CONTENT_ADMIN',
  'DIRECT_SPONSORED_CONTENT_POSTER',
]

/**
 * `member`: the person alone. `pages`: the person and every page they may publish for. The caller adds the granted
 * scopes to the facts as `scopes: string[]`; what can be read back and measured depends on them.
 */
export const identify = (call: Call, via: string): Promise<readonly Candidate[]> =>
  via === 'pages' ? withPages(call) : self(call)

async function self(call: Call): Promise<readonly Candidate[]> {
  const user = obj((await call.send(read(`${v2}/userinfo`))).body)
  return person(str(user['sub']), str(user['name']), str(user['name']), str(user['picture']))
}

function person(id: string, name: string, handle: string, avatar: string): readonly Candidate[] {
  if (id === '') return []
  return [
    { remoteId: `urn:li:person:${id}`, kind: 'member', handle, facts: { name, ...(avatar === '' ? {} : { avatar }) } },
  ]
}

async function withPages(call: Call): Promise<readonly Candidate[]> {
  const user = obj((await call.send(read(`${v2}/me`))).body)
  const name = [str(user['localizedFirstName']), str(user['localizedLastName'])].join(' ').trim()
  const me = person(str(user['id']), name, str(user['vanityName']) || name, '')
  const pages: Candidate[] = []
  for (const { urn, role } of await administered(call)) pages.push(await page(call, urn, role))
  return [...me, ...pages]
}

interface Administered {
  readonly urn: string
  readonly role: string
}

/** Pages with a publishing role; none where LinkedIn refuses to list them, so that the person stays usable. */
async function administered(call: Call): Promise<readonly Administered[]> {
  const found = new Map<string, string>()
  for (let start = 0; ; start += pageSize) {
    const url = `${rest}/organizationAcls?q=roleAssignee&state=APPROVED&start=${start}&count=${pageSize}`
    const reply = await call.send(read(url, 'FINDER'), [403])
    if (reply.status === 403) return []
    for (const entry of objs(at(reply.body, 'elements'))) {
      const role = str(entry['role'])
      if (publishers.includes(role)) found.set(pageOf(entry), role)
    }
    const more = objs(at(reply.body, 'paging', 'links')).some((link) => link['rel'] === 'next')
    if (!more) return Array.from(found, ([urn, role]) => ({ urn, role })).filter(({ urn }) => urn !== '')
  }
}
const pageOf = (entry: Obj): string => str(entry['organization']) || str(entry['organizationTarget'])

/** One by one: asking for several at once is not open to every app. A page that shows no name is still a page. */
async function page(call: Call, urn: string, role: string): Promise<Candidate> {
  const id = urn.split(':').at(-1) ?? ''
  const about = obj((await call.send(read(`${rest}/organizations/${id}`), [403, 404])).body)
  const name = str(about['localizedName']) || `Page ${id}`
  return { remoteId: urn, kind: 'organization', handle: str(about['vanityName']) || id, facts: { name, role } }
}
