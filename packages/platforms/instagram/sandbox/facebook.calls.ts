/** What only the Facebook login has: the person, their Pages and businesses, tracks for reels. */
import { mustBe } from '../../sandbox/graph/errors.ts'
import { pick, type Node } from '../../sandbox/graph/fields.ts'
import { audioKinds, tracksOf } from './audio.ts'
import { demand, has, pagesOf, type Call } from './call.ts'
import { list } from './lists.ts'
import { pageNode } from './view.ts'

/** What the person at Facebook has: Pages, businesses, the permissions they gave. */
export function personCall(call: Call, edge: string): object | undefined {
  const { person, grant, page } = call.caller
  if (!person || page) return undefined
  switch (`${call.verb} ${edge}`) {
    case 'GET ': {
      const fields = { id: person.id, name: person.name }
      return pick({ type: 'User', usual: ['name', 'id'], fields }, call.fields)
    }
    case 'GET accounts':
      demand(call, 'pages')
      return list(
        call,
        pagesOf(call).map((one) => pageNode(call, one)),
      )
    case 'GET permissions':
      return { data: grant.scopes.map((permission) => ({ permission, status: 'granted' })) }
    case 'DELETE permissions':
      for (const one of call.state.grants.live(grant.app, person.id)) one.revoked = true
      return { success: true }
    case 'GET businesses':
      demand(call, 'businesses')
      return list(call, pagesOf(call).some((one) => one.portfolio) ? [businessNode(person.id)] : [])
    default:
      return undefined
  }
}

/** One portfolio a person. */
export const businessId = (person: string) => `7${person.slice(1)}`
const businessNode = (person: string): Node => ({
  type: 'Business',
  usual: ['id', 'name'],
  fields: { id: businessId(person), name: 'Practice portfolio' },
})
export function businessCall(call: Call, edge: string): object | undefined {
  if (call.verb !== 'GET' || !has(call, 'business_management')) return undefined
  const owned = edge === 'owned_pages' ? pagesOf(call).filter((one) => one.portfolio) : []
  if (edge !== 'owned_pages' && edge !== 'client_pages') return undefined
  return list(
    call,
    owned.map((one) => pageNode(call, one)),
  )
}

export function audioCall(call: Call): object | undefined {
  if (call.verb !== 'GET' || call.caller.way === 'instagram') return undefined
  const kind = call.parameters.oneOf('audio_type', audioKinds)
  if (kind === undefined) throw mustBe('audio_type', `one of {${audioKinds.join(', ')}}`)
  return { data: tracksOf(kind) }
}
