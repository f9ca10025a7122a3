/** A sentence taken out of its paragraph has to stand alone: no "however", no "it" that points at nothing. */
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { names } from '@posthorn/domain/text/names.ts'
import { quotations } from '@posthorn/domain/text/atoms.ts'
import { mentions, opensWith, words } from '@posthorn/domain/text/words.ts'

export interface Standalone {
  readonly text: string
  /** It still points at something that is not there. */
  readonly dangling: boolean
}

/** `before` is the sentence before it in the same paragraph, if there is one. */
export function standalone(sentence: string, before: string | undefined, rules: LanguageRules): Standalone {
  const text = withoutConnective(sentence, rules)
  const pronoun = opensWith(text, rules.pronouns)
  if (pronoun === undefined || isExpletive(text)) return { text, dangling: leans(text, rules) }
  const name = before === undefined ? undefined : onlySubject(before, rules)
  if (name === undefined || !rules.subjects.includes(pronoun.toLowerCase())) return { text, dangling: true }
  return { text: name + text.slice(pronoun.length), dangling: false }
}

/** Does it point back other than by its first word? */
const leans = (text: string, rules: LanguageRules): boolean =>
  isOrphanQuote(text, rules) ||
  leansBack(text, rules) ||
  opensWith(text, rules.connectives) !== undefined ||
  earlyPronoun(text, rules)

const early = 5
/** "In most kitchens it recovers": a pronoun before anything it could mean. A quotation has a speaker for its "we". */
function earlyPronoun(text: string, rules: LanguageRules): boolean {
  if (isExpletive(text) || quotations(text).length > 0) return false
  const first = words(text).slice(0, early)
  const at = first.findIndex(({ text: word }) => rules.personal.includes(word.toLowerCase()))
  const place = first[at]
  return (
    at > 0 &&
    place !== undefined &&
    names(text.slice(0, place.start), rules).every((name) => rules.nounsCapitalised && name.parts.length === 1)
  )
}

/** Words that may be dropped even where the verb holds the second place, because they do not take the first. */
const outside = new Set(['und', 'aber', 'doch', 'denn', 'maar', 'en', 'want'])

function withoutConnective(sentence: string, rules: LanguageRules): string {
  const found = opensWith(sentence, rules.connectives)
  if (found === undefined) return sentence
  const rest = sentence.slice(found.length)
  const comma = /^\s*,\s*/.exec(rest)
  if (!comma && rules.verbSecond && !outside.has(found.toLowerCase())) return sentence
  if (!comma && !/^\s+\p{L}/u.test(rest)) return sentence
  return capitalised(rest.replace(/^[\s,]+/, ''))
}

export const capitalised = (text: string): string => {
  const first = Array.from(text)[0] ?? ''
  return first.toUpperCase() + text.slice(first.length)
}

/** "It is expected that …" points at nothing. */
const isExpletive = (text: string): boolean =>
  /^(?:it (?:is|was|takes|took|costs?|rains?)|there (?:is|are|was|were|will be)|es (?:ist|gibt|geht|war)|das ist|il (?:est|y a|faut)|c['’]est)\b/i.test(
    text,
  )

/** A name in the place of the subject, and no other name that could be meant. */
function onlySubject(before: string, rules: LanguageRules): string | undefined {
  const title =
    '(?:(?:Mayor|President|Professor|Director|Chair|Minister|Bürgermeister(?:in)?|Direktor(?:in)?|Professor(?:in)?)\\s+)?'
  const all = names(before, rules)
  const [first] = all
  const starts = first !== undefined && new RegExp(`^${title}$`).test(before.slice(0, first.start))
  return starts && first.parts.length >= 2 && all.length === 1 ? first.text : undefined
}

/** A quotation nobody says. */
function isOrphanQuote(text: string, rules: LanguageRules): boolean {
  const quote = quotations(text)[0]
  if (!quote) return false
  const around = text.slice(0, quote.start) + text.slice(quote.end)
  return !mentions(around, rules.speech) && names(around, rules).length === 0
}

const backwards =
  /\b(?:the (?:latter|former|same)|as mentioned|as described above|see (?:above|below)|he said|she said|they said|wie (?:oben|erwähnt)|siehe (?:oben|unten)|sagte (?:er|sie)|comme (?:indiqué|mentionné))\b/i
/** It points back further inside: "…", she said. */
const leansBack = (text: string, rules: LanguageRules): boolean =>
  backwards.test(text) ||
  (/^["“„«]/.test(text) &&
    rules.subjects.some((subject) => mentions(text.slice(-40), rules.speech) && mentions(text.slice(-40), [subject])))
