import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import type { LanguageRules } from './language.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'

/** A language without rules: whole sentences, no frame words, nothing taken for a pronoun or a verb. */
const plain: Omit<LanguageRules, 'code'> = {
  decimal: '.',
  nounsCapitalised: false,
  verbSecond: false,
  abbreviations: [],
  months: [],
  weekdays: [],
  numbers: {},
  scales: { 万: 1e4, 億: 1e8, 亿: 1e8, 萬: 1e4, 만: 1e4, 억: 1e8 },
  percent: [],
  stopWords: new Set(),
  pronouns: [],
  personal: [],
  subjects: [],
  connectives: [],
  hedges: [],
  negations: [],
  superlatives: [],
  causes: [],
  speech: [],
  attributions: [],
  label: /(?!)/,
  finite: /(?!)/,
  relatives: [],
  past: /(?!)/,
  future: /(?!)/,
  boilerplate: /^(?:cookies?\b|©|menu$)/i,
  toMachines:
    /(?:指示|命令).{0,12}(?:無視|忽略|忘れ)|(?:無視|忽略).{0,12}(?:指示|命令)|\bignore\b.{0,30}\binstructions?\b|<\/?(?:system|assistant|user)>/i,
  stock: [],
  relativeDays: {},
}

const known: Readonly<Record<string, LanguageRules>> = { de, en, es, fr, it, nl, pt }

/** The rules of a BCP 47 tag ('de-AT' reads 'de'); safe ones for a language we do not know. */
export const rulesOf = (tag: string): LanguageRules => {
  const code = tag.toLowerCase().split(/[-_]/)[0] ?? ''
  return known[code] ?? { ...plain, code }
}

export const languagesWithRules: readonly LanguageRules[] = Object.values(known)
