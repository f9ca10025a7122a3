/** Headers that every answer carries, unless its handler knows better. */

export interface HeaderOptions {
  readonly https: boolean
  /** Where pages may take pictures from besides ourselves: the practice networks. */
  readonly imageOrigins: readonly string[]
}

/** For pages. Styles may stand in attributes (positions of menus); scripts may not. */
const pagePolicy = (imageOrigins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src ${["'self'", 'data:', 'blob:', ...imageOrigins].join(' ')}`,
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** For everything else: opened in a tab, it can do nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

export function protect(headers: Headers, { https, imageOrigins }: HeaderOptions): void {
  const isPage = headers.get('content-type')?.startsWith('text/html') === true
  const always: Record<string, string> = {
    'content-security-policy': isPage ? pagePolicy(imageOrigins) : dataPolicy,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cache-control': 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value)
}
