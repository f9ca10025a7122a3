/** The faults only Facebook has, and its wording of the common ones (sheet 10, 11, 15). */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { broken, lapsed, respond, sessionMessage, throttled, type GraphProblem } from '../../sandbox/graph/errors.ts'
import { appUsage, businessUsage } from '../../sandbox/graph/usage.ts'
import type { State } from './state.ts'

const comments = { method: 'POST', path: '*/comments' }
const ordered = (
  when: Trouble['when'],
  says: string,
  on?: Trouble['on'],
  hits: Trouble['hits'] = ['api'],
): Trouble => ({
  says,
  when,
  seconds: 'window',
  hits,
  ...(on ? { on } : {}),
})
const before = (says: string, on?: Trouble['on']) => ordered('before', says, on)
const inside = (says: string) => ordered('inside', says)

export const troubles: Readonly<Record<string, Trouble>> = {
  app_limit: before('code 4: the application made too many calls'),
  user_limit: before('code 17: the person made too many calls'),
  page_limit: before('code 32: the Page made too many calls, in the old way'),
  odd_traffic: before('code 613/1996: inconsistent behaviour of the application'),
  permission_lapsed: before('code 10: a permission nobody used for 90 days'),
  publishing_authorization: before('200/1404078: the Page needs Publishing Authorization', { method: 'POST' }),
  checkpoint: before('190/459: the person has to pass a check at facebook.com'),
  unconfirmed: before('190/464: the person is not confirmed'),
  logged_out: before('190/467: the token was invalidated'),
  blocked: before('368: blocked as abusive', { method: 'POST' }),
  too_fast: before('1390008: posting too fast', { method: 'POST' }),
  limited_for_days: before('1404112: limited for some days', { method: 'POST' }),
  identity_needed: before('4854002: identity has to be confirmed', { method: 'POST' }),
  comment_check: before('1404006: a security check before commenting', comments),
  duplicate: before('506: the same as the last post', { method: 'POST', path: '*/feed' }),
  upload_problem: before('6001: there was a problem with the upload', { method: 'POST', path: '*/videos' }),
  service_unavailable: before('1363047: service unavailable'),
  gateway_before: before('502 as a page of HTML, nothing is committed'),
  gateway_after: ordered('after', 'commits, answers 502 as a page of HTML', undefined, ['write']),
  password_changed: inside('190/460: the person changed their password; all tokens end'),
  role_lost: inside('190/492: the person lost their role on the Page'),
  fresh_missing: { ...inside('100/33 on a read of something that exists'), on: { method: 'GET' } },
  processing_stuck: inside('a film is processed for ever'),
  copyright_stuck: inside('the check for copyrights never ends'),
  reel_ratio: inside('processing fails with 1363040: ratio'),
  reel_resolution: inside('processing fails with 1363127: resolution'),
  reel_duration: inside('processing fails with 1363128: duration'),
  reel_frame_rate: inside('processing fails with 1363129: frame rate'),
}

const session = (subcode: number): GraphProblem => ({ code: 190, subcode, message: sessionMessage(subcode) })
const shut = (code: number, subcode: number | undefined, title: string, message: string): GraphProblem => ({
  code,
  subcode,
  message: `(#${code}) ${title}`,
  user: { title, message },
})

const refusals: Readonly<Record<string, GraphProblem>> = {
  app_limit: { ...throttled(4, appUsage(104)), status: 403 },
  user_limit: throttled(17, appUsage(104)),
  page_limit: throttled(32),
  odd_traffic: { ...throttled(613), subcode: 1996 },
  permission_lapsed: lapsed('pages_manage_posts').problem,
  publishing_authorization: {
    ...shut(200, 1404078, 'Page Publishing Authorization', 'You must complete Page Publishing Authorization.'),
    status: 403,
  },
  checkpoint: session(459),
  unconfirmed: session(464),
  logged_out: session(467),
  blocked: shut(
    368,
    undefined,
    'The action attempted has been deemed abusive or is otherwise disallowed',
    'You are temporarily blocked.',
  ),
  too_fast: shut(
    368,
    1390008,
    'You are posting too fast',
    'It looks like you were misusing this feature by going too fast.',
  ),
  limited_for_days: shut(368, 1404112, 'Your account is restricted', 'You cannot post for some days.'),
  identity_needed: shut(368, 4854002, 'Confirm your identity', 'Confirm your identity in the Facebook app.'),
  comment_check: shut(368, 1404006, 'Security check', 'Complete a security check to comment.'),
  duplicate: shut(
    506,
    undefined,
    'Duplicate status message',
    'This status update is identical to the last one you posted.',
  ),
  upload_problem: {
    ...shut(6001, undefined, 'There was a problem uploading your video', 'Please try again.'),
    transient: true,
  },
  service_unavailable: {
    ...shut(2, 1363047, 'Service temporarily unavailable', 'Please try again later.'),
    transient: true,
  },
}

/** Minutes until a limit is over. */
function minutes(state: State, { until, seconds }: Fault): number {
  const rest = until === null ? (seconds ?? 300) : (Date.parse(until) - state.world.now()) / 1000
  return Math.max(1, Math.ceil(rest / 60))
}

export function answer(state: State, fault: Fault): Response {
  const { chance } = state.world
  const refusal = refusals[fault.fault]
  if (refusal) return respond(refusal, chance)
  const page = [...state.pages.keys()][0] ?? ''
  switch (fault.fault) {
    case 'rate_limit':
      return respond(throttled(80001, businessUsage(page, 'pages', 104, minutes(state, fault))), chance)
    case 'rate_limit_bare':
      return respond(throttled(80001), chance)
    case 'gateway_before':
    case 'gateway_after':
      return broken(502, 2, chance)
    case 'error_after':
      return broken(fault.status ?? 500, 2, chance)
    default:
      return broken(fault.status ?? 500, 1, chance)
  }
}
