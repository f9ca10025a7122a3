/** Handles, DIDs and their documents (sheet 2.1): every account of the practice network lives at one server. */
import { l } from '@atproto/lex-schema'
import type { Hono } from 'hono'
import { bad } from './problems.ts'
import { did, findAccount, handleEnd, origin, type Account, type BskyEnv, type State } from './state.ts'
import { params, query, type Method } from './xrpc.ts'

export const didDocument = (account: Account) => ({
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: account.id,
  alsoKnownAs: [`at://${account.handle}`],
  verificationMethod: [],
  service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: origin }],
})

const handleParams = l.params({ handle: l.string({ format: 'handle' }) })
const didParams = l.params({ did: l.string({ format: 'did' }) })
const anyParams = l.params({ identifier: l.string({ format: 'at-identifier' }) })
const repoParams = l.params({ repo: l.string({ format: 'at-identifier' }) })

const identityOf = (account: Account) => ({
  did: account.id,
  handle: account.handle,
  didDoc: didDocument(account),
})

export const identityMethods = (state: State): Readonly<Record<string, Method>> => ({
  'com.atproto.identity.resolveHandle': query((c) => {
    const { handle } = params(c, handleParams)
    const account = findAccount(state, handle)
    if (!account) throw bad('HandleNotFound', 'Unable to resolve handle')
    return c.json({ did: account.id })
  }),
  'com.atproto.identity.resolveDid': query((c) => {
    const account = state.accounts.get(params(c, didParams).did)
    if (!account) throw bad('DidNotFound', 'DID not found')
    return c.json({ didDoc: didDocument(account) })
  }),
  'com.atproto.identity.resolveIdentity': query((c) => {
    const account = findAccount(state, params(c, anyParams).identifier)
    if (!account) throw bad('HandleNotFound', 'Unable to resolve identifier')
    return c.json(identityOf(account))
  }),
})

export const serverMethods = (state: State): Readonly<Record<string, Method>> => ({
  'com.atproto.server.describeServer': query((c) =>
    c.json({
      did,
      availableUserDomains: [handleEnd],
      inviteCodeRequired: false,
      blobUploadLimit: state.settings.blobUploadLimit,
      links: {},
      contact: {},
    }),
  ),
  'com.atproto.repo.describeRepo': query((c) => {
    const account = findAccount(state, params(c, repoParams).repo)
    if (!account) throw bad('InvalidRequest', 'Could not find user')
    const collections = new Set([...account.repo.records.values()].map((one) => one.collection))
    return c.json({ ...identityOf(account), collections: [...collections], handleIsCorrect: true })
  }),
  _health: query((c) => c.json({ version: '0.5.35' })),
})

/** `plc.directory`, and the document of the server itself. */
export function identityRoutes(app: Hono<BskyEnv>, state: State): void {
  app.get('/plc/:did', (c) => {
    const account = state.accounts.get(c.req.param('did'))
    if (!account) return c.json({ message: `DID not registered: ${c.req.param('did')}` }, 404)
    return c.body(JSON.stringify(didDocument(account)), 200, { 'content-type': 'application/did+ld+json' })
  })
  app.get('/.well-known/did.json', (c) =>
    c.json({
      '@context': ['https://www.w3.org/ns/did/v1'],
      id: did,
      service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: origin }],
    }),
  )
}
