/** A source, whatever it is, becomes a cleaned text with blocks. */
import { problem } from '@posthorn/domain/problems.ts'
import { clean } from '../clean.ts'
import type { RawSource, Source, SourceInput } from '../source.ts'
import { readHtmlIsolated } from './isolated.ts'
import { readMarkdown } from './markdown.ts'
import { readPdf } from './pdf.ts'
import { readPlain } from './plain.ts'
import { decode, readLimits, readUrl, type Door } from './url.ts'

/** Throws `source.*` problems; see the table of writer's problems. */
export async function read(input: SourceInput, { door, brief = '' }: { door: Door; brief?: string }): Promise<Source> {
  const raw = await readRaw(input, door)
  return clean(raw, { brief, ...(input.language !== undefined && { language: input.language }) })
}

async function readRaw(input: SourceInput, door: Door): Promise<RawSource> {
  if (input.kind === 'url') return readUrl(input.url, door)
  if (input.kind === 'text')
    return looksLikeMarkdown(input.text) ? readMarkdown(input.text) : readPlain(input.text, input.title)
  return readFile(input.name, input.type, input.bytes)
}

async function readFile(name: string, type: string, bytes: Uint8Array): Promise<RawSource> {
  const ending = /\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? ''
  // Bytes are believed before names.
  if (startsWith(bytes, '%PDF-')) {
    if (bytes.byteLength > readLimits.pdf) throw problem('source.too-large', { limit: '20 MB' })
    return readPdf(bytes)
  }
  if (bytes.subarray(0, 1024).includes(0) && !startsWith(bytes, '\xff\xfe') && !startsWith(bytes, '\xfe\xff')) {
    throw problem('source.type', { type: type || ending || 'binary' })
  }
  if (bytes.byteLength > readLimits.html) throw problem('source.too-large', { limit: '5 MB' })
  const text = decode(bytes, startsWith(bytes, '\xff\xfe') ? 'utf-16le' : 'utf-8')
  if (/^(?:html?|xhtml)$/.test(ending) || /html/.test(type)) return readHtmlFile(text)
  if (/^(?:md|markdown)$/.test(ending) || /markdown/.test(type)) return readMarkdown(text)
  if (/^(?:txt|text|)$/.test(ending) || type.startsWith('text/plain')) return readPlain(text)
  throw problem('source.type', { type: type || ending })
}

/** A saved page links to where it came from, if it says so. */
async function readHtmlFile(html: string): Promise<RawSource> {
  const nowhere = 'https://file.invalid/'
  const canonical = /<link[^>]+rel=["']?canonical["']?[^>]+href=["']([^"']+)/i.exec(html)?.[1]
  const url = canonical !== undefined && /^https?:/.test(canonical) && URL.canParse(canonical) ? canonical : nowhere
  const { canonicalUrl, finalUrl: _, ...raw } = await readHtmlIsolated(html, url)
  return url === nowhere ? raw : { ...raw, ...(canonicalUrl !== undefined && { canonicalUrl }) }
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text).every((char, at) => bytes[at] === char.charCodeAt(0))

const looksLikeMarkdown = (text: string): boolean => /^(?:#{1,4} \S|---\n)/m.test(text) || /\]\(https?:\/\//.test(text)
