import type { Json } from '@posthorn/domain/json.ts'
import { advice, sentence } from '@posthorn/domain/problems.ts'

/** A trouble as it stands in the row: our code and values, the network's words and status. */
export interface Trouble {
  readonly code: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly field?: string
  readonly words?: string
  readonly status?: number
  readonly step?: string
  readonly permalink?: string
}

export const troubleOf = (trouble: Trouble): Json => ({
  ...trouble,
  says: sentence(trouble.code, { words: trouble.words ?? '', ...trouble.values }),
  todo: advice(trouble.code, { ...trouble.values }) ?? null,
})
