/** The text of a PDF: lines joined, hyphenation undone, running heads dropped. */
import { problem } from '@posthorn/domain/problems.ts'
import type { RawBlock, RawSource } from '../source.ts'

/** A line on this share of the pages is a running head or foot. */
const repeatedShare = 0.6
const maxPages = 200

export async function readPdf(bytes: Uint8Array): Promise<RawSource> {
  // Loaded on first use: the parser is large and most runs never meet a PDF.
  const { extractText, getDocumentProxy, getMeta } = await import('unpdf')
  const document = await getDocumentProxy(new Uint8Array(bytes)).catch((cause: unknown) => {
    throw problem('source.type', { type: 'application/pdf (unreadable)' }, { cause })
  })
  try {
    if (document.numPages > maxPages) throw problem('source.too-large', { limit: `${maxPages} pages` })
    const { text } = await extractText(document, { mergePages: false })
    const pages = text.map((page) =>
      page
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    )
    if (pages.every((lines) => lines.join('').length < 10)) throw problem('source.pdf-is-a-scan')
    const { info } = await getMeta(document)
    const title: unknown = info['Title']
    const first = pages[0]?.[0]
    return {
      kind: 'pdf',
      blocks: blocks(withoutRunningHeads(pages)),
      ...(typeof title === 'string' && title.trim() !== ''
        ? { title: title.trim() }
        : first !== undefined && { title: first }),
    }
  } finally {
    await document.loadingTask.destroy()
  }
}

/** Page numbers differ from page to page, so lines are compared without digits. */
export function withoutRunningHeads(pages: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (pages.length < 3) return pages
  const seen = new Map<string, number>()
  const key = (line: string) => line.replace(/\d+/g, '#')
  for (const page of pages) for (const line of new Set(page.map(key))) seen.set(line, (seen.get(line) ?? 0) + 1)
  return pages.map((page) => page.filter((line) => (seen.get(key(line)) ?? 0) < pages.length * repeatedShare))
}

/** Lines become paragraphs: a short line that ends a sentence ends a paragraph. */
export function blocks(pages: readonly (readonly string[])[]): readonly RawBlock[] {
  const lines = pages.flat()
  const usual = lines.map((line) => line.length).sort((a, b) => a - b)[Math.floor(lines.length * 0.7)] ?? 80
  const found: RawBlock[] = []
  let open = ''
  for (const line of lines) {
    if (/\p{Ll}[-\u00ad]$/u.test(open) && /^\p{Ll}/u.test(line)) open = open.slice(0, -1) + line
    else open = open === '' ? line : `${open} ${line}`
    if (line.length < usual * 0.8 && (/[.!?:”"]$/.test(line) || line.length < usual * 0.5)) {
      found.push({ kind: /[.!?”"]$/.test(line) || open.length > 100 ? 'para' : 'heading', text: open })
      open = ''
    }
  }
  if (open !== '') found.push({ kind: 'para', text: open })
  return found
}
