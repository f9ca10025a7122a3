/** What several edges share: pages of nodes, and the question of insights. */
import { edgeOf, type Node } from '../../sandbox/graph/fields.ts'
import { askedPage } from '../../sandbox/graph/paging.ts'
import type { Call } from './call.ts'
import type { Question } from './figures.ts'

/** `usual`: how many without `limit`; `most`: whatever it says. */
export const list = (call: Call, nodes: readonly Node[], most = 100, usual = 25): object => {
  const page = askedPage(call.parameters)
  return edgeOf({ nodes }, call.fields, { ...page, limit: Math.min(page.limit ?? usual, most), url: call.url })
}

export function question({ parameters }: Call): Question {
  const seconds = (name: string) => {
    const ms = parameters.time(name)
    return ms === undefined ? undefined : ms / 1000
  }
  const metric = parameters.value('metric')
  return {
    metric: Array.isArray(metric) ? metric.join(',') : parameters.text('metric'),
    breakdown: parameters.text('breakdown'),
    period: parameters.text('period'),
    metricType: parameters.text('metric_type'),
    timeframe: parameters.text('timeframe'),
    since: seconds('since'),
    until: seconds('until'),
  }
}
