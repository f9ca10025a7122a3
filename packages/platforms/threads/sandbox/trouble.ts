/** The faults only Threads has, and Threads' wording of the common ones (sheet sections 10, 11 and 15). */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { broken, throttled, type GraphProblem } from '../../sandbox/graph/errors.ts'
import { appUsage } from '../../sandbox/graph/usage.ts'
import { answerProblem, quotaReached } from './problems.ts'
import type { State } from './state.ts'

const create = { method: 'POST', path: '*/threads' }
const publish = { method: 'POST', path: '*/threads_publish' }
const before = (says: string, on: Trouble['on']): Trouble => ({
  says,
  when: 'before',
  seconds: 'window',
  hits: ['api'],
  ...(on ? { on } : {}),
})
const inside = (says: string, on: Trouble['on'], seconds: Trouble['seconds'] = 'window'): Trouble => ({
  ...before(says, on),
  when: 'inside',
  seconds,
})

export const troubles: Readonly<Record<string, Trouble>> = {
  container_not_found: inside('24/4279009: a finished container is not found yet', publish),
  carousel_slow: inside('the parent of a carousel takes long', create, 'amount'),
  media_unknown: inside('processing ends with UNKNOWN', create),
  media_unreachable: before('9004: the media address cannot be fetched', create),
  publish_quota: before('9/2207042: the posts of the day are used up', publish),
  restricted: before('4279013: the person is restricted', publish),
  spam: before('2207051: the activity is restricted', publish),
  policy_block: before('368: blocked by policy', publish),
  session_gone: before('102: the session is over', undefined),
  password_changed: before('190/460: the password was changed', undefined),
}

const problems: Readonly<Record<string, GraphProblem>> = {
  media_unreachable: {
    code: 9004,
    message: 'The media could not be fetched from this URI',
    user: { title: 'Media download failed', message: 'The media could not be fetched from this URI.' },
  },
  publish_quota: quotaReached('posts').problem,
  restricted: {
    code: 24,
    subcode: 4279013,
    message: 'The user is restricted',
    user: { title: 'User restricted', message: 'The user is restricted from this action.' },
  },
  spam: {
    code: 4,
    subcode: 2207051,
    message: 'Application request limit reached',
    user: { title: 'Action is blocked', message: 'We restrict certain activity to protect our community.' },
  },
  policy_block: { code: 368, message: 'The action attempted has been deemed abusive or is otherwise disallowed' },
  session_gone: { code: 102, message: 'Session key invalid or no longer valid' },
  password_changed: {
    code: 190,
    subcode: 460,
    message: 'Error validating access token: The session has been invalidated because the user changed their password.',
  },
}

export function answer(state: State, fault: Fault): Response {
  const problem = problems[fault.fault]
  if (problem) return answerProblem(state, problem)
  if (fault.fault === 'rate_limit') return answerProblem(state, throttled(4, appUsage(100)))
  if (fault.fault === 'rate_limit_bare') return answerProblem(state, throttled(613))
  return broken(fault.status ?? 500, 2, state.world.chance)
}
