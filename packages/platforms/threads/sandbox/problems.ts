/** The refusals only Threads has (sheet section 11); the common ones are Graph's. */
import { Answered } from '../../sandbox/answered.ts'
import { refuse, respond, type GraphProblem, type GraphRefusal } from '../../sandbox/graph/errors.ts'
import type { State } from './state.ts'

/** Every error of Threads: the API has a version of its own, and words bad parameters by its own type. */
export function answerProblem(state: State, problem: GraphProblem): Response {
  const type = problem.type ?? (problem.code === 100 ? 'THApiException' : undefined)
  const headers = { 'facebook-api-version': 'v1.0', ...problem.headers }
  return respond({ ...problem, type, headers }, state.world.chance)
}

/** Where a container is not (yet) to be had, whatever the reason. */
export const mediaNotFound = (id: string): GraphRefusal =>
  refuse(24, 'The requested resource does not exist', {
    subcode: 4279009,
    transient: false,
    user: { title: 'Media Not Found', message: `The media with id ${id} cannot be found.` },
  })

/** No document gives its number; this one stands beside Instagram's. */
export const quotaReached = (what: 'posts' | 'replies'): GraphRefusal =>
  refuse(9, `(#9) The user has reached the maximum number of ${what} within 24 hours`, {
    subcode: 2207042,
    transient: false,
    user: { title: 'Limit reached', message: 'You reached the maximum number of posts that can be published today.' },
  })

/** Errors with a name instead of a number. */
export function named(state: State, name: 'LINK_LIMIT_EXCEEDED' | 'FEATURE_NOT_AVAILABLE', says: string): Error {
  const full = `THREADS_API__${name}`
  if (!state.settings.namesAsCodes) return refuse(100, `${full}: ${says}`, { type: 'THApiException' })
  const error = { message: says, type: 'THApiException', code: full, fbtrace_id: `A${state.world.chance.text(22)}` }
  return new Answered(Response.json({ error }, { status: 400 }))
}

export const noPermission = (why: string): GraphRefusal =>
  refuse(10, `(#10) Application does not have permission for this action: ${why}`)
