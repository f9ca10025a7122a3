/** Makes a sentence shorter by leaving out, never by other words; whatever carries meaning stays. */
import { atoms, isFigure } from '@posthorn/domain/text/atoms.ts'
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { mentions, words } from '@posthorn/domain/text/words.ts'
import { capitalised } from './standalone.ts'

const longestClause = 12
const fewestWords = 4

export function compress(sentence: string, rules: LanguageRules): string {
  const steps = [
    withoutFrame,
    withoutDateline,
    withoutParentheses,
    withoutWeekday,
    withoutInnerRelative,
    withoutLastRelative,
  ]
  return steps.reduce((text, step) => {
    const shorter = tidy(step(text, rules))
    return shorter !== text && mayStand(shorter, rules) ? shorter : text
  }, sentence)
}

const tidy = (text: string): string =>
  capitalised(
    text
      .replace(/\s+([,.;:!?])/g, '$1')
      .replace(/\s{2,}/g, ' ')
      .replace(/,\./g, '.')
      .trim(),
  )

/** Is there still a sentence? */
export function mayStand(text: string, rules: LanguageRules): boolean {
  const all = words(text)
  if (all.length < fewestWords) return false
  return all.some(({ text: word }) => rules.finite.test(rules.nounsCapitalised ? word : word.toLowerCase()))
}

/** A stretch that may go: it denies nothing, weakens nothing and holds no figure. */
const isSpare = (text: string, rules: LanguageRules): boolean =>
  !mentions(text, rules.negations) && !mentions(text, rules.hedges) && !atoms(text, rules).some(isFigure)

const withoutFrame = (text: string, rules: LanguageRules): string =>
  rules.frames === undefined ? text : text.replace(rules.frames, '')

/** "RIVERSIDE, 3 November (Reuters) – The council …" */
const withoutDateline = (text: string): string =>
  text.replace(/^\p{Lu}{3,}(?:[ ,.]+[\p{L}\d.]+){0,5}(?:\s*\([^)]{2,20}\))?\s+[–—-]\s+(?=\p{Lu})/u, '')

const withoutParentheses = (text: string, rules: LanguageRules): string =>
  text.replace(/\s*\(([^()]*)\)/g, (whole, inner: string) => (isSpare(inner, rules) ? '' : whole))

/** "voted on Tuesday to …": the day of a past event goes stale before the post is read. */
function withoutWeekday(text: string, rules: LanguageRules): string {
  if (rules.weekdayPhrase === undefined) return text
  return text.replace(rules.weekdayPhrase, (phrase, ...rest) => {
    const at = rest.find((value): value is number => typeof value === 'number') ?? 0
    return rules.past.test(text.slice(0, at)) ? '' : phrase
  })
}

/** Between commas a relative clause only adds; where commas are a matter of grammar alone, it may define, so it stays. */
function withoutInnerRelative(text: string, rules: LanguageRules): string {
  if (rules.verbSecond || rules.relatives.length === 0) return text
  const pattern = new RegExp(`,\\s+(?:${rules.relatives.join('|')})\\s([^,;:"“”„«»]+),\\s`, 'iu')
  return text.replace(pattern, (whole, inner: string) =>
    words(inner).length <= longestClause && isSpare(inner, rules) ? ' ' : whole,
  )
}

function withoutLastRelative(text: string, rules: LanguageRules): string {
  if (rules.verbSecond || rules.relatives.length === 0) return text
  const pattern = new RegExp(`,\\s+(?:${rules.relatives.join('|')})\\s([^,;:"“”„«»]+)\\.$`, 'iu')
  return text.replace(pattern, (whole, inner: string) => (isSpare(inner, rules) ? '.' : whole))
}
