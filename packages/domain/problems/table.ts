export type ProblemValues = Readonly<Record<string, string | number>>

export interface ProblemRow {
  /** HTTP status when it ends a request. */
  readonly status: number
  readonly shown: boolean
  readonly says: string
  readonly todo: string
}

export type ProblemTable = Readonly<Record<string, ProblemRow>>
