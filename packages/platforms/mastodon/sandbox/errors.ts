/** Error bodies in Mastodon's own words (sheet section 11): clients match on fragments of them. */
import { Answered } from '../../sandbox/answered.ts'

const refused = (status: number, error: string, headers: Record<string, string> = {}) =>
  new Answered(Response.json({ error }, { status, headers }))

/** 401, with the header of RFC 6750. */
export const badToken = (is: 'is invalid' | 'was revoked' | 'expired') =>
  refused(401, `The access token ${is}`, {
    'www-authenticate': `Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token ${is}"`,
  })
export const noUser = () => refused(401, 'This API requires an authenticated user')
export const outsideScopes = () => refused(403, 'This action is outside the authorized scopes')
export const notAllowed = () => refused(403, 'This action is not allowed')
export const forbidden = (error: string) => refused(403, error)
export const notFound = (error = 'Record not found') => refused(404, error)
/** 422 in the words of a check of the service. */
export const unprocessable = (error: string) => refused(422, error)
/** 422 in the words of a check of the model. */
export const invalid = (...errors: readonly string[]) => refused(422, `Validation failed: ${errors.join(', ')}`)
export const badRequest = (error: string) => refused(400, error)

/** The wording of OAuth errors. */
export const oauthError = (status: number, error: string, description: string) =>
  Response.json({ error, error_description: description }, { status })

const phrases: Readonly<Record<number, string>> = {
  411: 'Length Required',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

/** What a proxy in front answers: a page, not JSON. */
export function proxyPage(status: number): Response {
  const title = `${status} ${phrases[status] ?? 'Error'}`
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
  return new Response(page, { status, headers: { 'content-type': 'text/html' } })
}
