/** Who is there: the member in two ways, and the pages the member has a role in (sheet section 3). */
import type { Context, Hono } from 'hono'
import { badQuery, notEnough, notFound } from './envelopes.ts'
import { has, listOf, method, operation, parameters } from './gate.ts'
import type { Caller, LinkedInEnv, Organization, State } from './state.ts'

const photoDays = 16
const photo = (state: State, id: string) =>
  `https://media.licdn.com/dms/image/v2/${id}/profile-displayphoto-shrink_400_400/0/1?e=${Math.floor(state.world.now() / 1000) + photoDays * 86_400}&v=beta&t=practice`

const names = (name: string) => {
  const [given = name, ...family] = name.split(' ')
  return { given, family: family.join(' ') }
}

function userinfo(state: State, caller: Caller) {
  if (!has(caller, 'openid')) throw notEnough('userinfo.GET.NO_VERSION')
  const { member } = caller
  const { given, family } = names(member.name)
  return {
    sub: member.id,
    ...(has(caller, 'profile')
      ? {
          name: member.name,
          given_name: given,
          family_name: family,
          picture: photo(state, member.id),
          locale: { country: 'US', language: 'en' },
        }
      : {}),
    ...(has(caller, 'email') ? { email: `${member.handle}@example.org`, email_verified: true } : {}),
  }
}

function me({ member, ...caller }: Caller) {
  if (!has({ member, ...caller }, 'r_basicprofile')) throw notEnough('GET /me')
  const { given, family } = names(member.name)
  return {
    id: member.id,
    localizedFirstName: given,
    localizedLastName: family,
    vanityName: member.handle,
    localizedHeadline: 'Practising in public, privately',
    profilePicture: { displayImage: `urn:li:digitalmediaAsset:${member.id}` },
  }
}

const view = (one: Organization) => ({
  id: Number(one.id),
  $URN: one.urn,
  localizedName: one.name,
  vanityName: one.handle,
  name: { localized: { en_US: one.name }, preferredLocale: { country: 'US', language: 'en' } },
  logoV2: { original: `urn:li:digitalmediaAsset:${one.id}` },
})

const mine = (state: State, { member }: Caller) =>
  [...state.organizations.values()].filter((one) => one.roles.has(member.id))

function mayList(caller: Caller, name: string): void {
  if (!has(caller, 'rw_organization_admin', 'r_organization_admin')) throw notEnough(operation(caller, name))
}

function acls(state: State, c: Context<LinkedInEnv>) {
  const caller = c.get('caller')
  const {
    q,
    state: standing = 'APPROVED',
    role,
    start = '0',
    count = '10',
  } = parameters(c, ['q', 'state', 'role', 'start', 'count'])
  mayList(caller, 'organizationAcls.FINDER-roleAssignee')
  const [skip, size] = [Number(start), Number(count)]
  if (q !== 'roleAssignee' || !Number.isInteger(skip) || !Number.isInteger(size) || size < 1 || size > 100)
    throw badQuery('q, start, count')
  const all =
    standing === 'APPROVED'
      ? mine(state, caller).filter((one) => role === undefined || one.roles.get(caller.member.id) === role)
      : []
  const links =
    skip + size < all.length
      ? [
          {
            type: 'application/json',
            rel: 'next',
            href: `/rest/organizationAcls?q=roleAssignee&state=APPROVED&start=${skip + size}&count=${size}`,
          },
        ]
      : []
  const elements = all.slice(skip, skip + size).map((one) => ({
    role: one.roles.get(caller.member.id),
    state: 'APPROVED',
    roleAssignee: caller.member.urn,
    organization: one.urn,
  }))
  return { paging: { start: skip, count: size, links }, elements }
}

/** The old decorated call, still in use for the logo. */
function decorated(state: State, c: Context<LinkedInEnv>) {
  const caller = c.get('caller')
  parameters(c, ['q', 'state', 'role', 'projection', 'start', 'count'])
  mayList(caller, 'organizationalEntityAcls.FINDER-roleAssignee')
  const logo = (one: Organization) => ({
    original: `urn:li:digitalmediaAsset:${one.id}`,
    'original~': { elements: [{ identifiers: [{ identifier: photo(state, one.id) }] }] },
  })
  return {
    paging: { start: 0, count: 10, links: [] },
    elements: mine(state, caller).map((one) => ({
      role: one.roles.get(caller.member.id),
      organizationalTarget: one.urn,
      'organizationalTarget~': { localizedName: one.name, vanityName: one.handle, logoV2: logo(one) },
    })),
  }
}

function many(state: State, c: Context<LinkedInEnv>, own: boolean) {
  const caller = c.get('caller')
  mayList(caller, own ? 'organizations.BATCH_GET' : 'organizationsLookup.BATCH_GET')
  if (state.settings.developmentTier) throw notEnough(operation(caller, 'organizations.BATCH_GET'))
  const ids = listOf(parameters(c, ['ids'])['ids'])
  const found = ids
    .flatMap((id) => state.organizations.get(id) ?? [])
    .filter((one) => !own || one.roles.has(caller.member.id))
  return { results: Object.fromEntries(found.map((one) => [one.id, view(one)])), statuses: {}, errors: {} }
}

export function identityRoutes(app: Hono<LinkedInEnv>, state: State): void {
  app.get('/v2/userinfo', (c) => c.json(userinfo(state, c.get('caller'))))
  app.get('/v2/me', (c) => c.json(me(c.get('caller'))))
  app.get('/v2/organizationalEntityAcls', (c) => c.json(decorated(state, c)))
  app.get('/v2/organizations', (c) => {
    const { q, vanityName } = parameters(c, ['q', 'vanityName'])
    mayList(c.get('caller'), 'organizations.FINDER-vanityName')
    if (q !== 'vanityName') throw badQuery('q')
    return c.json({ elements: [...state.organizations.values()].filter((one) => one.handle === vanityName).map(view) })
  })
  app.get('/rest/organizationAcls', (c) => {
    method(c, 'FINDER')
    return c.json(acls(state, c))
  })
  app.get('/rest/organizations', (c) => c.json(many(state, c, true)))
  app.get('/rest/organizationsLookup', (c) => c.json(many(state, c, false)))
  app.get('/rest/organizations/:id', (c) => {
    const caller = c.get('caller')
    mayList(caller, 'organizations.GET')
    const found = state.organizations.get(c.req.param('id'))
    if (!found) throw notFound(c.req.param('id'))
    if (!found.roles.has(caller.member.id)) throw notEnough(operation(caller, 'organizations.GET'))
    return c.json(view(found))
  })
}
