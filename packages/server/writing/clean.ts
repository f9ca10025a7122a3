/** From what was read to the text every claim points into: one form, no page furniture, no secrets, a known length. */
import { problem } from '@posthorn/domain/problems.ts'
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import { countWords } from '@posthorn/domain/text/words.ts'
import { languageOf } from './read/language.ts'
import type { Block, RawBlock, RawSource, Source, SourceWarning } from './source.ts'

const longestText = 60_000
/** A paragraph that is mostly links is a menu or a list of other articles. */
const mostLinks = 0.5
const fewestWords = 40

/** `brief` lets a thin source through: the person supplies the substance. */
export async function clean(
  raw: RawSource,
  { language, brief = '' }: { language?: string; brief?: string } = {},
): Promise<Source> {
  const sample = raw.blocks
    .filter((block) => block.kind !== 'code')
    .map((block) => block.text)
    .join('\n')
  const known = await languageOf(sample, {
    ...(language !== undefined && { person: language }),
    ...(raw.declaredLanguage !== undefined && { page: raw.declaredLanguage }),
  })
  const rules = rulesOf(known.code)
  const warnings = new Set<SourceWarning>(raw.warnings)
  if (known.confidence < 0.3) warnings.add('language-unsure')
  const title = tidyTitle(normalise(raw.title ?? ''), raw.site)
  const { text, blocks, isCut } = assemble(unique(raw.blocks.filter((block) => keep(block, title, rules.boilerplate))))
  if (isCut) warnings.add('cut')
  if (maskSecrets(text) !== text) warnings.add('secrets-masked')
  if (rules.toMachines.test(text)) warnings.add('addressed-to-machines')
  const count = countWords(
    blocks
      .filter((block) => block.kind !== 'code')
      .map((block) => text.slice(block.start, block.end))
      .join(' '),
  )
  if (count < fewestWords && brief.trim() === '') {
    if (raw.access !== undefined && raw.access !== 'open') throw problem('source.not-open')
    throw problem('source.too-thin', { words: count })
  }
  return {
    kind: raw.kind,
    givenUrl: raw.givenUrl ?? null,
    finalUrl: raw.finalUrl ?? null,
    canonicalUrl: raw.canonicalUrl ?? null,
    title,
    site: raw.site === undefined ? null : normalise(raw.site),
    byline: raw.byline === undefined ? null : normalise(raw.byline),
    publishedAt: raw.publishedAt ?? null,
    modifiedAt: raw.modifiedAt ?? null,
    language: known,
    text: maskSecrets(text),
    blocks,
    og: raw.og ?? {},
    access: raw.access ?? 'open',
    robots: raw.robots ?? 'unknown',
    licence: raw.licence ?? null,
    warnings: [...warnings],
  }
}

/** NFC, one kind of space and line break, nothing invisible. Quotation marks stay as they are. */
export const normalise = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\u180e]|[\u{e0000}-\u{e007f}]/gu, '')
    // Control characters and private-use ones, which the model's frame uses as its own marks; lone surrogates.
    .replace(/[\p{Cc}\p{Co}\p{Cs}]/gu, ' ')
    .replace(/[^\S\u00a0\u202f]+/g, ' ')
    .trim()

const keep = (block: RawBlock, title: string, boilerplate: RegExp): boolean => {
  const text = normalise(block.text)
  if (text === '' || text === title) return false
  if (block.kind === 'code') return true
  if ((block.linkDensity ?? 0) > mostLinks && text.length < 300) return false
  if (block.kind === 'para' && isByline(text)) return false
  return !(boilerplate.test(text) && text.length < 200)
}

/** "By Ann Lee | 5 min read": a line of the page and no sentence. */
const isByline = (text: string): boolean =>
  text.length < 90 && !/[.!?…:]["”“»]?$/.test(text) && / \| |\bmin(?:ute)?s?\.? read\b/i.test(text)

function unique(blocks: readonly RawBlock[]): RawBlock[] {
  const seen = new Set<string>()
  return blocks.filter((block) => {
    const key = normalise(block.text).toLowerCase()
    if (key.length > 20 && seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function assemble(raw: readonly RawBlock[]): { text: string; blocks: Block[]; isCut: boolean } {
  let text = ''
  const blocks: Block[] = []
  for (const block of raw) {
    const own = normalise(block.text)
    const start = text === '' ? 0 : text.length + 2
    if (start + own.length > longestText) {
      // A single block beyond the limit is cut inside; otherwise the edge of a block is the place.
      if (blocks.length > 0) return { text, blocks, isCut: true }
      return {
        text: own.slice(0, longestText),
        blocks: [{ kind: block.kind, start: 0, end: longestText }],
        isCut: true,
      }
    }
    text += text === '' ? own : `\n\n${own}`
    blocks.push({ kind: block.kind, start, end: text.length })
  }
  return { text, blocks, isCut: false }
}

/** "Buses for all | The Herald" becomes "Buses for all"; a shouted title is spoken. */
export function tidyTitle(title: string, site: string | undefined): string {
  let text = title
  if (site)
    text = text.replace(
      new RegExp(String.raw`\s*[|–—·:-]\s*${site.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}\s*$`, 'i'),
      '',
    )
  text = text.replace(/\s+[|]\s+[^|]{2,40}$/, '').trim()
  const letters = text.replace(/\P{L}/gu, '')
  const capitals = letters.replace(/\P{Lu}/gu, '')
  if (letters.length > 10 && capitals.length > letters.length * 0.7) text = text.charAt(0) + text.slice(1).toLowerCase()
  return text
}

const secrets: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:sk|pk|rk|ghp|gho|xox[abp]|glpat|AKIA)[-_A-Za-z0-9]{16,}\b/g,
  /\bBearer\s+[A-Za-z0-9._~+/-]{20,}=*/g,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g,
]

/** Masks keys, tokens and card numbers, keeping every offset as it is. */
export function maskSecrets(text: string): string {
  const masked = secrets.reduce((so, pattern) => so.replace(pattern, (hit) => '•'.repeat(hit.length)), text)
  return masked.replace(/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, (hit) =>
    luhn(hit.replace(/\D/g, '')) ? '•'.repeat(hit.length) : hit,
  )
}

function luhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}
