/** Reads what an authorization server answered. Pure; the table of what it may say is the platforms' sheets, section 2. */
import type { Reply } from '@posthorn/platforms/interface'

export interface Tokens {
  readonly access: string
  readonly refresh?: string
  /** Seconds from the answer. */
  readonly expiresIn?: number
  readonly refreshExpiresIn?: number
  /** What was granted, where the network says it. */
  readonly scopes?: readonly string[]
  /** Whose access it is, where the network says it. */
  readonly subject?: string
  /** How the token is shown: 'Bearer', 'DPoP'. */
  readonly type?: string
}

/**
 * `ended`: the network says that the grant is over. `app`: it does not accept our application. `refused`: it did not like
 * the request. `trouble`: it is the network's own; nothing is known about the grant.
 */
export interface Told {
  readonly what: 'ended' | 'app' | 'refused' | 'trouble'
  /** The network's own words, bounded and without control characters. */
  readonly words: string
}

export type Read = { readonly is: 'granted'; readonly tokens: Tokens } | ({ readonly is: 'told' } & Told)

export function readTokens({ status, body }: Pick<Reply, 'status' | 'body'>): Read {
  const whole = fieldsOf(body)
  // One network has documented its answer inside {"data":[…]} and sends it flat.
  const fields = { ...fieldsOf(Array.isArray(whole['data']) ? whole['data'][0] : undefined), ...whole }
  const access = fields['access_token']
  // An error may come with status 200: what counts is whether there is a token.
  if (status < 300 && typeof access === 'string' && access !== '')
    return { is: 'granted', tokens: tokensOf(access, fields) }
  return { is: 'told', ...toldOf(status, fields) }
}

function tokensOf(access: string, fields: Fields): Tokens {
  const refresh = fields['refresh_token']
  const expiresIn = seconds(fields['expires_in'])
  const refreshExpiresIn = seconds(fields['refresh_token_expires_in'] ?? fields['refresh_expires_in'])
  const scopes = scopesOf(fields['scope'] ?? fields['permissions'])
  const { sub: subject, token_type: type } = fields
  return {
    access,
    ...(typeof refresh === 'string' && refresh !== '' ? { refresh } : {}),
    ...(expiresIn === undefined ? {} : { expiresIn }),
    ...(refreshExpiresIn === undefined ? {} : { refreshExpiresIn }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(typeof subject === 'string' ? { subject } : {}),
    ...(typeof type === 'string' ? { type } : {}),
  }
}

/** "The provided … refresh token is invalid, expired or revoked": said instead of `invalid_grant`. */
const saysEnded = /\btoken\b.*\b(invalid|expired|revoked)\b/i
/** Meta's Graph code for a token that is no longer good. */
const graphEnded = 190

/** What a refusal says of the request. */
export function toldOf(status: number, fields: Fields): Told {
  const code = typeof fields['error'] === 'string' ? fields['error'] : ''
  const words = said(status, fields)
  return { what: kindOf(status, code, fieldsOf(fields['error'])['code'], words), words }
}

function said(status: number, fields: Fields): string {
  const { error, error_description: description, error_message: message, message: plainly } = fields
  const words = description ?? message ?? fieldsOf(error)['message'] ?? plainly ?? error
  return plain(typeof words === 'string' && words !== '' ? words : `status ${status}`)
}

/** The words of a refusal of any kind, for people. */
export const wordsOf = ({ status, body }: Pick<Reply, 'status' | 'body'>): string => said(status, fieldsOf(body))

function kindOf(status: number, code: string, graphCode: unknown, words: string): Told['what'] {
  if (status >= 500 || status === 429 || status === 408) return 'trouble'
  if (code === 'invalid_grant' || (code === 'invalid_request' && saysEnded.test(words)) || graphCode === graphEnded) {
    return 'ended'
  }
  if (code === 'invalid_client' || code === 'unauthorized_client') return 'app'
  if (code === 'temporarily_unavailable' || code === 'server_error') return 'trouble'
  // Networks in trouble have answered 401 to everybody (X, 2026-06-30); a refusal of ours has a name.
  return status === 401 || status < 400 ? 'trouble' : 'refused'
}

/** Text of strangers as it may stand in an address, a log line or a sentence. */
export const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200)

export type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const seconds = (value: unknown): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined
}

function scopesOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter(Boolean)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
}
