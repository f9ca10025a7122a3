/**
 * Reads a time as people type it: "fri 9", "14:30", "in 2 hours", "tomorrow 9", "27 nov 18:15", "2026-11-27 09:00".
 * Answers what the clock will show ('YYYY-MM-DDTHH:MM'); what instant that is, and whether it exists, is asked of
 * `resolveWall`. Weekdays and months are known in the language of the screen and in English.
 */
import { Temporal } from 'temporal-polyfill'

/** The few words that no calendar knows; each a list separated by '|'. */
export interface WhenWords {
  readonly today: string
  readonly tomorrow: string
  readonly in: string
  readonly minutes: string
  readonly hours: string
  readonly days: string
  readonly weeks: string
  readonly noon: string
}
export const englishWords: WhenWords = {
  today: 'today',
  tomorrow: 'tomorrow|tmrw|tom',
  in: 'in',
  minutes: 'm|min|mins|minute|minutes',
  hours: 'h|hr|hrs|hour|hours',
  days: 'd|day|days',
  weeks: 'w|week|weeks',
  noon: 'noon',
}

interface Clock {
  readonly now: Temporal.ZonedDateTime
  readonly locale?: string
  readonly words?: WhenWords
}

const write = (wall: Temporal.PlainDateTime): string => wall.toString({ smallestUnit: 'minute' })

/** What the clock will show, or undefined if the text is not understood. */
export function readWhen(text: string, { now, locale = 'en', words = englishWords }: Clock): string | undefined {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/[,\s]+/g, ' ')
  if (said === '') return undefined
  const span = readSpan(said, words)
  if (span) return write(now.add(span).toPlainDateTime())
  const tokens = said.split(' ')
  const time = readTime(tokens, words, locale)
  const date = readDate(time.rest, { now, locale, words })
  if (date === 'unknown' || (date === undefined && time.time === undefined)) return undefined
  const clock = time.time ?? Temporal.PlainTime.from('09:00')
  if (date !== undefined) {
    const wall = date.day.toPlainDateTime(clock)
    const passed = Temporal.PlainDateTime.compare(wall, now.toPlainDateTime()) <= 0
    return write(passed && date.again ? wall.add(date.again) : wall)
  }
  const today = now.toPlainDate().toPlainDateTime(clock)
  const passed = Temporal.PlainDateTime.compare(today, now.toPlainDateTime()) <= 0
  return write(passed ? today.add({ days: 1 }) : today)
}

/** "in 2 hours", "in 1 h 30 min": real time, not the clock's. */
function readSpan(said: string, words: WhenWords): Temporal.DurationLike | undefined {
  const units = (['minutes', 'hours', 'days', 'weeks'] as const).map((unit) => ({ unit, list: words[unit].split('|') }))
  const start = words.in.split('|').find((word) => said.startsWith(`${word} `))
  if (start === undefined) return undefined
  const rest = said.slice(start.length + 1).trim()
  const pieces = [...rest.matchAll(/(\d{1,4}) ?(\p{L}+)/gu)]
  if (pieces.length === 0 || rest.replace(/(\d{1,4}) ?(\p{L}+)/gu, '').trim() !== '') return undefined
  const span: Partial<Record<'minutes' | 'hours' | 'days' | 'weeks', number>> = {}
  for (const [, amount, name] of pieces) {
    const unit = units.find(({ list }) => list.includes(name ?? ''))?.unit
    if (unit === undefined) return undefined
    span[unit] = (span[unit] ?? 0) + Number(amount)
  }
  return span
}

/** Takes the time of day out of the words; the rest names the day. */
function readTime(
  tokens: readonly string[],
  words: WhenWords,
  locale: string,
): { time?: Temporal.PlainTime; rest: readonly string[] } {
  const joined = tokens.join(' ').replace(/(\d) (am|pm)\b/g, '$1$2')
  const list = joined.split(' ')
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const time = timeOf(list[at] ?? '', words, at === list.length - 1)
    if (time && !isDayOfMonth(list, at, locale)) return { time, rest: list.filter((_, index) => index !== at) }
  }
  return { rest: list }
}
/** "27 nov": the number beside a word for a month is a day, not an hour. */
const isDayOfMonth = (list: readonly string[], at: number, locale: string): boolean =>
  /^\d{1,2}$/.test(list[at] ?? '') && list.length === 2 && monthOf(list[1 - at] ?? '', locale) !== undefined

function timeOf(word: string, words: WhenWords, bareHour: boolean): Temporal.PlainTime | undefined {
  if (words.noon.split('|').includes(word)) return Temporal.PlainTime.from('12:00')
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?$/.exec(word)
  if (!match) return undefined
  const [, hour = '', minute, half] = match
  if (minute === undefined && half === undefined && !bareHour) return undefined
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined
  const at = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0)
  if (at > 23 || Number(minute ?? 0) > 59) return undefined
  return new Temporal.PlainTime(at, Number(minute ?? 0))
}

interface Day {
  readonly day: Temporal.PlainDate
  /** What to add if that moment has passed: a weekday means the coming one, a date without a year the coming year. */
  readonly again?: Temporal.DurationLike
}
function readDate(tokens: readonly string[], clock: Required<Clock>): Day | 'unknown' | undefined {
  const { now, locale, words } = clock
  const today = now.toPlainDate()
  const [first = '', second = ''] = tokens
  if (tokens.length === 0) return undefined
  if (tokens.length === 1) {
    if (words.today.split('|').includes(first)) return { day: today }
    if (words.tomorrow.split('|').includes(first)) return { day: today.add({ days: 1 }) }
    const weekday = weekdayOf(first, locale)
    if (weekday) return { day: today.add({ days: (weekday - today.dayOfWeek + 7) % 7 }), again: { days: 7 } }
    if (/^\d{4}-\d{2}-\d{2}$/.test(first)) return day(() => Temporal.PlainDate.from(first, { overflow: 'reject' }))
  }
  if (tokens.length === 2) {
    const month = monthOf(first, locale) ?? monthOf(second, locale)
    const number = [first, second].find((word) => /^\d{1,2}\.?$/.test(word))
    if (month && number)
      return day(
        () =>
          Temporal.PlainDate.from(
            { year: today.year, month, day: Number.parseInt(number, 10) },
            { overflow: 'reject' },
          ),
        { years: 1 },
      )
  }
  return 'unknown'
}
function day(make: () => Temporal.PlainDate, again?: Temporal.DurationLike): Day | 'unknown' {
  try {
    return { day: make(), ...(again && { again }) }
  } catch {
    return 'unknown'
  }
}

/** 1 is Monday; any beginning of three letters or more counts. */
const weekdayOf = (word: string, locale: string): number | undefined => nameOf(word, locale, { weekday: 'long' }, 7)
const monthOf = (word: string, locale: string): number | undefined => nameOf(word, locale, { month: 'long' }, 12)

function nameOf(word: string, locale: string, style: Intl.DateTimeFormatOptions, count: number): number | undefined {
  const bare = word.replace(/\.$/, '')
  if (bare.length < 3) return undefined
  for (const language of [locale, 'en']) {
    const format = new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' })
    for (let n = 0; n < count; n += 1) {
      // 2024 began on a Monday.
      const date = new Date(count === 7 ? Date.UTC(2024, 0, n + 1) : Date.UTC(2024, n, 1))
      if (format.format(date).toLowerCase().startsWith(bare)) return n + 1
    }
  }
  return undefined
}
