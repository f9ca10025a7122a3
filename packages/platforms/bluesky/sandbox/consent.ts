/** Where the person says yes. Only a pushed request of a known client gets here. */
import type { Hono } from 'hono'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { callback } from '../../sandbox/oauth.ts'
import { inWords } from './scopes.ts'
import { findAccount, origin, type Account, type BskyEnv, type Pushed, type State } from './state.ts'

const network = 'Bluesky'
const codeSeconds = 300

/** The pushed request, or what is wrong, in words. */
function read(state: State, fields: ReadonlyMap<string, string>): Pushed | string {
  const pushed = state.pushed.get(fields.get('request_uri') ?? '')
  if (!fields.has('request_uri')) return 'The request has to be pushed first (PAR).'
  if (!pushed) return 'Unknown request_uri'
  if (pushed.client !== fields.get('client_id')) return 'This request belongs to another client.'
  if (pushed.until <= state.world.now()) return 'This request has expired'
  return pushed
}

/** Who was hinted at comes first, so that the button is right. */
function peopleFor(state: State, { hint }: Pushed): readonly Account[] {
  const hinted = hint === undefined ? undefined : findAccount(state, hint)
  const rest = [...state.accounts.values()].filter((one) => one !== hinted && one.status === 'active')
  return hinted ? [hinted, ...rest] : rest
}

function back({ redirectUri, state, fragment }: Pushed, values: Readonly<Record<string, string>>): string {
  const all = { iss: origin, ...(state === undefined ? {} : { state }), ...values }
  return fragment ? `${redirectUri}#${String(new URLSearchParams(all))}` : callback(redirectUri, all)
}

export function consentRoutes(app: Hono<BskyEnv>, state: State): void {
  app.get('/oauth/authorize', (c) => {
    const fields = new Map(Object.entries(c.req.query()))
    const pushed = read(state, fields)
    if (typeof pushed === 'string') return consentRefused(network, pushed)
    return consentPage({
      network,
      client: pushed.client.replace(/\?.*$/s, ''),
      redirectUri: pushed.redirectUri,
      scopes: pushed.scopes.map(inWords),
      people: peopleFor(state, pushed).map(({ id, name, handle }) => ({ id, name, note: `@${handle}` })),
      fields,
    })
  })
  app.post('/oauth/authorize', async (c) => {
    const { fields, person, allowed } = await readConsent(c.req.raw)
    const pushed = read(state, fields)
    if (typeof pushed === 'string') return consentRefused(network, pushed)
    const people = peopleFor(state, pushed)
    const account = person === undefined ? people[0] : people.find((one) => one.id === person)
    if (!account) return consentRefused(network, 'This person is not known.')
    state.pushed.delete(fields.get('request_uri') ?? '')
    if (!allowed) {
      const why = { error: 'access_denied', error_description: 'The resource owner denied the request' }
      return c.redirect(back(pushed, why))
    }
    const code = `cod-${state.world.chance.text(64)}`
    state.codes.set(code, { ...pushed, account, until: state.world.now() + codeSeconds * 1000 })
    return c.redirect(back(pushed, { code }))
  })
}
