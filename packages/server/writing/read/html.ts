/**
 * A page's article as blocks, with what the page says about itself. Only text a reader can see is read: most
 * instructions planted for machines sit in hidden elements and comments.
 */
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import type { DomDocument, DomElement, DomNode } from './dom.ts'
import type { Access, BlockKind, RawBlock, RawSource, SourceWarning } from '../source.ts'
import { publicAddress } from './link.ts'

/** Over this many elements a page is read by its paragraphs alone, which takes linear time. */
const maxElements = 20_000
const previewWords = 120

export function readHtml(html: string, url: string): RawSource {
  const document: DomDocument = parseHTML(html).document
  const meta = metadata(document, url)
  const hidden = removeHidden(document)
  const warnings: SourceWarning[] = hidden ? ['hidden-text-removed'] : []
  if (/\b(?:noai|noimageai|notrain)\b/i.test(meta.robotsTag)) warnings.push('no-ai-tag')
  const visible = document.body?.textContent?.slice(0, 1500) ?? ''
  const hasPassword = document.querySelector('input[type="password"]') !== null
  const article = articleOf(document)
  const blocks = article === undefined ? blocksOf(document.body) : article.blocks
  const count = blocks.reduce((sum, block) => sum + block.text.split(/\s+/).length, 0)
  const access = accessOf({ free: meta.free, count, description: meta.og.description ?? '', visible, hasPassword })
  const { robotsTag: _, free: __, ...said } = meta
  return {
    ...said,
    kind: 'url',
    blocks,
    title: said.title || article?.title || '',
    access,
    warnings: access === 'open' ? warnings : [...warnings, 'preview-only'],
  }
}

/** Readability rewrites its document, so it works on a parse of its own. */
function articleOf(
  document: DomDocument,
): { readonly title: string; readonly blocks: readonly RawBlock[] } | undefined {
  if (Array.from(document.querySelectorAll('*')).length > maxElements) return undefined
  const copy = parseHTML(document.toString()).document
  const found = new Readability<DomElement>(copy, {
    charThreshold: 250,
    serializer: (node: unknown) => node as DomElement,
  }).parse()
  if (!found?.content) return undefined
  const blocks = blocksOf(found.content)
  return blocks.length === 0 ? undefined : { title: found.title ?? '', blocks }
}

const kinds: Readonly<Record<string, BlockKind>> = {
  h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading',
  p: 'para', li: 'list', blockquote: 'quote', figcaption: 'caption', caption: 'caption', pre: 'code', dd: 'para', dt: 'heading', td: 'list', th: 'heading',
} // prettier-ignore
const skipped = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'nav',
  'form',
  'button',
  'svg',
  'iframe',
  'select',
  'textarea',
  'aside',
  'footer',
])

function blocksOf(root: DomElement | null | undefined): RawBlock[] {
  const blocks: RawBlock[] = []
  let loose = ''
  const flush = () => {
    if (loose.trim() !== '') blocks.push({ kind: 'para', text: loose })
    loose = ''
  }
  const walk = (node: DomNode) => {
    if (node.nodeType === 3) loose += node.textContent ?? ''
    if (node.nodeType !== 1) return
    const element = node as DomElement
    const name = element.localName
    if (skipped.has(name)) return
    if (name === 'br') loose += '\n'
    const kind = kinds[name]
    const nested = element.querySelector('p, li, blockquote, h1, h2, h3, h4') !== null
    if (kind !== undefined && !(nested && (kind === 'quote' || kind === 'list' || kind === 'para'))) {
      flush()
      const text = element.textContent ?? ''
      blocks.push({ kind, text, linkDensity: linkDensity(element, text) })
      return
    }
    const isBlock = /^(?:div|section|article|main|ul|ol|dl|table|tr|tbody|figure|header|body|li|blockquote)$/.test(name)
    if (isBlock) flush()
    for (const child of element.childNodes) walk(child)
    if (isBlock) flush()
  }
  if (root) walk(root)
  flush()
  return blocks
}

function linkDensity(element: DomElement, text: string): number {
  const inLinks = [...element.querySelectorAll('a')].reduce((sum, link) => sum + (link.textContent?.length ?? 0), 0)
  return text.length === 0 ? 0 : inLinks / text.length
}

/** Takes out what no reader sees; true if any text went. */
function removeHidden(document: DomDocument): boolean {
  let removed = false
  const drop = (element: DomElement) => {
    if (
      (element.textContent ?? '').trim().length > 20 &&
      !/^(?:script|style|template|noscript)$/.test(element.localName)
    )
      removed = true
    element.remove()
  }
  for (const element of Array.from(
    document.querySelectorAll(
      '[hidden], [aria-hidden="true"], template, script:not([type="application/ld+json"]), style',
    ),
  ))
    drop(element)
  for (const element of Array.from(document.querySelectorAll('[style]'))) {
    if (isInvisible(element.getAttribute('style') ?? '')) drop(element)
  }
  return removed
}

const hiding: readonly RegExp[] = [
  /display\s*:\s*none/i,
  /visibility\s*:\s*(?:hidden|collapse)/i,
  /opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)/i,
  /font-size\s*:\s*0(?:\.\d+)?(?:px|em|rem|pt|%)?\s*(?:;|$)/i,
  /(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}/i,
  /(?:clip|clip-path)\s*:\s*(?:rect\(\s*0|inset\(\s*(?:50|100)%)/i,
  /(?:height|width)\s*:\s*[01]px[^;]*;.*overflow\s*:\s*hidden/i,
]
function isInvisible(style: string): boolean {
  if (hiding.some((pattern) => pattern.test(style))) return true
  const colour = /(?:^|;)\s*color\s*:\s*([^;]+)/i.exec(style)?.[1]
  if (colour === undefined) return false
  const ground = /background(?:-color)?\s*:\s*([^;]+)/i.exec(style)?.[1]
  return ground === undefined ? isWhite(colour) : plainColour(colour) === plainColour(ground)
}
const names: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000' }
const plainColour = (colour: string): string => {
  const text = colour
    .trim()
    .toLowerCase()
    .replace(/\s*!important$/, '')
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text)
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`
  return names[text] ?? text.replaceAll(' ', '').replace('rgb(255,255,255)', '#ffffff')
}
/** White text without a background of its own stands on the page's white. */
const isWhite = (colour: string): boolean => plainColour(colour) === '#ffffff'

interface Metadata {
  readonly title: string
  readonly site?: string
  readonly byline?: string
  readonly canonicalUrl: string
  readonly finalUrl: string
  readonly publishedAt?: string
  readonly modifiedAt?: string
  readonly declaredLanguage?: string
  readonly licence?: string
  readonly og: { title?: string; description?: string; image?: string; type?: string }
  readonly robotsTag: string
  readonly free: boolean | undefined
}

function metadata(document: DomDocument, url: string): Metadata {
  const meta = (...keys: string[]): string | undefined => {
    for (const key of keys) {
      const value = document.querySelector(`meta[property="${key}"], meta[name="${key}"], meta[itemprop="${key}"]`)
      const content = value?.getAttribute('content')?.trim()
      if (content) return content.slice(0, 1000)
    }
    return undefined
  }
  const ld = linkedData(document)
  const og = {
    ...maybe('title', meta('og:title', 'twitter:title')),
    ...maybe('description', meta('og:description', 'description', 'twitter:description')),
    ...maybe('image', meta('og:image', 'twitter:image')),
    ...maybe('type', meta('og:type')),
  }
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? undefined
  const title =
    document.querySelector('h1')?.textContent?.trim() ||
    og.title ||
    document.querySelector('title')?.textContent?.trim() ||
    ''
  return {
    title: title.slice(0, 300),
    finalUrl: url,
    canonicalUrl: publicAddress(url, canonical, meta('og:url')),
    ...maybe('site', meta('og:site_name', 'application-name')),
    ...maybe('byline', meta('author', 'article:author')),
    ...maybe(
      'publishedAt',
      isoDate(meta('article:published_time', 'datePublished', 'date', 'dc.date') ?? ld.published),
    ),
    ...maybe('modifiedAt', isoDate(meta('article:modified_time', 'dateModified') ?? ld.modified)),
    ...maybe('declaredLanguage', document.documentElement?.getAttribute('lang') ?? undefined),
    ...maybe(
      'licence',
      document.querySelector('a[rel~="license"], link[rel="license"]')?.getAttribute('href') ?? undefined,
    ),
    og,
    robotsTag: meta('robots') ?? '',
    free: ld.free,
  }
}

const maybe = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [P in K]?: string }

/** The day a page names, or nothing: a wrong date is worse than none. */
function isoDate(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

function linkedData(document: DomDocument): { published?: string; modified?: string; free?: boolean } {
  const found: { published?: string; modified?: string; free?: boolean } = {}
  const visit = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 4) return
    if (Array.isArray(value)) return value.slice(0, 50).forEach((item) => visit(item, depth + 1))
    const item = value as Record<string, unknown>
    if (typeof item['datePublished'] === 'string') found.published ??= item['datePublished']
    if (typeof item['dateModified'] === 'string') found.modified ??= item['dateModified']
    const free = item['isAccessibleForFree']
    if (typeof free === 'string' || typeof free === 'boolean') found.free ??= !/^false$/i.test(String(free))
    visit(item['@graph'], depth + 1)
  }
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      visit(JSON.parse(script.textContent ?? ''), 0)
    } catch {
      // A page's broken data says nothing.
    }
  }
  return found
}

const consentWords =
  /\b(?:accept (?:all )?cookies|cookie consent|consent to|we value your privacy|zustimmen und weiter|cookies akzeptieren|accepter et continuer|aceptar y continuar)\b/i
function accessOf(page: {
  free: boolean | undefined
  count: number
  description: string
  visible: string
  hasPassword: boolean
}): Access {
  if (page.free === false) return 'paywalled'
  if (page.count >= previewWords) return 'open'
  if (consentWords.test(page.visible)) return 'consent_wall'
  if (page.hasPassword) return 'login'
  return page.description.split(/\s+/).length > 20 && page.count < page.description.split(/\s+/).length * 1.5
    ? 'partial'
    : 'open'
}
