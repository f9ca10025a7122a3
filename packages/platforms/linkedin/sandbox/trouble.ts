/** The faults only LinkedIn has, and LinkedIn's wording of the common ones (sheet 10, 11). */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { coded } from './envelopes.ts'
import { dayLimit } from './gate.ts'
import type { State } from './state.ts'

const create = { method: 'POST', path: '/rest/posts' }
const comments = { method: 'POST', path: '*/comments' }
const before = (says: string, on?: Trouble['on']): Trouble => ({
  says,
  when: 'before',
  seconds: 'window',
  hits: ['api'],
  ...(on ? { on } : {}),
})

export const troubles: Readonly<Record<string, Trouble>> = {
  version_retired: before('426: the version is switched off', { path: '/rest/*' }),
  app_day_quota: before('429: the application used up its day'),
  member_day_quota: before('429: the member used up their day'),
  comment_throttle: before('429: too many comments a minute', comments),
  comment_forbidden: before('403: this app may not comment', { method: 'POST', path: '/rest/socialActions/*' }),
  activity_missing: before('422: the post is too fresh to be commented on', comments),
  fresh_token_refused: before('401/65601 although the token is good, as just after a refresh'),
  flaky_forbidden: before('403 "resource is forbidden" for no reason', create),
  write_conflict: before('409: a write conflict', create),
  upload_expired: { says: '401: the upload address is too old', when: 'before', seconds: 'window', hits: ['upload'] },
  publish_failed: {
    says: '201, but the post never shows: PUBLISH_FAILED',
    when: 'inside',
    seconds: 'window',
    hits: ['api'],
    on: create,
  },
  created_without_id: {
    says: 'commits, answers 201 without x-restli-id',
    when: 'after',
    seconds: 'window',
    hits: ['write'],
    on: create,
  },
  gateway_timeout: { says: 'commits, answers 504', when: 'after', seconds: 'window', hits: ['write'] },
}

const serverError = (status: number) =>
  status === 500
    ? coded(500, 'INTERNAL_SERVER_ERROR', 'Internal Server Error')
    : coded(status, status === 503 ? 'SERVICE_UNAVAILABLE' : undefined, 'Service Unavailable')

export function answer(state: State, fault: Fault): Response {
  switch (fault.fault) {
    case 'version_retired':
      return coded(426, 'NONEXISTENT_VERSION', 'Requested version 20260901 is not active')
    case 'app_day_quota':
      return dayLimit('APPLICATION')
    case 'member_day_quota':
      return dayLimit('MEMBER')
    case 'comment_throttle':
      return coded(429, 'TOO_MANY_REQUESTS', 'Comment create throttled: creation rate limit exceeded for member', 101)
    case 'comment_forbidden':
      return coded(
        403,
        'ACCESS_DENIED',
        'Not enough permissions to access: partnerApiSocialActions.CREATE.20260901',
        100,
      )
    case 'activity_missing':
      return coded(422, 'UNPROCESSABLE_ENTITY', 'Unable to obtain activity for the given post')
    case 'fresh_token_refused':
      return coded(401, 'REVOKED_ACCESS_TOKEN', 'The token used in the request has been revoked by the user', 65601)
    case 'flaky_forbidden':
      return coded(403, undefined, 'This resource is forbidden')
    case 'write_conflict':
      return coded(409, 'CONFLICT', 'A write conflict occurred. Please try again.')
    case 'upload_expired':
      return new Response(null, { status: 401 })
    case 'created_without_id':
      return new Response(null, { status: 201 })
    case 'gateway_timeout':
      return new Response(null, { status: 504 })
    case 'rate_limit': {
      const end =
        fault.until === null
          ? (fault.seconds ?? 60)
          : Math.max(1, Math.ceil((Date.parse(fault.until) - state.world.now()) / 1000))
      const response = coded(
        429,
        'TOO_MANY_REQUESTS',
        'Resource level throttle limit for calls to this resource is reached.',
        101,
      )
      response.headers.set('retry-after', String(end)) // not documented; asked for by the order "rate_limit"
      return response
    }
    case 'rate_limit_bare':
      return coded(429, undefined, 'Resource level throttle limit for calls to this resource is reached.', 101)
    default:
      return serverError(fault.status ?? 503)
  }
}
