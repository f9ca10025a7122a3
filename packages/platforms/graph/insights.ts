/** Numbers of posts and accounts. Graph leaves out what it does not know yet, and refuses what it has no number for. */
import type { Call, Measures, Reply, Wire } from '../interface.ts'
import { at, obj, objs, str } from '../reply.ts'
import { failed, see } from './answer.ts'
import { ask } from './ask.ts'

export type Value = Measures['values'][string]

/** Why there is no number: too few viewers yet, a metric that is no longer there, a right that was not given. */
function reasonOf(reply: Reply): 'not yet' | 'unsupported' | undefined {
  const { code, message, name } = see(reply)
  if (/not enough viewers/i.test(message)) return 'not yet'
  const hasNone =
    name.endsWith('FEATURE_NOT_AVAILABLE') ||
    code === 100 ||
    code === 3001 ||
    code === 10 ||
    (code >= 200 && code <= 299)
  return hasNone ? 'unsupported' : undefined
}

/** The number of one metric, its parts added up where it comes broken down; none if Graph left it out. */
export function readMetric(reply: Reply, metric: string): number | undefined {
  const row = objs(at(reply.body, 'data')).find((one) => str(one['name']) === metric)
  if (!row) return undefined
  const total = amount(at(row, 'total_value', 'value'))
  return total ?? amount(objs(row['values']).at(-1)?.['value'])
}

function amount(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null) return undefined
  const parts = Object.values(obj(value)).filter((part) => typeof part === 'number')
  return parts.reduce((sum, part) => sum + part, 0)
}

export interface Insights {
  /** Our names, and the network's for each. */
  readonly metrics: Readonly<Record<string, string>>
  /** The question about these metrics, separated by commas. */
  readonly wire: (metrics: string) => Wire
}

/** Asks for all at once, and one by one only if that is refused: one invalid metric fails the whole call. */
export async function readInsights(call: Call, { metrics, wire }: Insights): Promise<Readonly<Record<string, Value>>> {
  const known = (reply: Reply): boolean => reasonOf(reply) !== undefined
  const valueIn = (reply: Reply, metric: string): Value =>
    failed(reply) ? (reasonOf(reply) ?? 'not yet') : (readMetric(reply, metric) ?? 'not yet')
  const together = await ask(call, wire(Object.values(metrics).join(',')), known)
  const values: Record<string, Value> = {}
  for (const [ours, theirs] of Object.entries(metrics))
    values[ours] = valueIn(failed(together) ? await ask(call, wire(theirs), known) : together, theirs)
  return values
}

/** The count of an edge asked for with `edge.limit(0).summary(true)`; none if it was left out. */
export function readCount(value: unknown): number | undefined {
  const count = at(value, 'summary', 'total_count')
  return typeof count === 'number' ? count : undefined
}
