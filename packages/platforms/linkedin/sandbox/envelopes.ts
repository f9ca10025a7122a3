/** LinkedIn's error envelopes (sheet 11.1): with a code, content errors, OAuth. */
import { Answered } from '../../sandbox/answered.ts'

type Headers = Record<string, string>

/** `{status, code, message, serviceErrorCode}`. */
export function coded(status: number, code: string | undefined, message: string, serviceErrorCode?: number): Response {
  return Response.json(
    {
      ...(serviceErrorCode === undefined ? {} : { serviceErrorCode }),
      ...(code === undefined ? {} : { code }),
      message,
      status,
    },
    { status },
  )
}
export const refuse = (...parts: Parameters<typeof coded>) => new Answered(coded(...parts))

/** A content error: the code lies two levels deep, the header says what it is. */
export function contentError(
  status: number,
  code: string,
  description: string,
  message?: string,
  field?: string,
): Answered {
  const headers: Headers = { 'x-restli-error-response': 'true' }
  const input = field === undefined ? {} : { inputPath: { fieldPath: field } }
  return new Answered(
    Response.json(
      {
        errorDetailType: 'com.linkedin.common.error.BadRequest',
        message: message ?? `${code} :: ${description}`,
        errorDetails: { inputErrors: [{ description, input, code }] },
        status,
      },
      { status, headers },
    ),
  )
}

export const notEnough = (operation: string) =>
  refuse(403, 'ACCESS_DENIED', `Not enough permissions to access: ${operation}`, 100)
export const unpermitted = (path: string) =>
  refuse(
    403,
    undefined,
    `Unpermitted fields present in REQUEST_BODY: Data Processing Exception while processing fields [${path}]`,
    100,
  )
export const notFound = (what: string) => refuse(404, 'NOT_FOUND', `Could not find entity ${what}`)
export const badQuery = (why: string) =>
  refuse(400, 'ILLEGAL_ARGUMENT', `Invalid query parameters passed to request: ${why}`)

export const oauthError = (status: number, error: string, description: string) =>
  Response.json({ error, error_description: description }, { status })
