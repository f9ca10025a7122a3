/** How much of its limits an application has used, as Graph's headers tell it. No answer names a time to wait but these. */
import type { Reply, Verdict } from '../interface.ts'
import { header, num, obj, objs } from '../reply.ts'
import type { Obj } from '../reply.ts'

/** Calls made while limited push the end of it further away, so nothing is asked for at least this long. */
const leastMinutes = 5
const minute = 60

function parsed(reply: Reply, name: string): Obj {
  try {
    return obj(JSON.parse(header(reply, name) || '{}'))
  } catch {
    return {}
  }
}

/** Minutes until access is regained, the longest of all that are told; 0 if nothing is. */
const toldMinutes = (reply: Reply): number =>
  Math.max(
    0,
    ...Object.values(parsed(reply, 'x-business-use-case-usage'))
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

/** The fullest of the counters, in per cent; throttling starts at 100. */
export const usedPercent = (reply: Reply): number =>
  Math.max(
    0,
    ...[
      parsed(reply, 'x-app-usage'),
      parsed(reply, 'x-page-usage'),
      ...Object.values(parsed(reply, 'x-business-use-case-usage')).flatMap(objs),
    ].flatMap((use) => ['call_count', 'total_time', 'total_cputime'].map((name) => num(use[name]))),
  )
