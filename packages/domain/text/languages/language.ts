/**
 * What the writer has to know about a language, as data. Adding a language is one file beside this one
 * and its line in `all.ts`. Every list is lower case; phrases may contain spaces.
 */
export interface LanguageRules {
  /** BCP 47 primary language, 'en'. */
  readonly code: string
  readonly decimal: '.' | ','
  /** German writes every noun with a capital, so a capital alone says nothing about a name. */
  readonly nounsCapitalised: boolean
  /** The verb holds the second place: taking an opening word away would leave a question. */
  readonly verbSecond: boolean
  /** Without their last full stop; a sentence does not end after them. */
  readonly abbreviations: readonly string[]
  /** Twelve lists of forms, January first. */
  readonly months: readonly (readonly string[])[]
  /** Seven lists of forms, Monday first. */
  readonly weekdays: readonly (readonly string[])[]
  /** Words for numbers. `one` is left out everywhere: it is an article or a pronoun more often than a count. */
  readonly numbers: Readonly<Record<string, number>>
  readonly scales: Readonly<Record<string, number>>
  readonly percent: readonly string[]
  readonly stopWords: ReadonlySet<string>
  /** Openings that point back at another sentence. */
  readonly pronouns: readonly string[]
  /** Pronouns that point back wherever they stand near the beginning: "In most kitchens it recovers". */
  readonly personal: readonly string[]
  /** Pronouns of one person in the place of the subject: a name may replace them. */
  readonly subjects: readonly string[]
  /** Openings that may be dropped without changing what is said. */
  readonly connectives: readonly string[]
  readonly hedges: readonly string[]
  readonly negations: readonly string[]
  readonly superlatives: readonly string[]
  readonly causes: readonly string[]
  /** Verbs that stand beside a quotation. */
  readonly speech: readonly string[]
  /** 'according to' */
  readonly attributions: readonly string[]
  /** A title that announces and does not say: "How to …", "Why …". Anchored. */
  readonly label: RegExp
  /** A word that can be the verb of a main clause; errs towards yes. */
  readonly finite: RegExp
  /** Openings of a relative clause between commas. */
  readonly relatives: readonly string[]
  /** 'It was announced that': may be dropped from the beginning. Anchored. */
  readonly frames?: RegExp
  /** A weekday with its preposition, as it may be taken out of a sentence in the past. */
  readonly weekdayPhrase?: RegExp
  /** A sentence about something that is over. */
  readonly past: RegExp
  /** A sentence about something still to come. */
  readonly future: RegExp
  /** Lines that belong to the page, not to the text. */
  readonly boilerplate: RegExp
  /** Text addressed to AI systems. */
  readonly toMachines: RegExp
  /** Phrases by which readers recognise machine prose. */
  readonly stock: readonly RegExp[]
  /** Words that go stale, with the day they mean counted from the day of writing; 'near' has no exact day. */
  readonly relativeDays: Readonly<Record<string, number | 'near'>>
  /** Words of the frame the built-in writer puts around sentences of the source. */
  readonly phrases?: { readonly source: string; readonly facts: string; readonly next: string; readonly says: string }
}

/** 'a b c' as a list; a phrase writes `_` for its spaces. */
export const list = (words: string): readonly string[] =>
  words
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '))

/** One list per item, forms separated by `/`. */
export const forms = (words: string): readonly (readonly string[])[] => list(words).map((word) => word.split('/'))

/** Numbers by word, counted from `from`: 'two three' from 2. */
export const counted = (from: number, words: string, step = 1): Record<string, number> =>
  Object.fromEntries(list(words).flatMap((word, index) => word.split('/').map((form) => [form, from + index * step])))

/** 'twenty-one' to 'ninety-nine' from tens and units. */
export const compounds = (
  tens: Readonly<Record<string, number>>,
  units: Readonly<Record<string, number>>,
  join: (ten: string, unit: string) => string,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(tens).flatMap(([ten, value]) =>
      Object.entries(units)
        .filter(([, unit]) => unit < 10)
        .map(([unit, more]) => [join(ten, unit), value + more]),
    ),
  )
