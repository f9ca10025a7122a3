/** Error bodies (sheet section 11): `{"error":"Name","message":"text"}` everywhere, OAuth's own two fields at its endpoints. */
import { Answered } from '../../sandbox/answered.ts'

export const answerOf = (status: number, error: string, message: string, headers: Record<string, string> = {}) =>
  Response.json({ error, message }, { status, headers })

const refuse = (status: number) => (error: string, message: string, headers?: Record<string, string>) =>
  new Answered(answerOf(status, error, message, headers))

export const bad = refuse(400)
export const unauthorized = refuse(401)
export const forbidden = refuse(403)

export const invalid = (message: string) => bad('InvalidRequest', message)
export const notKnown = (account: string) => bad('InvalidRequest', `Could not find repo: ${account}`)
/** What the server says of its own failures, and of a record key that is taken (sheet 7.1). */
export const broken = () => new Answered(answerOf(500, 'InternalServerError', 'Internal Server Error'))

export const oauthAnswer = (status: number, error: string, description: string, headers: Record<string, string> = {}) =>
  Response.json({ error, error_description: description }, { status, headers })

export const oauthRefusal = (error: string, description: string, status = 400, headers: Record<string, string> = {}) =>
  new Answered(oauthAnswer(status, error, description, headers))
