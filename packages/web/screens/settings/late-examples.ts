import { fateOfLate, type LatePolicy } from '@posthorn/domain/schedule/late.ts'

const dueMinutes = 9 * 60
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** How late publishing is possible again, in minutes: the same day, so that a clock alone says it. */
const lateness = [10, 50, 150, 600] as const

/** What becomes of a post due at 09:00, by the rule that the server uses. */
export const lateExamples = (
  policy: LatePolicy,
  windowSeconds: number,
): { time: string; fate: 'publish' | 'ask' | 'skip' }[] =>
  lateness.map((late) => ({
    time: clock(dueMinutes + late),
    fate: fateOfLate({ policy, windowSeconds }, late * 60_000),
  }))
