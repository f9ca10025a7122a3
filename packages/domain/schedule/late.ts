/** What becomes of a publication whose time has passed. */
export const latePolicies = ['window', 'skip', 'ask'] as const
export type LatePolicy = (typeof latePolicies)[number]

export interface LateRule {
  readonly policy: LatePolicy
  readonly windowSeconds: number
}

/**
 * The fate of a publication that is `lateMs` late: still going out, or missed; and if missed, whether a person is
 * asked. With `skip` it is only noted. A few seconds are never late: punctuality has its own measure.
 */
export function fateOfLate(rule: LateRule, lateMs: number): 'publish' | 'ask' | 'skip' {
  const grace = rule.policy === 'window' ? Math.max(rule.windowSeconds, 60) : 60
  if (lateMs <= grace * 1000) return 'publish'
  return rule.policy === 'skip' ? 'skip' : 'ask'
}

/** Seconds after which a publication under this rule counts as too late; used by the statement that sends. */
export const lateAfterSeconds = (rule: LateRule): number =>
  rule.policy === 'window' ? Math.max(rule.windowSeconds, 60) : 60
