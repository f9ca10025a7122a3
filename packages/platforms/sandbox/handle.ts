/** The way of one request: log, latency, fault before, the imitation, fault after. */
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import type { Imitation, Place } from './imitation.ts'
import type { Visit } from './ledger.ts'
import type { Stage } from './stage.ts'

/** Real milliseconds with fractions: `Date.now` is too coarse to show that two writes did not overlap. */
const stopwatch = () => performance.timeOrigin + performance.now()

const pathOf = (url: string) => {
  const from = url.indexOf('/', url.indexOf('//') + 2)
  const to = url.indexOf('?', from)
  return to < 0 ? url.slice(from) : url.slice(from, to)
}

/** `/twitter/web/i/status/1` is `/i/status/1` on the host that stands at `/twitter/web`. */
function realPath(prefixes: readonly string[], path: string): string {
  const prefix = prefixes.find((one) => path === one || path.startsWith(`${one}/`))
  return path.slice(prefix?.length ?? 0) || '/'
}

function hangUp(env: HttpBindings): Response {
  env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

/** Announces the whole answer, sends half, cuts. An empty answer is announced as if something came. */
async function sendHalf(env: HttpBindings, response: Response): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer())
  const headers = { ...Object.fromEntries(response.headers), 'content-length': String(body.length || 64) }
  env.outgoing.writeHead(response.status, headers)
  const half = body.subarray(0, Math.floor(body.length / 2))
  await new Promise<void>((sent) => {
    env.outgoing.flushHeaders()
    if (half.length > 0) env.outgoing.write(half, () => sent())
    else env.incoming.socket.write('', () => sent())
  })
  return hangUp(env)
}

async function spoil(fault: Fault, place: Place, env: HttpBindings, response: Response): Promise<Response> {
  switch (fault.fault) {
    case 'lose_answer':
    case 'refresh_lost':
      return hangUp(env)
    case 'truncated_body':
      return await sendHalf(env, response)
    case 'delay':
      await wait((fault.seconds ?? 5) * 1000)
      return response
    default:
      return place.answer(fault)
  }
}

export type Say = (line: string) => void

export function createHandler(
  stage: Stage,
  common: (request: Request, env: HttpBindings) => Response | Promise<Response>,
  say?: Say,
) {
  const prefixes = [...new Set(stage.imitations.flatMap((one) => Object.values(one.hosts)))].sort(
    (a, b) => b.length - a.length,
  )
  let count = 0

  function begin(imitation: Imitation, area: string, request: Request, path: string): Visit {
    const id = `r${++count}`
    const { method } = request
    return {
      id,
      platform: imitation.id,
      area,
      method,
      path: realPath(prefixes, path),
      at: stage.now(),
      startedAt: stopwatch(),
      wrote: [],
      notes: [],
    }
  }

  async function play(place: Place, request: Request, env: HttpBindings, visit: Visit): Promise<Response> {
    if (place.settings.latencyMs > 0) await wait(place.settings.latencyMs)
    const before = stage.faults.before(visit)
    if (before?.fault === 'reset') return hangUp(env)
    if (before) return place.answer(before)
    const response = await place.app.fetch(request, { incoming: env.incoming, outgoing: env.outgoing, visit })
    if (response.status >= 400) return response
    const after = stage.faults.after(visit)
    return after ? await spoil(after, place, env, response) : response
  }

  return async function handle(request: Request, env: HttpBindings): Promise<Response> {
    const path = pathOf(request.url)
    const slash = path.indexOf('/', 1)
    const id = slash < 0 ? path.slice(1) : path.slice(1, slash)
    const [imitation, place] = [stage.imitation(id), stage.find(id)]
    if (!imitation || !place) return await common(request, env)
    const area = imitation.area(path.slice(id.length + 1) || '/')
    const visit = begin(imitation, area, request, path)
    if (area === 'face')
      return await place.app.fetch(request, { incoming: env.incoming, outgoing: env.outgoing, visit })
    stage.ledger.begin(visit)
    const response = await play(place, request, env, visit)
    visit.status = response === RESPONSE_ALREADY_SENT ? 0 : response.status // 0: no answer was given
    visit.endedAt = stopwatch()
    say?.(
      `${visit.platform} ${visit.method} ${visit.path} ${visit.status} ${(visit.endedAt - visit.startedAt).toFixed(1)} ms`,
    )
    return response
  }
}
