/** Error bodies of X (sheet section 11). Detail strings are X's own words: clients match on fragments of them. */
import { Answered } from '../../sandbox/answered.ts'
import type { State } from './state.ts'

export const typeOf = (state: State, name: string) => `https://${state.settings.problemHost}/2/problems/${name}`

export const problemResponse = (status: number, problem: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(problem), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })

const blank = (status: number, title: string, detail: string) =>
  problemResponse(status, { title, detail, type: 'about:blank', status })

export const unauthorized = () => new Answered(blank(401, 'Unauthorized', 'Unauthorized'))
export const forbidden = (detail: string) => new Answered(blank(403, 'Forbidden', detail))
export const notFoundRoute = () => blank(404, 'Not Found', 'Not Found')

/** 400 with the parameters that were wrong. */
export function invalid(
  state: State,
  message: string,
  parameters: Readonly<Record<string, readonly string[]>> = {},
): Answered {
  return new Answered(
    problemResponse(400, {
      errors: [{ parameters, message }],
      title: 'Invalid Request',
      detail: 'One or more parameters to your request was invalid.',
      type: typeOf(state, 'invalid-request'),
    }),
  )
}

export const missing = (state: State, id: string, parameter: string) => ({
  title: 'Not Found Error',
  detail: `Could not find tweet with ${parameter}: [${id}].`,
  type: typeOf(state, 'resource-not-found'),
  resource_type: 'tweet',
  resource_id: id,
  parameter,
  value: id,
})

export const notYours = (state: State, detail: string, id: string) =>
  new Answered(
    problemResponse(403, {
      title: 'Authorization Error',
      detail,
      type: typeOf(state, 'not-authorized-for-resource'),
      resource_type: 'tweet',
      resource_id: id,
      status: 403,
    }),
  )

export const fieldRefused = (state: State, id: string, field: string) => ({
  title: 'Field Authorization Error',
  detail: `Sorry, you are not authorized to access '${field}' on the Tweet with ids : [${id}].`,
  type: typeOf(state, 'not-authorized-for-field'),
  field,
  resource_type: 'tweet',
  resource_id: id,
  section: 'data',
  parameter: 'ids',
  value: id,
})

export const notEnrolled = (state: State) =>
  problemResponse(403, {
    client_id: '1',
    detail:
      'When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project. You can create a project via the developer portal.',
    registration_url: 'https://developer.x.com/en/docs/projects/overview',
    title: 'Client Forbidden',
    required_enrollment: 'Appropriate Level of API Access',
    reason: 'client-not-enrolled',
    type: typeOf(state, 'client-forbidden'),
    status: 403,
  })

export const outOfCredits = (state: State) =>
  problemResponse(402, {
    title: 'Payment Required',
    status: 402,
    detail: 'credits depleted',
    type: typeOf(state, 'credits-depleted'),
  })

export const tooMany = (headers: Record<string, string> = {}) =>
  problemResponse(
    429,
    { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
    headers,
  )
