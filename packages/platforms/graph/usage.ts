/** How long an application that made too many calls has to wait: only Graph's usage headers tell it, in minutes. */
import type { Reply, Verdict } from '../interface.ts'
import { header, num, obj, objs } from '../reply.ts'
import type { Obj } from '../reply.ts'

/** Calls made while limited push the end of it further away, so nothing is asked for at least this long. */
const leastMinutes = 5
const minute = 60

function usageOf(reply: Reply): Obj {
  try {
    return obj(JSON.parse(header(reply, 'x-business-use-case-usage') || '{}'))
  } catch {
    return {}
  }
}

/** Minutes until access is regained, the longest of all that are told; 0 if nothing is. */
const toldMinutes = (reply: Reply): number =>
  Math.max(
    0,
    ...Object.values(usageOf(reply))
      .flatMap(objs)
      .map((use) => num(use['estimated_time_to_regain_access'])),
  )

/** A limit was met: closed until Graph says that it is over. */
export const slowDown = (reply: Reply, scope: 'channel' | 'app'): Verdict => ({
  is: 'closed',
  scope,
  afterSeconds: Math.max(leastMinutes, toldMinutes(reply)) * minute,
  why: 'slow_down',
})
