/**
 * Requests that change something must come from our own pages. A browser says where a request comes from, in
 * Sec-Fetch-Site or in Origin; programs say neither, and carry no victim's cookie.
 */
import { problem } from '@posthorn/domain/problems.ts'

/** Throws `access.cross-site`. `ownOrigin` is the configured one; the address in the browser's bar counts as well. */
export function refuseCrossSite(request: Request, ownOrigin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers.get('sec-fetch-site')
  // `none`: typed or bookmarked by the person.
  if (site !== null && site !== 'same-origin' && site !== 'none') throw problem('access.cross-site')
  const origin = request.headers.get('origin')
  if (origin === null || origin === ownOrigin) return
  if (hostOf(origin) === undefined || hostOf(origin) !== request.headers.get('host')) throw problem('access.cross-site')
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined)
