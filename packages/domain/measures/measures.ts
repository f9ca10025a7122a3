/** Numbers that networks tell about posts and accounts. A network that does not tell one is not a network with zero. */
export type Measured = number | 'unsupported' | 'not yet'
export type Values = Readonly<Record<string, Measured>>

/** Counts of people: those who saw two parts of a thread are not two. */
const people = new Set(['reach', 'viewers', 'followers', 'uniqueViewers'])

/**
 * The measures of a publication from those of its parts: sums, but of people the first part's. What no part has a
 * number for stays a word: 'not yet' if any may still come, else 'unsupported'.
 */
export function total(parts: readonly Values[]): Values {
  const names = [...new Set(parts.flatMap((part) => Object.keys(part)))]
  return Object.fromEntries(
    names.map((name) => [
      name,
      totalOf(
        parts.map((part) => part[name] ?? 'unsupported'),
        name,
      ),
    ]),
  )
}

function totalOf(values: readonly Measured[], name: string): Measured {
  const numbers = values.filter((value) => typeof value === 'number')
  const [first] = numbers
  if (first === undefined) return values.includes('not yet') ? 'not yet' : 'unsupported'
  return people.has(name) ? first : numbers.reduce((sum, value) => sum + value, 0)
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Seconds between two looks at the numbers of a post of this age (seconds): often while they move, then rarely. */
const gaps: readonly (readonly [until: number, gap: number])[] = [
  [2 * hour, 30 * minute],
  [day, 3 * hour],
  [7 * day, 12 * hour],
  [30 * day, day],
  [90 * day, 7 * day],
]
/** The first numbers are fetched after this many seconds; before, networks have none. */
export const firstAfter = 10 * minute
/** Numbers of a channel itself, in seconds. */
export const channelGap = 20 * hour

/** When to ask next, in seconds since it went out; undefined when its numbers are left to rest. */
export function nextAfter(lastAt: number | undefined): number | undefined {
  if (lastAt === undefined) return firstAfter
  const gap = gaps.find(([until]) => lastAt < until)?.[1]
  return gap === undefined ? undefined : lastAt + gap
}
