/** Times as people read them: always in a named zone, always by `Intl`. */
import { formatLocale } from './i18n.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** A formatter, made once for each choice of parts and zone. */
function format(zone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(parts)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(formatLocale(), { ...parts, timeZone: zone })
  formats.set(key, made)
  return made
}

const shapes = {
  time: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  'long-day': { weekday: 'long', day: 'numeric', month: 'long' },
  weekday: { weekday: 'short' },
  'long-weekday': { weekday: 'long' },
  'weekday-day': { weekday: 'short', day: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  'weekday-time': { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  'day-time': { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  'date-time': { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
export type TimeShape = keyof typeof shapes

/** An instant as the clock in `zone` shows it. */
export const showTime = (at: string | number | Date, zone: string, shape: TimeShape = 'time'): string =>
  format(zone, shapes[shape]).format(new Date(at))

/** The calendar day of an instant in a zone, as 2026-11-27. */
export const dayOf = (at: string | number | Date, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  )

/** Europe/Rome -> Rome, America/Argentina/Buenos_Aires -> Buenos Aires. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** How far a zone is from UTC at an instant, as UTC+1. */
export function offsetOf(zone: string, at: string | number | Date = Date.now()): string {
  const parts = format(zone, { timeZoneName: 'shortOffset' }).formatToParts(new Date(at))
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name.replace('GMT', 'UTC')
}

/** The zone of this browser. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const relative = new Map<string, Intl.RelativeTimeFormat>()
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How far an instant is from now: "in 3 hours". */
export function showDistance(at: string | number | Date, now = Date.now()): string {
  const locale = formatLocale()
  const words = relative.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  relative.set(locale, words)
  const seconds = (new Date(at).getTime() - now) / 1000
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['minute', 60]
  return words.format(Math.round(seconds / size), unit)
}

/** "a, b and c" in the language on screen. */
export const showList = (items: readonly string[]): string =>
  new Intl.ListFormat(formatLocale(), { type: 'conjunction' }).format(items)

export const showNumber = (value: number): string => new Intl.NumberFormat(formatLocale()).format(value)

/** The first day of a week where this browser is at home, 1 for Monday to 7 for Sunday. */
export function firstWeekday(locale = formatLocale()): number {
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return info.getWeekInfo?.().firstDay ?? 1
}

/** Two days as one range, as short as the locale allows: "23–29 Nov 2026". Days are written 2026-11-23. */
export const showDays = (first: string, last: string): string =>
  format('UTC', { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(noonOf(first), noonOf(last))

/** Noon of a day without a zone: for the names of days only. */
export const noonOf = (day: string): Date => new Date(`${day}T12:00:00Z`)

/** "1 day, 2 hours": how long so many minutes are. */
export function showSpan(minutes: number): string {
  const locale = formatLocale()
  const parts = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const
  const words = parts
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count))
  return new Intl.ListFormat(locale, { type: 'unit' }).format(words)
}
