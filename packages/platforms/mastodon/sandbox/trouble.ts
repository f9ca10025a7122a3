/** The faults only Mastodon has, and its wording of the common ones (sheet section 11). */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { proxyPage } from './errors.ts'
import { limitHeaders, tooMany } from './limits.ts'
import type { State } from './state.ts'

const before = (says: string, on?: Trouble['on']): Trouble => ({
  says,
  when: 'before',
  seconds: 'window',
  hits: ['api'],
  ...(on ? { on } : {}),
})
const uploading = { method: 'POST', path: '/api/v*/media' }
const posting = { method: 'POST', path: '/api/v1/statuses' }

export const troubles: Readonly<Record<string, Trouble>> = {
  login_disabled: before('403: moderators disabled the account'),
  login_pending: before('403: the account waits for approval'),
  login_unconfirmed: before('403: the e-mail address was never confirmed'),
  not_permitted: before('403: this server does not allow it', posting),
  key_locked: before('503: a twin with the same key is being worked on', posting),
  remote_unavailable: before('503: something elsewhere could not be fetched'),
  proxy_error: before('502 as a page of the proxy in front'),
  file_too_large: before('413 as a page of the proxy in front', uploading),
  thumbnail_fails: before('500: the file could not be worked on', uploading),
  app_lost: {
    says: 'the server forgot the application',
    when: 'inside',
    seconds: 'window',
    hits: ['oauth'],
    on: { method: 'POST', path: '/oauth/token' },
  },
}

const temporary = 'There was a temporary problem serving your request, please try again'
const worded: Readonly<Record<string, readonly [status: number, error: string]>> = {
  login_disabled: [403, 'Your login is currently disabled'],
  login_pending: [403, 'Your login is currently pending approval'],
  login_unconfirmed: [403, 'Your login is missing a confirmed e-mail address'],
  not_permitted: [403, 'This action is not allowed'],
  key_locked: [503, temporary],
  remote_unavailable: [503, 'Remote data could not be fetched'],
  thumbnail_fails: [500, 'Error processing thumbnail for uploaded media'],
}

/** A window that ends when the fault does. */
function rateLimited(state: State, fault: Fault): Response {
  const now = state.world.now()
  const end = fault.until === null ? now + (fault.seconds ?? 300) * 1000 : Date.parse(fault.until)
  const reset = new Date(Math.ceil(end / 1000) * 1000).toISOString().replace('.000Z', '.000000Z')
  return tooMany({ ...limitHeaders(now, { max: 300, seconds: 300 }, 300), 'x-ratelimit-reset': reset })
}

export function answer(state: State, fault: Fault): Response {
  const known = worded[fault.fault]
  if (known) return Response.json({ error: known[1] }, { status: known[0] })
  switch (fault.fault) {
    case 'rate_limit':
      return rateLimited(state, fault)
    case 'rate_limit_bare':
      return tooMany()
    case 'file_too_large':
      return proxyPage(413)
    case 'proxy_error':
      return proxyPage(502)
    default:
      return (fault.status ?? 503) === 503
        ? Response.json({ error: temporary }, { status: 503 })
        : proxyPage(fault.status ?? 503)
  }
}
