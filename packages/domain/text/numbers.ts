/** Numbers as people write them, in a normal form: value, unit, currency. `18.4 million` is `18,4 Mio.` is `18 400 000`. */
import { languagesWithRules } from './languages/all.ts'
import type { LanguageRules } from './languages/language.ts'
import type { Span } from './spans.ts'
import { currencySigns, currencyWords, units } from './units.ts'

export interface Quantity extends Span {
  readonly kind: 'number' | 'money'
  readonly value: number
  /** '%', 'km', 'MWh'; none: a bare count. */
  readonly unit?: string
  /** ISO 4217. */
  readonly currency?: string
}

const fractions: Readonly<Record<string, number>> = {
  '½': 0.5,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
  '¼': 0.25,
  '¾': 0.75,
  '⅛': 0.125,
}

/** Scales and percent words of all languages: a page often mixes two, and the words do not collide. */
const scales: Readonly<Record<string, number>> = Object.assign(
  { 万: 1e4, 萬: 1e4, 億: 1e8, 亿: 1e8, 兆: 1e12, 千: 1e3, 만: 1e4, 억: 1e8 },
  ...languagesWithRules.map((rules) => rules.scales),
)
const percentWords = new Set(languagesWithRules.flatMap((rules) => rules.percent))

const group = String.raw`[.,'’٬\u00a0\u202f\u2009]`
const plainSpaceGroups = String.raw`[.,'’٬ \u00a0\u202f\u2009]`
const digits = (space: boolean) =>
  String.raw`(?:\d{1,3}(?:${space ? plainSpaceGroups : group}\d{3})+(?:[.,٫]\d+)?(?!\d)|\d+(?:[.,٫]\d+)?)[½¼¾⅓⅔⅛]?|[½¼¾⅓⅔⅛]`
const pattern = (space: boolean) =>
  new RegExp(
    String.raw`(?<![\d.,٫])(?:(?<sign>US\$|A\$|C\$|R\$|[$€£¥￥₹₩₽₺])\s?|(?<code>\b(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN)\s))?(?<minus>(?<=^|[\s(])[-−])?(?<digits>${digits(space)})`,
    'gu',
  )
const withSpaces = pattern(true)
const withoutSpaces = pattern(false)

/** Arabic-Indic, Persian and full-width digits as ASCII ones, one character for one, so that offsets stay. */
export const asciiDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19\u0966-\u096f]/g, (digit) => String(digitValue(digit)))
const digitValue = (digit: string): number => {
  const code = digit.charCodeAt(0)
  const zero = [0x06_60, 0x06_f0, 0xff_10, 0x09_66].find((base) => code >= base && code < base + 10) ?? code
  return code - zero
}

/** What a run of digits means; the language decides only where the writing is ambiguous ("2.400"). */
export function readDigits(raw: string, decimal: '.' | ','): number {
  const fraction = fractions[raw.at(-1) ?? '']
  const body = fraction === undefined ? raw : raw.slice(0, -1)
  const plain = body.replace(/[\s'’٬\u00a0\u202f\u2009]/g, '').replace('٫', '.')
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','))
  if (last === -1) return Number(plain || 0) + (fraction ?? 0)
  const mark = plain.charAt(last)
  const other = mark === '.' ? ',' : '.'
  const once = plain.indexOf(mark) === last
  const tail = plain.length - last - 1
  const isDecimal = once && (plain.includes(other) || tail !== 3 || mark === decimal || plain.startsWith(`0${mark}`))
  const number = isDecimal
    ? Number(plain.replaceAll(other, '').replace(mark, '.'))
    : Number(plain.replaceAll('.', '').replaceAll(',', ''))
  return number + (fraction ?? 0)
}

/** Every number and amount of money, in order. `taken` are stretches that are something else: dates, links, codes. */
export function quantities(text: string, rules: LanguageRules, taken: readonly Span[] = []): Quantity[] {
  const ascii = asciiDigits(text)
  const isTaken = (start: number, end: number) => taken.some((span) => start < span.end && span.start < end)
  const found: Quantity[] = []
  for (const match of ascii.matchAll(rules.code === 'en' ? withoutSpaces : withSpaces)) {
    const groups = match.groups ?? {}
    const raw = groups['digits'] ?? ''
    const end = match.index + match[0].length
    if (isTaken(end - raw.length, end)) continue
    const suffix = after(ascii.slice(end, end + 40), groups['sign'] !== undefined)
    const currency = currencySigns[groups['sign'] ?? ''] ?? groups['code']?.trim() ?? suffix.currency
    const value = readDigits(raw, rules.decimal) * suffix.scale * (groups['minus'] === undefined ? 1 : -1)
    found.push({
      kind: currency === undefined ? 'number' : 'money',
      value: Number(value.toPrecision(12)),
      start: match.index,
      end: end + suffix.length,
      ...(currency !== undefined && { currency }),
      ...(suffix.unit !== undefined && currency === undefined && { unit: suffix.unit }),
    })
  }
  return [...found, ...spelled(text, rules, [...taken, ...found])].sort((a, b) => a.start - b.start)
}

interface Suffix {
  readonly length: number
  readonly scale: number
  readonly unit?: string
  readonly currency?: string
}
/** What directly follows the digits: a scale, then a unit or a currency. */
function after(rest: string, hasSign = false): Suffix {
  // "$5m": beside a currency sign, m is million and not metres.
  const short = hasSign ? /^(?:m|M|b|B)(?![\p{L}\p{N}])/u.exec(rest)?.[0] : undefined
  if (short !== undefined) return { length: 1, scale: short.toLowerCase() === 'm' ? 1e6 : 1e9 }
  let at = 0
  let scale = 1
  const eat = (table: Readonly<Record<string, unknown>>, joined: boolean): string | undefined => {
    const next = /^([\s\u00a0\u202f]|-)?((?:[€$£%‰٪]|[°\p{L}][\p{L}²/]*|[万萬億亿兆千円元])\.?)/u.exec(rest.slice(at))
    if (!next) return undefined
    const [whole, space = '', token = ''] = next
    if (joined && space !== '') return undefined
    const exact = [
      token,
      token.replace(/\.$/, ''),
      ...(/^[万萬億亿兆千円元만억]/u.test(token) ? [token.charAt(0)] : []),
    ]
    const key = exact.find((form) => Object.hasOwn(table, form.toLowerCase()))
    if (key === undefined) return undefined
    at +=
      whole.length -
      (token.length - key.length) +
      (token === `${key}.` && Object.hasOwn(scales, key.toLowerCase()) && key.length < 5 ? 1 : 0)
    return key.toLowerCase()
  }
  const scaleWord = eat(scales, false)
  if (scaleWord !== undefined) scale = scales[scaleWord] ?? 1
  const of = /^\s(?:de|di|d['’])\s?/u.exec(rest.slice(at))
  const before = at
  if (scaleWord !== undefined && of) at += of[0].length
  const percent = [...percentWords].find((word) =>
    new RegExp(`^[\\s\\u00a0\\u202f-]${word}(?!\\p{L})`, 'iu').test(rest.slice(at)),
  )
  if (percent !== undefined) return { length: at + 1 + percent.length, scale, unit: '%' }
  const money = eat(currencyWords, false)
  if (money !== undefined) return { length: at, scale, currency: currencyWords[money] ?? money.toUpperCase() }
  const unit = eat(units, false)
  if (unit !== undefined) return { length: at, scale, unit: units[unit] ?? unit }
  return { length: before, scale }
}

/** Number words, alone or before a scale or percent word. */
function spelled(text: string, rules: LanguageRules, taken: readonly Span[]): Quantity[] {
  const found: Quantity[] = []
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])\p{L}+(?:-\p{L}+)*(?![\p{L}\p{N}])/gu)) {
    const lower = match[0].toLowerCase()
    const whole = Object.hasOwn(rules.numbers, lower) ? rules.numbers[lower] : undefined
    const [first = ''] = lower.split('-')
    const value =
      whole ?? (lower.includes('-') && Object.hasOwn(rules.numbers, first) ? rules.numbers[first] : undefined)
    if (value === undefined) continue
    const start = match.index
    const end = start + (whole === undefined ? first.length : lower.length)
    if (taken.some((span) => start < span.end && span.start < end)) continue
    const suffix = after(text.slice(end, end + 40))
    found.push({
      kind: suffix.currency === undefined ? 'number' : 'money',
      value: value * suffix.scale,
      start,
      end: end + suffix.length,
      ...(suffix.currency !== undefined && { currency: suffix.currency }),
      ...(suffix.unit !== undefined && { unit: suffix.unit }),
    })
  }
  return found
}
