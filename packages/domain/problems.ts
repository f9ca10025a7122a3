/**
 * Every error a person can meet. The code is the contract; status, sentence and advice follow from it.
 * A row's `says` tells what happened, `todo` the one thing to do; `{name}` is filled from the problem's values.
 * `shown: false` keeps the details from the public: they see the code and a request id.
 */
import { accessProblems } from './problems/access.ts'
import { channelProblems } from './problems/channels.ts'
import { mediaProblems } from './problems/media.ts'
import { platformProblems } from './problems/platforms.ts'
import { postProblems } from './problems/posts.ts'
import { systemProblems } from './problems/system.ts'
import { writingProblems } from './problems/writing.ts'
import type { ProblemTable, ProblemValues } from './problems/table.ts'

export const problems = {
  ...accessProblems,
  ...channelProblems,
  ...mediaProblems,
  ...platformProblems,
  ...postProblems,
  ...systemProblems,
  ...writingProblems,
} as const satisfies ProblemTable

export type ProblemCode = keyof typeof problems

/** One finding inside a problem, pointing at the field that caused it. */
export interface ProblemDetail {
  readonly code: string
  readonly field?: string
  readonly says: string
  readonly todo?: string
  readonly values?: ProblemValues
  readonly blocks?: boolean
}

/** What is thrown; becomes application/problem+json. `cause` is for the log only. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly values: ProblemValues
  readonly field: string | undefined
  readonly details: readonly ProblemDetail[]
  constructor(
    code: ProblemCode,
    values: ProblemValues,
    field: string | undefined,
    details: readonly ProblemDetail[],
    cause: unknown,
  ) {
    super(sentence(code, values), cause === undefined ? undefined : { cause })
    this.code = code
    this.values = values
    this.field = field
    this.details = details
  }
}

/** Makes the error to throw. */
export const problem = (
  code: ProblemCode,
  values: ProblemValues = {},
  more: { field?: string; details?: readonly ProblemDetail[]; cause?: unknown } = {},
): ProblemError => new ProblemError(code, values, more.field, more.details ?? [], more.cause)

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code)

/** Fills `{name}` in a sentence; an unknown name stays visible so that a test can find it. */
export const fill = (text: string, values: ProblemValues = {}): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : String(values[name])))

/** What happened, as a sentence. An unknown code (from a newer platform folder) is shown as it is. */
export const sentence = (code: string, values: ProblemValues = {}): string =>
  isProblemCode(code) ? fill(problems[code].says, values) : code

/** The one thing to do. */
export const advice = (code: string, values: ProblemValues = {}): string | undefined =>
  isProblemCode(code) ? fill(problems[code].todo, values) : undefined
