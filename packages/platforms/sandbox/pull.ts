/**
 * Fetching media from an address, as networks that pull do. Like them it refuses plain http and addresses of private
 * networks, and follows no redirect. The media origin that our server named is the one exemption; nothing else is ever
 * fetched, because a practice network has no business in the internet.
 */

export type Pulled =
  | { readonly is: 'file'; readonly bytes: Uint8Array<ArrayBuffer>; readonly declared: string }
  | { readonly is: 'refused'; readonly why: 'address' | 'unreachable' | 'too-large' | { readonly status: number } }

/** `maxBytes`: what the network would take at most. */
export type Pull = (url: string, maxBytes: number) => Promise<Pulled>

const patienceMs = 30_000

export function createPull(origins: ReadonlySet<string>): Pull {
  return async (url, maxBytes) => {
    if (!URL.canParse(url) || !origins.has(new URL(url).origin)) return { is: 'refused', why: 'address' }
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
      if (response.status !== 200) {
        await response.body?.cancel()
        return { is: 'refused', why: { status: response.status } }
      }
      const bytes = await readUpTo(response, maxBytes)
      if (!bytes) return { is: 'refused', why: 'too-large' }
      return { is: 'file', bytes, declared: response.headers.get('content-type') ?? '' }
    } catch {
      return { is: 'refused', why: 'unreachable' }
    }
  }
}

async function readUpTo(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of response.body ?? []) {
    total += chunk.length
    if (total > maxBytes) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
