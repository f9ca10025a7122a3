/** Answers of TikTok (sheet sections 7 and 11): one envelope; success is the code "ok", whatever the status says. */
import { Answered } from '../../sandbox/answered.ts'
import type { State } from './state.ts'

/** Status and words by code. */
const codes = {
  access_token_invalid: [401, 'The access token is invalid or not found in the request.'],
  scope_not_authorized: [401, 'The user did not authorize the scope required for completing this request.'],
  scope_permission_missed: [401, 'The scope permission is missed.'],
  invalid_params: [400, 'One or more fields in the request is invalid.'],
  rate_limit_exceeded: [429, 'The API rate limit was exceeded. Please try again later.'],
  spam_risk_too_many_posts: [403, 'The daily post cap from the API is reached for the current user.'],
  spam_risk_too_many_pending_share: [403, 'There are too many pending shares of this user within 24 hours.'],
  spam_risk_user_banned_from_posting: [403, 'The user is banned from making new posts.'],
  reached_active_user_cap: [403, 'The daily quota for active publishing users from your client is reached.'],
  unaudited_client_can_only_post_to_private_accounts: [
    403,
    'Please review our integration guidelines at https://developers.tiktok.com/doc/content-sharing-guidelines/',
  ],
  url_ownership_unverified: [
    403,
    'Please review our URL ownership verification rules at https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide#pull_from_url',
  ],
  privacy_level_option_mismatch: [
    403,
    'The privacy level is not specified or not among the options of the creator_info API.',
  ],
  invalid_publish_id: [400, 'The publish_id does not exist.'],
  token_not_authorized_for_specified_publish_id: [400, 'The token is not authorized for the specified publish_id.'],
  publish_not_cancellable: [400, 'The publish cannot be cancelled.'],
  not_found: [404, 'The requested path does not exist.'],
  internal_error: [500, 'Something went wrong on our side. Please try again later.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>
export type Code = keyof typeof codes

/** Fourteen digits of time, then letters: for support only. */
export const logId = (state: State) =>
  new Date(state.world.now()).toISOString().replaceAll(/\D/g, '').slice(0, 14) +
  state.world.chance.text(18).toUpperCase()

/** Numbers of 64 bits in JSON, as TikTok writes them: no JavaScript number could hold one. */
const wide = (json: string) =>
  json.replace(/("publicaly_available_post_id":)\[([^\]]*)\]/, (_, name: string, list: string) => {
    return `${name}[${list.replaceAll('"', '')}]`
  })

export function ok(state: State, data: object): Response {
  const body = wide(JSON.stringify({ data, error: { code: 'ok', message: '', log_id: logId(state) } }))
  return new Response(body, { headers: { 'content-type': 'application/json; charset=utf-8' } })
}

/** A refusal; `status` where TikTok answers this code with another one. */
export function refusal(state: State, code: Code, message: string = codes[code][1], status: number = codes[code][0]) {
  return Response.json({ data: {}, error: { code, message, log_id: logId(state) } }, { status })
}
export const refuse = (state: State, code: Code, message?: string) => new Answered(refusal(state, code, message))
export const invalid = (state: State, message: string) => refuse(state, 'invalid_params', message)
