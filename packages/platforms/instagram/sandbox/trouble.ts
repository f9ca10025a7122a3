/** The faults only Instagram has, and its wording of the common ones (sheet sections 10, 11, 13). */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { broken, refuse, respond, sessionMessage, throttled, type GraphProblem } from '../../sandbox/graph/errors.ts'
import { businessUsage } from '../../sandbox/graph/usage.ts'
import { fewViewers, refusal, type Subcode } from './problems.ts'
import type { State } from './state.ts'

const publishing = { method: 'POST', path: '*/media_publish' } as const
const creating = { method: 'POST', path: '*/media' } as const
const before = (says: string, on?: Trouble['on']): Trouble => ({
  says,
  when: 'before',
  seconds: 'window',
  hits: ['api'],
  ...(on ? { on } : {}),
})

/** Told by their subcode alone. */
const bySubcode: Readonly<Record<string, { readonly subcode: Subcode; readonly on: Trouble['on'] }>> = {
  fetch_flaps: { subcode: 2207052, on: creating },
  fetch_timeout: { subcode: 2207003, on: creating },
  container_failed: { subcode: 2207032, on: creating },
  server_error: { subcode: 2207001, on: publishing },
  media_expired: { subcode: 2207020, on: publishing },
  media_missing: { subcode: 2207006, on: publishing },
  container_gone: { subcode: 2207008, on: publishing },
  not_ready: { subcode: 2207027, on: publishing },
  quota_reached: { subcode: 2207042, on: publishing },
  restricted: { subcode: 2207050, on: publishing },
  spam: { subcode: 2207051, on: publishing },
}

export const troubles: Readonly<Record<string, Trouble>> = {
  ...Object.fromEntries(
    Object.entries(bySubcode).map(([name, { subcode, on }]) => [
      name,
      before(`${refusal(subcode).problem.code}/${subcode}: ${name.replaceAll('_', ' ')}`, on),
    ]),
  ),
  session_invalidated: before('190/460: the session was ended, as after bursts of posts'),
  checkpointed: before('190/459: the person has to pass a check in the app'),
  permission_lapsed: before('10: a permission is no longer given'),
  not_professional: before('10: the account is no longer a professional one'),
  policy_block: before('368: blocked for what was published', publishing),
  app_limit: before('4: the whole application is over its limit'),
  few_viewers: before('10: not enough viewers', { method: 'GET', path: '*/insights' }),
  container_unseen: {
    says: '100/33 on the read of a container, although all is well',
    when: 'inside',
    seconds: 'window',
    hits: ['api'],
    on: { method: 'GET' },
  },
  publish_error: {
    says: 'publishes, then answers -1/2207001',
    when: 'after',
    seconds: 'window',
    hits: ['write'],
    on: publishing,
  },
}

/** Minutes until the fault is over. */
function minutes(state: State, { until, seconds }: Fault): number {
  const ms = until === null ? (seconds ?? 3600) * 1000 : Date.parse(until) - state.world.now()
  return Math.max(1, Math.ceil(ms / 60_000))
}

function problemOf(state: State, fault: Fault): GraphProblem | undefined {
  const known = bySubcode[fault.fault]
  if (known) return refusal(known.subcode).problem
  switch (fault.fault) {
    case 'rate_limit':
      return throttled(80_002, businessUsage('0', 'instagram', 103, minutes(state, fault)))
    case 'rate_limit_bare':
      return throttled(80_002)
    case 'app_limit':
      return throttled(4)
    case 'session_invalidated':
      return { code: 190, subcode: 460, message: sessionMessage(460) }
    case 'checkpointed':
      return { code: 190, subcode: 459, message: sessionMessage(459) }
    case 'permission_lapsed':
      return refuse(10, '(#10) Application does not have permission for this action').problem
    case 'not_professional':
      return refuse(10, '(#10) User is not an Instagram business').problem
    case 'policy_block':
      return refuse(368, 'The action attempted has been deemed abusive or is otherwise disallowed').problem
    case 'few_viewers':
      return fewViewers().problem
    case 'publish_error':
      return refusal(2207001).problem
    default:
      return undefined
  }
}

export function answer(state: State, fault: Fault): Response {
  const problem = problemOf(state, fault)
  return problem ? respond(problem, state.world.chance) : broken(fault.status ?? 500, 2, state.world.chance)
}
