/**
 * Finds web addresses in running text the way X does (twitter-text 3.1.0, config v3): with and without scheme,
 * known top-level domains only, in one linear walk. Other networks link the same strings, so there is one finder.
 */
import names from 'tlds' with { type: 'json' }

export interface Link {
  /** UTF-16 offsets, `end` exclusive. */
  readonly start: number
  readonly end: number
  /** As written. */
  readonly text: string
  /** As an absolute address: `https://` is put before a bare domain. */
  readonly url: string
  readonly scheme: boolean
}

const maxUrl = 4096
const maxLabel = 63
/** No host in a post has more; it bounds the work on a text made to be slow. */
const maxLabels = 16
const maxShortSlug = 40

const marks = String.raw`\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069`
const invalid = String.raw`\uFFFE\uFEFF\uFFFF`
const spaces = String.raw`\x09-\x0D\x20\x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000`
const latin = String.raw`\xC0-\xD6\xD8-\xF6\xF8-\xFF\u0100-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF`
const cyrillic = String.raw`\u0400-\u04FF`

/** Everything that can stand in a host name: anything but punctuation (except `.`, `-`, `_`), spaces and marks. */
const hostRun = new RegExp(String.raw`[^!'#%&()*+,\\/:;<=>?@[\]^{|}~$${spaces}${invalid}${marks}]+`, 'g')
const asciiRun = new RegExp(`[-a-z0-9${latin}]+(?:\\.[-a-z0-9${latin}]+)+`, 'gi')
const schemeBefore = /https?:\/\/$/i
/** A link never begins right after these. */
const glued = new RegExp(`[A-Za-z0-9@＠$#＃${invalid}]`)
/** Nor does a bare domain after these. */
const gluedBare = /[-_./]/
const edge = /[-_]/

const port = /:[0-9]+/y
const pathChar = `[a-z${cyrillic}0-9!*';:=+,.$/%#[\\]\\-\u2013_~@|&${latin}]`
const parens = `\\((?:${pathChar}+|${pathChar}*\\(${pathChar}+\\)${pathChar}*)\\)`
const pathEnd = `(?:[+\\-a-z${cyrillic}0-9=_#/${latin}]|${parens})`
const path = new RegExp(`/(?:${pathChar}*(?:${parens}${pathChar}*)*${pathEnd}|@${pathChar}+/)*`, 'iy')
const query = /\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/]/iy
const shortLink = /^https?:\/\/t\.co\/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/])?/i

/** IANA's list, and the one name outside it that links are made of. */
const tlds: ReadonlySet<string> = new Set([...names, 'onion'])
const isTld = (label: string): boolean => tlds.has(label.toLowerCase())

/** How many characters at the beginning of a label are a top-level domain; 0: none. `after` is what follows the label. */
function tldLength(label: string, after: string): number {
  const punycode = /^xn--[-0-9a-z]+/i.exec(label)
  if (punycode) return punycode[0].length
  const ascii = /^[a-z]+/i.exec(label)?.[0].length ?? 0
  const lengths = ascii > 0 ? [ascii] : Array.from({ length: Math.min(label.length, 24) }, (_, n) => n + 1).reverse()
  for (const length of lengths) {
    const next = label[length] ?? after
    if (!/[0-9a-zA-Z@+-]/.test(next) && isTld(label.slice(0, length))) return length
  }
  return 0
}

/** Labels from an offset of a run on, up to and including the first that cannot stand before another one. */
function labelsAt(run: string, from: number): readonly string[] {
  const labels: string[] = []
  for (let at = from; at <= run.length && labels.length < maxLabels;) {
    const dot = run.indexOf('.', at)
    const label = run.slice(at, dot === -1 ? run.length : dot)
    labels.push(label)
    if (dot === -1 || !isUsable(label)) break
    at = dot + 1
  }
  return labels
}
const isUsable = (label: string): boolean =>
  label !== '' && !edge.test(label[0] ?? '') && !edge.test(label.at(-1) ?? '')
const spread = (labels: readonly string[]): number => labels.reduce((sum, label) => sum + label.length + 1, 0)

/** Length of the longest host at the beginning of these labels; 0: none. `after` is what follows the last of them. */
function hostLength(labels: readonly string[], after: string): number {
  // The label with the top-level domain may go on with anything; the one before it takes no underscore.
  for (let n = labels.length - 1; n > 0; n -= 1) {
    if (labels[n - 1]?.includes('_') === true) continue
    const tld = tldLength(labels[n] ?? '', n === labels.length - 1 ? after : '.')
    if (tld > 0) return spread(labels.slice(0, n)) + tld
  }
  return 0
}

/** A label's length as the name system sees it; as it stands where the URL standard refuses it. */
function nameLength(label: string): number {
  if (Array.from(label).every((char) => char < '\u0080')) return label.length
  try {
    return new URL(`http://${label}`).hostname.length
  } catch {
    return label.length
  }
}
const isName = (host: string): boolean =>
  host.split('.').every((label) => label.length <= maxLabel && nameLength(label) <= maxLabel)

/** Where port, path and query end that follow a host ending at `at`; `path` tells whether there is a path. */
function tail(text: string, at: number): { readonly end: number; readonly path: boolean } {
  const eat = (pattern: RegExp, from: number): number => {
    pattern.lastIndex = from
    return pattern.test(text) ? pattern.lastIndex : from
  }
  const afterPort = eat(port, at)
  const afterPath = eat(path, afterPort)
  return { end: eat(query, afterPath), path: afterPath > afterPort }
}

/** Bare domains inside a host: only their Latin parts count, and one that ends the host takes the path. */
function bare(text: string, start: number, hostEnd: number, rest: { end: number; path: boolean }): Link[] {
  const host = text.slice(start, hostEnd)
  const spans: [number, number][] = []
  for (const run of host.matchAll(asciiRun)) {
    let labels: readonly string[] = run[0].split('.')
    let from = start + run.index
    while (labels.length > 1) {
      const length = hostLength(labels, text[start + run.index + run[0].length] ?? '')
      if (length === 0) break
      spans.push([from, from + length])
      labels = text.slice(from + length, start + run.index + run[0].length).split('.')
      from += length
    }
  }
  const last = spans.at(-1)
  if (last && last[1] === hostEnd && rest.path) last[1] = rest.end
  return spans.map(([from, to]) => {
    const found = text.slice(from, to)
    return { start: from, end: to, text: found, url: `https://${found}`, scheme: false }
  })
}

function withScheme(text: string, start: number, end: number): Link | undefined {
  const short = shortLink.exec(text.slice(start, end))
  if (short && (short[1] ?? '').length > maxShortSlug) return undefined
  const found = short ? short[0] : text.slice(start, end)
  return found.length > maxUrl ? undefined : { start, end: start + found.length, text: found, url: found, scheme: true }
}

/**
 * All links of a text, in order, not overlapping.
 * Source: twitter-text 3.1.0 `extractUrlsWithIndices`; the list of top-level domains is of 2026, not of 2021.
 */
export function findLinks(text: string): readonly Link[] {
  if (!text.includes('.')) return []
  const links: Link[] = []
  // At least one character lies between two links.
  let free = 0
  hostRun.lastIndex = 0
  for (let run = hostRun.exec(text); run; run = hostRun.exec(text)) {
    const end = run.index + run[0].length
    const scheme = schemeBefore.exec(text.slice(Math.max(0, run.index - 8), run.index))?.[0] ?? ''
    const start = run.index - scheme.length
    const schemed = scheme !== '' && start >= free && !glued.test(text[start - 1] ?? '')
    for (let at = run.index; at < end && run[0].includes('.', at - run.index);) {
      const before = text[at - 1] ?? ''
      const mayStart = (schemed && at === run.index) || (at >= free && !glued.test(before))
      const labels = mayStart ? labelsAt(run[0], at - run.index) : []
      const length = hostLength(labels, text[end] ?? '')
      if (length === 0) {
        // A later start among these labels meets the same ones behind it, except where an underscore was in the way.
        const last = at + Math.max(1, spread(labels.slice(0, -1)))
        const underscore = run.index + run[0].indexOf('_', at - run.index) + 1
        at = underscore > at && underscore < last ? underscore : last
        continue
      }
      const host = text.slice(at, at + length)
      const rest = tail(text, at + length)
      const named = isName(host)
      if (named && schemed && at === run.index) {
        const link = withScheme(text, start, rest.end)
        if (link) links.push(link)
      } else if (named && !gluedBare.test(before)) {
        links.push(...bare(text, at, at + length, rest))
      }
      at = rest.end
      free = at + 1
      hostRun.lastIndex = Math.max(hostRun.lastIndex, at)
    }
  }
  return links
}
