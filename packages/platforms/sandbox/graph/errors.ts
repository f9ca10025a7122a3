/** The error envelope of Meta's Graph networks, and the refusals they all share. */
import type { Chance } from '../chance.ts'

export interface GraphProblem {
  readonly message: string
  readonly code: number
  readonly subcode?: number | undefined
  /** 400 unless said. */
  readonly status?: number | undefined
  readonly type?: 'OAuthException' | 'GraphMethodException' | 'THApiException' | 'IGApiException' | undefined
  readonly transient?: boolean | undefined
  /** What a person would be shown, in their language. */
  readonly user?: { readonly title: string; readonly message: string } | undefined
  readonly data?: Readonly<Record<string, unknown>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Thrown wherever a check fails; `respond` words it. */
export class GraphRefusal extends Error {
  readonly problem: GraphProblem
  constructor(problem: GraphProblem) {
    super(problem.message)
    this.problem = problem
  }
}
export const refuse = (
  code: number,
  message: string,
  more: Omit<GraphProblem, 'code' | 'message'> = {},
): GraphRefusal => new GraphRefusal({ code, message, ...more })

/** `trace` becomes the `fbtrace_id`, which every error has. */
export function respond(problem: GraphProblem, chance: Chance): Response {
  const { code, message, subcode, status = 400, type = 'OAuthException', transient, user, data, headers } = problem
  const error = {
    message,
    type,
    code,
    ...(data === undefined ? {} : { error_data: data }),
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    ...(transient === undefined ? {} : { is_transient: transient }),
    ...(user === undefined ? {} : { error_user_title: user.title, error_user_msg: user.message }),
    fbtrace_id: `A${chance.text(22)}`,
  }
  return Response.json({ error }, { status, ...(headers === undefined ? {} : { headers }) })
}

/** A bad parameter: code 100, with the reason after the number as Graph writes it. */
export const badParameter = (why: string, subcode?: number): GraphRefusal => refuse(100, `(#100) ${why}`, { subcode })
export const missing = (name: string): GraphRefusal => badParameter(`Missing parameter: ${name}`)
export const mustBe = (name: string, what: string): GraphRefusal => badParameter(`Param ${name} must be ${what}`)

const method = (verb: string) => (verb === 'GET' ? 'get' : verb === 'DELETE' ? 'delete' : 'post')
/** The object is not there, or this token may not see it: Graph does not say which. */
export const noObject = (id: string, verb = 'GET'): GraphRefusal =>
  refuse(
    100,
    `Unsupported ${method(verb)} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    { subcode: 33, type: 'GraphMethodException' },
  )
export const unknownPath = (path: string): GraphRefusal =>
  refuse(2500, `Unknown path components: /${path}`, { type: 'OAuthException' })

/** What ended a token, by its subcode. */
const sessions: Readonly<Record<number, string>> = {
  458: 'Error validating access token: The user has not authorized application.',
  459: 'Error validating access token: The user is enrolled in a blocking, logged-in checkpoint.',
  460: 'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  463: 'Error validating access token: Session has expired.',
  464: 'Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user.',
  467: 'Error validating access token: The access token is invalid since the user has logged out.',
  492: 'Error validating access token: The user must be an administrator, editor, or moderator of the page in order to impersonate it.',
}
export const sessionMessage = (subcode: number): string =>
  sessions[subcode] ?? 'Error validating access token: The session is invalid.'
export const deadToken = (subcode: number): GraphRefusal => refuse(190, sessionMessage(subcode), { subcode })
export const malformedToken = (): GraphRefusal => refuse(190, 'Invalid OAuth access token - Cannot parse access token')
export const noToken = (): GraphRefusal =>
  refuse(104, 'An access token is required to request this resource.', { type: 'OAuthException' })
export const badProof = (): GraphRefusal =>
  refuse(100, 'Invalid appsecret_proof provided in the API argument', { type: 'GraphMethodException' })

/** A scope that was never granted. */
export const noScope = (scopes: readonly string[]): GraphRefusal =>
  refuse(
    200,
    `(#200) The permission(s) ${scopes.join(', ')} are not available. It could because either they are deprecated or need to be approved by App Review.`,
    { status: 403 },
  )
/** A scope that lapsed, or an application that lacks the right. */
export const lapsed = (scope: string): GraphRefusal =>
  refuse(10, `(#10) Application does not have permission for this action: ${scope}`, { status: 403 })

/** What is over its limit, by its code. */
const limits: Readonly<Record<number, string>> = {
  4: 'Application request limit reached',
  17: 'User request limit reached',
  32: 'Page request limit reached',
  613: 'Calls to this api have exceeded the rate limit.',
  80001:
    'There have been too many calls to this Page account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
  80002:
    'There have been too many calls to this Instagram account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
}
export const throttled = (code: number, headers: Readonly<Record<string, string>> = {}): GraphProblem => ({
  code,
  message: `(#${code}) ${limits[code] ?? 'Too many calls.'}`,
  headers,
})

/** How Graph says that it broke: 1 or 2 as JSON, a page of its gateway above 500. */
export function broken(status: number, code: 1 | 2, chance: Chance): Response {
  if (status !== 500)
    return new Response('<!DOCTYPE html><html><body><h1>Sorry, something went wrong.</h1></body></html>', {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    })
  const message =
    code === 1 ? 'An unknown error occurred' : 'An unexpected error has occurred. Please retry your request later.'
  return respond({ code, message, status, transient: code === 2 }, chance)
}
