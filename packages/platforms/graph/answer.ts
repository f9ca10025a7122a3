/** What a Graph network (Facebook, Instagram, Threads) answered: every envelope read into one. */
import type { Reply } from '../interface.ts'
import { at, num, obj, str } from '../reply.ts'

export interface Seen {
  readonly status: number
  readonly code: number
  readonly subcode: number
  /** 'OAuthException', 'GraphMethodException', 'ProcessingFailedError' … */
  readonly type: string
  /** 'THREADS_API__LINK_LIMIT_EXCEEDED': errors that have a name instead of a number, told as code or in the message. */
  readonly name: string
  /** English and for programmers; the only place where Graph says some things. */
  readonly message: string
  /** For people: the network's own sentence in the language of the token's owner, else the message. */
  readonly words: string
  /** Graph says that trying again may help. */
  readonly transient: boolean
}

/** Codes arrive as numbers, in some places as strings. */
const code = (value: unknown): number => (typeof value === 'string' ? Number(value) || 0 : num(value))

const nameOf = (given: string, message: string): string => /[A-Z]+_API__[A-Z_]+/.exec(`${given} ${message}`)?.[0] ?? ''

/** The ordinary envelope, that of the upload hosts (`debug_info`), and that of the token endpoints (`error_type`). */
export function see(reply: Reply): Seen {
  const body = obj(reply.body)
  const error = obj(body['error'])
  const upload = obj(body['debug_info'])
  const message =
    str(error['message']) || str(upload['message']) || str(body['error_message']) || `answer ${reply.status}`
  const words = [str(error['error_user_title']), str(error['error_user_msg'])].filter((word) => word !== '').join(': ')
  return {
    status: reply.status,
    code: code(error['code']) || code(body['code']),
    subcode: code(error['error_subcode']),
    type: str(error['type']) || str(upload['type']) || str(body['error_type']),
    name: nameOf(str(error['code']), message),
    message: message.slice(0, 500),
    words: (words || message).slice(0, 500),
    transient: error['is_transient'] === true || upload['retriable'] === true,
  }
}

/** Graph fails inside a 200 too: with an error beside no data, or with `success: false`. */
export const failed = (reply: Reply): boolean => {
  const body = obj(reply.body)
  return (
    reply.status >= 400 ||
    Object.keys(obj(body['error'])).length > 0 ||
    Object.keys(obj(body['debug_info'])).length > 0 ||
    body['success'] === false
  )
}

/** "Object with ID … does not exist, cannot be loaded due to missing permissions …": Graph does not say which. */
export const isMissing = (reply: Reply): boolean => {
  const { code: number, subcode } = see(reply)
  return number === 100 && subcode === 33
}

/** The id that a write answered. Throws if there is none: an answer that cannot be read. */
export function idOf(reply: Reply, name = 'id'): string {
  const value = at(reply.body, name)
  const id = typeof value === 'number' ? String(value) : str(value)
  if (id === '') throw new Error(`the answer has no ${name}`)
  return id
}
