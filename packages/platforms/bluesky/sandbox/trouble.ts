/** The faults only this network has, and its wording of the common ones (sheet section 11). */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { headersOf, tooMany } from './limits.ts'
import { answerOf } from './problems.ts'
import type { State } from './state.ts'

const before = (says: string, on?: Trouble['on']): Trouble => ({
  says,
  when: 'before',
  seconds: 'window',
  hits: ['api'],
  ...(on ? { on } : {}),
})
const xrpc = (name: string, method = 'POST') => ({ method, path: `/xrpc/${name}` })
const put = xrpc('com.atproto.repo.putRecord')
const login = xrpc('com.atproto.server.createSession')

/** Answers of faults that are one answer. */
const answers: Readonly<Record<string, readonly [status: number, error: string, message: string]>> = {
  blob_lost: [400, 'BlobNotFound', 'Could not find blob: it was deleted before a record referred to it'],
  too_large: [413, 'PayloadTooLarge', 'request entity too large'],
  factor_needed: [401, 'AuthFactorTokenRequired', 'A sign in code has been sent to your email address'],
  deactivated: [401, 'AccountDeactivated', 'Account is deactivated'],
  takendown: [401, 'AccountTakedown', 'Account has been taken down'],
  account_gone: [403, 'AccountNotFound', 'Account not found'],
  scope_missing: [403, 'ScopeMissingError', 'Missing required scope "repo:app.bsky.feed.post?action=create"'],
  app_view_down: [502, 'UpstreamFailure', 'Upstream service unreachable'],
  upstream_timeout: [504, 'UpstreamTimeout', 'Upstream service timed out'],
  no_resources: [503, 'NotEnoughResources', 'Not Enough Resources'],
}

export const troubles: Readonly<Record<string, Trouble>> = {
  blob_lost: before('400 BlobNotFound: an uploaded file was deleted too early', put),
  too_large: before('413: the file is above the cap of the server', xrpc('com.atproto.repo.uploadBlob')),
  factor_needed: before('401: the main password needs a code by e-mail', login),
  deactivated: before('401: the account is deactivated'),
  takendown: before('401: the account has been taken down'),
  account_gone: before('403: the account is not at this server any more'),
  scope_missing: before('403: the application was granted too little', put),
  app_view_down: before('502: the app view cannot be reached', xrpc('app.bsky.*', 'GET')),
  upstream_timeout: before('504: the app view does not answer', xrpc('app.bsky.*', 'GET')),
  no_resources: before('503 NotEnoughResources'),
  nonce_old: {
    says: 'the nonce of a proof is too old',
    when: 'inside',
    seconds: 'window',
    hits: ['api', 'oauth', 'upload'],
  },
  video_not_stored: {
    says: 'the film is worked on, then cannot be stored with the account',
    when: 'inside',
    seconds: 'window',
    hits: ['upload'],
  },
  video_overloaded: { says: '503 of the video service for parts', when: 'inside', seconds: 'window', hits: ['upload'] },
}

/** When the fault is over, for the headers of a 429. There is no Retry-After. */
function reset(state: State, fault: Fault): number {
  return fault.until === null ? state.world.now() + (fault.seconds ?? 300) * 1000 : Date.parse(fault.until)
}

export function answer(state: State, fault: Fault): Response {
  const own = answers[fault.fault]
  if (own) return answerOf(...own)
  if (fault.fault === 'rate_limit')
    return tooMany(headersOf({ max: 3000, seconds: 300, left: 0, resetAt: reset(state, fault) }))
  if (fault.fault === 'rate_limit_bare') return tooMany()
  const status = fault.status ?? 500
  const names: Readonly<Record<number, readonly [string, string]>> = {
    502: ['UpstreamFailure', 'Upstream Failure'],
    503: ['NotEnoughResources', 'Not Enough Resources'],
    504: ['UpstreamTimeout', 'Upstream Timeout'],
  }
  const [error, message] = names[status] ?? ['InternalServerError', 'Internal Server Error']
  return answerOf(status, error, message)
}
