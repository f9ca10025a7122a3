import { sql, type RawBuilder } from 'kysely'

/**
 * A value for a jsonb column. The driver would write an array as an array of PostgreSQL, and a text without its
 * quotes; this writes every value as JSON.
 */
export const json = <T>(value: T): RawBuilder<T> => sql<T>`${JSON.stringify(value)}::jsonb`
