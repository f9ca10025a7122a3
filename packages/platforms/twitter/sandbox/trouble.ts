/** The faults only X has, and X's wording of the common ones (sheet 10.3, 11, Appendix B 7). */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { notEnrolled, outOfCredits, problemResponse, tooMany, typeOf } from './problems.ts'
import type { State } from './state.ts'

const before = (says: string, on?: Trouble['on']): Trouble => ({
  says,
  when: 'before',
  seconds: 'window',
  hits: ['api'],
  ...(on ? { on } : {}),
})

export const troubles: Readonly<Record<string, Trouble>> = {
  unauthorized_burst: before('401 although the token is good, as in the outage of 2026-07-01'),
  unsupported_authentication: before('403 "Unknown" authentication, seen sporadically'),
  not_found_empty: before('404 with an empty body, a routing outage'),
  plain_text_400: before('400 in plain text on finalize', { method: 'POST', path: '/2/media/upload/*/finalize' }),
  segment_too_large: before('431 on append', { method: 'POST', path: '/2/media/upload/*/append' }),
  client_not_enrolled: before('403: the app is in no project'),
  credits_depleted: before('402: no credits'),
  spend_cap: before('403 SpendCapReached'),
  usage_cap: before('429 UsageCapExceeded, monthly'),
  daily_cap: before('429, the 24 hour cap of the user is used up', { method: 'POST', path: '/2/tweets' }),
  rate_limit_v1: before('429 in the form of v1.1'),
  not_permitted: before('403 catch-all', { method: 'POST', path: '/2/tweets' }),
  suspended: before('403: the account is suspended'),
  locked: before('403: the account is locked'),
  created_without_id: {
    says: 'commits, answers 201 with errors and no id',
    when: 'after',
    seconds: 'window',
    hits: ['write'],
    on: { method: 'POST', path: '/2/tweets' },
  },
}

const serverError = (state: State, status: number) =>
  status === 500
    ? problemResponse(500, {
        title: 'Internal Error',
        detail: 'Internal error',
        type: typeOf(state, 'internal-error'),
        status,
      })
    : problemResponse(status, {
        title: 'Service Unavailable',
        detail: 'Service Unavailable',
        type: 'about:blank',
        status,
      })

const refused = (status: number, title: string, detail: string, more: object = {}) =>
  problemResponse(status, { title, detail, type: 'about:blank', status, ...more })

/** Seconds until the fault is over, for the headers of a 429. */
function resetOf(state: State, fault: Fault): string {
  const end = fault.until === null ? state.world.now() + (fault.seconds ?? 900) * 1000 : Date.parse(fault.until)
  return String(Math.ceil(end / 1000))
}

export function answer(state: State, fault: Fault): Response {
  const reset = resetOf(state, fault)
  switch (fault.fault) {
    case 'unauthorized_burst':
      return refused(401, 'Unauthorized', 'Unauthorized')
    case 'unsupported_authentication':
      return refused(
        403,
        'Unsupported Authentication',
        'Authenticating with Unknown is forbidden for this endpoint. Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].',
        { type: typeOf(state, 'unsupported-authentication') },
      )
    case 'not_found_empty':
      return new Response(null, { status: 404 })
    case 'plain_text_400':
      return new Response('media type unrecognized', { status: 400, headers: { 'content-type': 'text/plain' } })
    case 'segment_too_large':
      return new Response(null, { status: 431 })
    case 'client_not_enrolled':
      return notEnrolled(state)
    case 'credits_depleted':
      return outOfCredits(state)
    case 'spend_cap':
      return refused(403, 'SpendCapReached', 'Your spending limit for this billing cycle is reached.', {
        reset_date: new Date(Number(reset) * 1000).toISOString().slice(0, 10),
      })
    case 'usage_cap':
      return problemResponse(429, {
        title: 'UsageCapExceeded',
        period: 'Monthly',
        scope: 'Product',
        detail: 'Usage cap exceeded: Monthly product cap',
        type: typeOf(state, 'usage-capped'),
        account_id: 1,
        product_name: 'Pay-per-use',
      })
    case 'daily_cap':
      return tooMany({
        'x-rate-limit-limit': '100',
        'x-rate-limit-remaining': '99',
        'x-rate-limit-reset': reset,
        'x-user-limit-24hour-limit': '100',
        'x-user-limit-24hour-remaining': '0',
        'x-user-limit-24hour-reset': reset,
      })
    case 'rate_limit':
      return tooMany({ 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset })
    case 'rate_limit_bare':
      return tooMany()
    case 'rate_limit_v1':
      return Response.json({ errors: [{ code: 88, message: 'Rate limit exceeded' }] }, { status: 429 })
    case 'not_permitted':
      return refused(403, 'Forbidden', 'You are not permitted to perform this action.')
    case 'suspended':
      return refused(403, 'Forbidden', 'Your account is suspended and is not permitted to access this feature.', {
        type: typeOf(state, 'user-suspended'),
      })
    case 'locked':
      return Response.json(
        {
          errors: [
            {
              code: 326,
              message:
                'To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://x.com to unlock your account.',
            },
          ],
        },
        { status: 403 },
      )
    case 'created_without_id':
      return Response.json(
        { errors: [{ title: 'Internal Error', detail: 'Internal error', type: typeOf(state, 'internal-error') }] },
        { status: 201 },
      )
    default:
      return serverError(state, fault.status ?? 503)
  }
}
