/**
 * Hashtags from the source's own words. Key phrases found by counting are often wrong, so few are kept: what stands in
 * the title or is said again and again, is a name or a noun, and reads as one word. None is better than a bad one.
 */
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { names } from '@posthorn/domain/text/names.ts'
import { fold, stem, words, writtenWithoutSpaces } from '@posthorn/domain/text/words.ts'
import type { Outline } from '../claims.ts'

const shortest = 3
const longest = 28
const mostWords = 3

interface Candidate {
  readonly tag: string
  readonly score: number
  readonly stems: readonly string[]
}

export function hashtagsFor(outline: Outline, most: number, own: readonly string[] = []): string[] {
  if (most === 0) return []
  const rules = rulesOf(outline.language)
  const text = outline.claims.map((claim) => claim.text).join('\n')
  const whole = `${outline.title}.\n${text}`
  const about: About = { title: outline.title, text, rules, people: personsIn(text, rules), counts: frequency(whole) }
  const candidates = [...nameTags(about), ...pairTags(about), ...wordTags(about)]
  const chosen: Candidate[] = []
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score || (a.tag < b.tag ? -1 : 1))) {
    const isNew = !chosen.some((other) => other.stems.some((each) => candidate.stems.includes(each)))
    if (isNew && isLegal(candidate.tag)) chosen.push(candidate)
  }
  return [
    ...new Set([
      ...own.map((tag) => tag.replace(/^#/, '')).filter(isLegal),
      ...chosen.map((candidate) => candidate.tag),
    ]),
  ].slice(0, most)
}

interface About {
  readonly title: string
  readonly text: string
  readonly rules: LanguageRules
  readonly people: ReadonlySet<string>
  readonly counts: ReadonlyMap<string, number>
}

/** Letters, digits and underscore, and not digits alone. */
export const isLegal = (tag: string): boolean =>
  tag.length >= shortest && tag.length <= longest && /^[\p{L}\p{M}\p{N}_]+$/u.test(tag) && /\p{L}/u.test(tag)

/** The words behind a tag: `EnergyCosts` is "energy costs". */
export const tagWords = (tag: string): string[] => tag.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_/u).filter(Boolean)

const camel = (text: string): string =>
  words(text)
    .map(({ text: word }) => word.replace(/['’]s?$/, '').replace(/[^\p{L}\p{M}\p{N}]/gu, ''))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

function frequency(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const word of words(text)) counts.set(stem(word.text), (counts.get(stem(word.text)) ?? 0) + 1)
  return counts
}

/** Beside a verb of speech or after a title of address, a name is a person's: no tag without their consent. */
function personsIn(text: string, rules: LanguageRules): ReadonlySet<string> {
  const found = new Set<string>()
  for (const name of names(text, rules)) {
    const around = text.slice(Math.max(0, name.start - 30), name.end + 30).toLowerCase()
    const speaks = rules.speech.some((verb) => around.includes(verb))
    const titled = /^(?:dr|mr|mrs|ms|prof|frau|herr|mayor|mme|señora?)$/i.test(name.parts[0] ?? '')
    const initial =
      /(?:mayor|president|director|minister|professor|chair|bürgermeisterin?|direktorin?|leiterin?|maire|alcaldesa|alcalde)\s*$/i.test(
        text.slice(0, name.start).trimEnd().slice(-24),
      )
    if ((speaks && name.parts.length >= 2) || titled || initial) for (const part of name.parts) found.add(part)
  }
  return found
}

/** Names said in mid-sentence and again elsewhere, the title included. */
function nameTags({ title, text, rules, people, counts }: About): Candidate[] {
  if (rules.nounsCapitalised) return []
  const small = new Set(
    words(text).flatMap(({ text: word }) =>
      /^\p{Ll}/u.test(word) ? [word.charAt(0).toUpperCase() + word.slice(1)] : [],
    ),
  )
  return names(text, rules).flatMap((name) => {
    const isNumbered = /^\s\d/.test(text.slice(name.end, name.end + 2))
    if (isNumbered || name.opening || name.parts.length > mostWords || name.parts.some((part) => people.has(part)))
      return []
    const often = Math.min(...name.parts.map((part) => counts.get(stem(part)) ?? 0))
    const inTitle = title.includes(name.text)
    // A word that also stands there small is no name.
    if (small.has(name.text)) return []
    return often < 2 ? [] : [{ tag: camel(name.text), score: often + (inTitle ? 3 : 0), stems: name.parts.map(stem) }]
  })
}

/** Two words next to each other in the title, the second said again: "electric fleet", "sourdough starter". */
function pairTags({ title, rules, counts, people }: About): Candidate[] {
  if (rules.code !== 'en' && rules.code !== 'nl') return []
  const all = words(title)
  return all.flatMap((word, at) => {
    const next = all[at + 1]
    if (!next || title.slice(word.end, next.start) !== ' ') return []
    const often = Math.min(counts.get(stem(next.text)) ?? 0, (counts.get(stem(word.text)) ?? 0) + 1)
    const isPhrase =
      [word, next].every(({ text }) => isPlain(text, rules) && !people.has(fold(text))) &&
      isNounLike(next.text, rules) &&
      !/(?:er|est)$/.test(word.text)
    return isPhrase && often >= 2
      ? [{ tag: camel(`${word.text} ${next.text}`), score: often + 3, stems: [stem(word.text), stem(next.text)] }]
      : []
  })
}

const isPlain = (word: string, rules: LanguageRules): boolean =>
  word.length >= 4 &&
  !/[\d'’-]/.test(word) &&
  !rules.stopWords.has(word.toLowerCase()) &&
  !Object.hasOwn(rules.relativeDays, word.toLowerCase()) &&
  !Object.hasOwn(rules.numbers, word.toLowerCase())

/** Nouns of the title that are said again; others only if they are said three times. */
function wordTags({ title, text, rules, counts, people }: About): Candidate[] {
  const titleWords = new Set(words(title).map((word) => word.text))
  const seen = new Set<string>()
  const weekdays = new Set([...rules.weekdays.flat(), ...rules.months.flat()])
  return words(`${title} ${text}`).flatMap(({ text: word }) => {
    const key = stem(word)
    if (seen.has(key) || writtenWithoutSpaces(word) || people.has(fold(word))) return []
    seen.add(key)
    const often = counts.get(key) ?? 0
    const inTitle = titleWords.has(word)
    const isFit =
      word.length >= 6 &&
      isPlain(word, rules) &&
      isNounLike(word, rules) &&
      ![...weekdays].some((day) => word.toLowerCase().startsWith(day))
    if (!isFit || often < (inTitle ? 2 : 4)) return []
    // Long nouns say more: a compound is a subject, "trial" and "device" are not.
    return [{ tag: camel(word), score: often * 0.5 + (inTitle ? 1 : 0) + Math.min(word.length, 16) / 8, stems: [key] }]
  })
}

const describing = /(?:ly|ing|ed|ive|ful|less|able|ible|ous|ical|lich|isch|bar)$/
/** Verbs, adverbs and adjectives make poor tags. German nouns say so by their capital. */
function isNounLike(word: string, rules: LanguageRules): boolean {
  const lower = word.toLowerCase()
  if (rules.nounsCapitalised) return /^\p{Lu}/u.test(word)
  const isVerb = rules.finite.test(lower) && !/(?:e|a|o|ate|ise|ize)s?$/.test(lower)
  return !isVerb && !describing.test(lower) && !rules.hedges.includes(lower)
}
