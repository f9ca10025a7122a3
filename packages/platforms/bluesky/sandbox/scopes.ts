/** What an application may do, read by the network's own parts, and what that is called on the consent page. */
import { isAtprotoOauthScope, ScopeMissingError, ScopePermissionsTransition } from '@atproto/oauth-scopes'
import { forbidden, oauthRefusal } from './problems.ts'

/** Permission sets by name (sheet 2.2). This one cannot update, so it cannot put. */
const sets: Readonly<Record<string, readonly string[]>> = {
  'include:app.bsky.authCreatePosts': [
    'repo?collection=app.bsky.feed.post&collection=app.bsky.feed.postgate&collection=app.bsky.feed.threadgate&action=create',
  ],
}

/** Scopes the server knows how to read; others are left out, and the client can see that in the answer. */
export function readScopes(asked: string | undefined, declared: readonly string[] | undefined): readonly string[] {
  const scopes = [...new Set((asked ?? '').split(' ').filter(Boolean))]
  const strange = scopes.find((scope) => declared?.includes(scope) === false)
  if (strange !== undefined)
    throw oauthRefusal('invalid_scope', `Scope "${strange}" is not declared in the client metadata`)
  if (!scopes.includes('atproto')) throw oauthRefusal('invalid_scope', 'The "atproto" scope is required')
  if (scopes.includes('openid')) throw oauthRefusal('invalid_scope', 'OpenID Connect is not compatible with atproto')
  const missing = scopes.find((scope) => scope.startsWith('include:') && sets[scope.replace(/\?.*$/, '')] === undefined)
  if (missing !== undefined) throw oauthRefusal('invalid_scope', `Could not resolve the permission set "${missing}"`)
  return scopes.filter(isAtprotoOauthScope)
}

export const known = (scope: string) => isAtprotoOauthScope(scope) || scope === 'com.atproto.appPass'

/** Throws 403 with the scope that is missing. */
export function permit(scopes: readonly string[], check: (permissions: ScopePermissionsTransition) => void): void {
  const all = scopes.flatMap((scope) => [scope, ...(sets[scope.replace(/\?.*$/, '')] ?? [])])
  try {
    check(new ScopePermissionsTransition(all))
  } catch (error) {
    if (!(error instanceof ScopeMissingError)) throw error
    throw forbidden('ScopeMissingError', error.message)
  }
}

export function inWords(scope: string): string {
  const [kind = '', rest = ''] = scope.split(/:(.*)/s)
  switch (kind) {
    case 'atproto':
      return 'Know which account is yours'
    case 'transition':
      return rest === 'generic' ? 'Write, change and delete what is yours, and upload files' : `Old permission: ${rest}`
    case 'repo':
      return `Write records: ${rest}`
    case 'blob':
      return `Upload files: ${rest}`
    case 'rpc':
      return `Ask services in your name: ${rest}`
    case 'account':
      return `See your account: ${rest}`
    case 'include':
      return `Everything in the set ${rest}`
    default:
      return scope
  }
}
