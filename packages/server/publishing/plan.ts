/** A step as the stored shape of a plan knows it. */
export interface PlanStep {
  readonly name: string
  readonly for: 'post' | 'extra'
  readonly never: boolean
}
