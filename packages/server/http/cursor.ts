/**
 * Places in a list, handed to the caller as one opaque word. A place is the sort key of the last row shown; whoever
 * changes the word gets 400, or another place in a list that was theirs to read anyway.
 */
import { z } from 'zod'
import type { Json } from '@posthorn/domain/json.ts'
import { problem } from '@posthorn/domain/problems.ts'

export interface Page<T> {
  readonly items: T[]
  readonly next: string | null
}

export const writeCursor = (key: readonly Json[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Reads what `writeCursor` made; `shape` says of what the key consists. Throws `request.invalid`. */
export function readCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.output<T> | undefined {
  if (cursor === undefined) return undefined
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    throw problem('request.invalid', {}, { field: 'cursor', cause })
  }
}

/** Lists that are sorted by id alone. */
export const IdKey = z.tuple([z.uuid()])

/** Makes a page of `limit + 1` rows that were read: the extra one only tells that there is more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly Json[],
  show: (row: Row) => Item,
): Page<Item> {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { items: rows.slice(0, limit).map(show), next: last === undefined ? null : writeCursor(keyOf(last)) }
}
