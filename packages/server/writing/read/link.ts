/** The address a post should link to. */
import { getDomain } from 'tldts'

const tracking =
  /^(?:fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|_hsenc|_hsmi|vero_id|wickedid|twclid|ref_src|oly_(?:anon|enc)_id)$|^utm_/i

/** Known tracking parameters go; a person's own `utm_*` stay, because they stand in the address the person gave. */
export function withoutTracking(address: string, keep: ReadonlySet<string> = new Set()): string {
  const url = new URL(address)
  for (const name of Array.from(url.searchParams.keys())) {
    if (tracking.test(name) && !keep.has(name)) url.searchParams.delete(name)
  }
  if (/^#(?::~:text=|$)/.test(url.hash)) url.hash = ''
  return url.href
}

/** The page's own canonical address if it belongs to the same domain, else `og:url`, else where the reading ended. */
export function publicAddress(finalUrl: string, ...candidates: (string | undefined)[]): string {
  const own = getDomain(finalUrl) ?? new URL(finalUrl).hostname
  for (const candidate of candidates) {
    if (candidate === undefined) continue
    const url = URL.canParse(candidate, finalUrl) ? new URL(candidate, finalUrl) : undefined
    if (url && /^https?:$/.test(url.protocol) && (getDomain(url.href) ?? url.hostname) === own)
      return withoutTracking(url.href)
  }
  return withoutTracking(finalUrl)
}
