/** Reads a web address through the guarded door. */
import untypedRobots from 'robots-parser'
import { ProblemError, problem } from '@posthorn/domain/problems.ts'
import type { RawSource } from '../source.ts'
import { readHtmlIsolated } from './isolated.ts'
import { withoutTracking } from './link.ts'
import { readMarkdown } from './markdown.ts'
import { readPdf } from './pdf.ts'
import { readPlain } from './plain.ts'

/** The only way out. It refuses private addresses on every hop and never sends cookies. */
export interface Door {
  get(
    url: string,
    options: { accept: string[]; maxBytes: number; timeoutMs: number; httpAllowed?: boolean },
  ): Promise<{ finalUrl: string; status: number; headers: Record<string, string>; body: Uint8Array }>
}

const megabyte = 1024 * 1024
export const readLimits = { html: 5 * megabyte, pdf: 20 * megabyte, timeoutMs: 15_000 } as const
const accept = ['text/html', 'application/xhtml+xml', 'text/plain', 'text/markdown', 'application/pdf']

export async function readUrl(address: string, door: Door): Promise<RawSource> {
  const given = httpsFirst(address)
  const host = new URL(given).hostname
  const answer = await through(door, given, host)
  if (answer.status === 401 || answer.status === 402 || answer.status === 403) throw problem('source.not-open')
  if (answer.status >= 400) throw problem('source.unreachable', { host, words: `status ${answer.status}` })
  const robots = await robotsOf(answer.finalUrl, door)
  const raw = await parse(answer)
  const base: RawSource = {
    ...raw,
    kind: raw.kind === 'pdf' ? 'pdf' : 'url',
    givenUrl: address.trim(),
    finalUrl: answer.finalUrl,
    canonicalUrl: personal(address, raw.canonicalUrl ?? withoutTracking(answer.finalUrl)),
    robots,
  }
  return robots === 'disallowed' ? { ...base, warnings: [...(base.warnings ?? []), 'robots-disallow'] } : base
}

/** @NOTE The package's types describe an ES module, its file is CommonJS: the default import is the function itself. */
const robotsParser = untypedRobots as unknown as (
  url: string,
  text: string,
) => { isDisallowed(url: string, agent: string): boolean | undefined }

type Answer = Awaited<ReturnType<Door['get']>>

/** An `http:` address is tried as `https:` first. */
function httpsFirst(address: string): string {
  const text = address.trim()
  const withScheme = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(withScheme))
    throw problem('source.unreachable', { host: text.slice(0, 80), words: 'not a web address' })
  const url = new URL(withScheme)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw problem('source.address-not-allowed')
  return url.href
}

async function through(door: Door, url: string, host: string): Promise<Answer> {
  const options = { accept, maxBytes: readLimits.pdf, timeoutMs: readLimits.timeoutMs }
  if (!url.startsWith('http:')) return ask(door, url, host, options)
  try {
    return await ask(door, url.replace('http:', 'https:'), host, options)
  } catch {
    return ask(door, url, host, { ...options, httpAllowed: true })
  }
}

/** The door's words in the writer's: a person pasted a link and should read what to do about the link. */
async function ask(door: Door, url: string, host: string, options: Parameters<Door['get']>[1]): Promise<Answer> {
  try {
    return await door.get(url, options)
  } catch (error) {
    if (!(error instanceof ProblemError))
      throw problem('source.unreachable', { host, words: 'no answer' }, { cause: error })
    if (error.code.startsWith('source.')) throw error
    if (error.code === 'system.address-not-allowed') throw problem('source.address-not-allowed', {}, { cause: error })
    const words = typeof error.values['words'] === 'string' ? error.values['words'] : 'no answer'
    throw problem('source.unreachable', { host, words }, { cause: error })
  }
}

async function parse({ headers, body, finalUrl }: Answer): Promise<RawSource> {
  const [type = '', ...parameters] = (headers['content-type'] ?? 'text/html').toLowerCase().split(';')
  const mime = type.trim()
  if (mime === 'application/pdf') return readPdf(body)
  if (body.byteLength > readLimits.html) throw problem('source.too-large', { limit: '5 MB' })
  const charset = /charset=["']?([\w-]+)/.exec(parameters.join(';'))?.[1] ?? declaredCharset(body)
  const text = decode(body, charset)
  if (mime === 'text/html' || mime === 'application/xhtml+xml') return readHtmlIsolated(text, finalUrl)
  if (mime === 'text/markdown' || (mime === 'text/plain' && /\.(?:md|markdown)$/i.test(new URL(finalUrl).pathname)))
    return readMarkdown(text)
  if (mime === 'text/plain') return readPlain(text)
  throw problem('source.type', { type: mime })
}

const declaredCharset = (body: Uint8Array): string =>
  /<meta[^>]+charset=["']?([\w-]+)/i.exec(new TextDecoder('latin1').decode(body.subarray(0, 2048)))?.[1] ?? 'utf-8'

export function decode(body: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    return new TextDecoder().decode(body)
  }
}

/** A person's own campaign parameters stay on the link. */
function personal(given: string, canonical: string): string {
  if (!URL.canParse(given.trim())) return canonical
  const url = new URL(canonical)
  for (const [name, value] of new URL(given.trim()).searchParams)
    if (name.startsWith('utm_')) url.searchParams.set(name, value)
  return url.href
}

/** A person pasting one link is a reader, so a refusal is shown and not obeyed; unreadable rules say nothing. */
async function robotsOf(url: string, door: Door): Promise<'allowed' | 'disallowed' | 'unknown'> {
  const rules = new URL('/robots.txt', url).href
  try {
    const answer = await door.get(rules, {
      accept: ['text/plain', '*/*'],
      maxBytes: megabyte / 2,
      timeoutMs: 3000,
      httpAllowed: url.startsWith('http:'),
    })
    if (answer.status !== 200) return 'unknown'
    return robotsParser(rules, decode(answer.body)).isDisallowed(url, 'Posthorn') === true ? 'disallowed' : 'allowed'
  } catch {
    return 'unknown'
  }
}
