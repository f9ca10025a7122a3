/** How values of PostgreSQL become values of JavaScript; given to each pool, never set globally. */
import pg from 'pg'

const { builtins } = pg.types

/** Arrays have type numbers of their own, which the driver does not name. */
const int8Array = 1016
const dateArray = 1182

/** int8 as a number. Money, bytes and counts stay far below 2^53; what does not must be read as text on purpose. */
export function readInt8(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number; select it as text`)
  return number
}

/** `{1,2,NULL}`: a flat array of values that need no quotes. */
const readList =
  <T>(read: (text: string) => T) =>
  (text: string): (T | null)[] =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => (item === 'NULL' ? null : read(item)))

/** JavaScript has no endless time; the ends of its own calendar compare the same. Write 'infinity' as that string. */
const endOfTime = 8.64e15
const readTimestamp: (text: string) => Date = pg.types.getTypeParser(builtins.TIMESTAMPTZ, 'text')

const readTime = (text: string): Date => {
  if (text === 'infinity') return new Date(endOfTime)
  if (text === '-infinity') return new Date(-endOfTime)
  return readTimestamp(text)
}

const overrides = new pg.TypeOverrides()
overrides.setTypeParser(builtins.TIMESTAMPTZ, readTime)
overrides.setTypeParser(builtins.INT8, readInt8)
overrides.setTypeParser(int8Array, readList(readInt8))
// A date has no zone, so a Date at somebody's midnight would be another day elsewhere.
overrides.setTypeParser(builtins.DATE, (text) => text)
overrides.setTypeParser(
  dateArray,
  readList((date) => date),
)

export const types: pg.CustomTypesConfig = overrides
