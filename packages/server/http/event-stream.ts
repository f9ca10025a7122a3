/**
 * Changes of a workspace as server-sent events. One poller a second for each workspace that somebody watches, shared
 * by its listeners; it also ends the streams of whoever signed out or left.
 */
import type { Database } from '../database/open.ts'
import type { Parts } from '../parts.ts'
import { newestPlace, readHappenings, stillAllowed, type Happening, type Place } from './event-stream.store.ts'

export const eventHeaders = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' } as const

/** Numbers are given before the commit, so a lower one may appear after a higher one, for as long as a transaction lasts. */
const overlapMs = 10_000
const pollMs = 1000
const keepAliveMs = 20_000

interface Listener {
  readonly sessionId: string
  readonly send: (text: string) => void
  readonly end: () => void
}

interface Watching {
  readonly person: { readonly sessionId: string }
  readonly workspaceId: string
  readonly request: Request
}

/** Makes the handler of the events route. `pollMs` is for tests. */
export function workspaceEvents(
  { web, log }: Pick<Parts, 'web' | 'log'>,
  every = pollMs,
): (call: Watching) => Promise<Response> {
  const hubs = new Map<string, Promise<Hub>>()
  return async ({ person, workspaceId, request }) => {
    const missed = await missedSince(web, workspaceId, request.headers.get('last-event-id'))
    // The mark is set before the stream opens, so that what happens from then on is told.
    const opening =
      hubs.get(workspaceId) ??
      newestPlace(web, workspaceId).then((place) =>
        createHub({ web, workspaceId, every, log, gone: () => hubs.delete(workspaceId) }, createTail(place)),
      )
    hubs.set(workspaceId, opening)
    opening.catch(() => hubs.delete(workspaceId))
    const hub = await opening
    return openStream(request.signal, (send, end) => {
      send(': watching\n\n')
      for (const one of missed) send(format(one))
      return hub.add({ sessionId: person.sessionId, send, end })
    })
  }
}

/** A body that lives until either side ends it. `begin` returns what to do at the end. */
export function openStream(
  signal: AbortSignal,
  begin: (send: (text: string) => void, end: () => void) => () => void,
): Response {
  const encoder = new TextEncoder()
  let finish: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true
      const send = (text: string) => {
        if (open) controller.enqueue(encoder.encode(text))
      }
      const leave = begin(send, () => finish())
      const beat = setInterval(() => send(': still here\n\n'), keepAliveMs)
      finish = () => {
        if (!open) return
        open = false
        clearInterval(beat)
        leave()
        // The reader may be gone already, and then there is nothing to close.
        try {
          controller.close()
        } catch {
          return
        }
      }
      if (signal.aborted) finish()
      else signal.addEventListener('abort', finish, { once: true })
    },
    cancel() {
      finish()
    },
  })
  return new Response(body, { headers: eventHeaders })
}

interface Hub {
  /** Returns how to leave. */
  add(listener: Listener): () => void
}

interface HubOptions extends Pick<Parts, 'web' | 'log'> {
  readonly workspaceId: string
  readonly every: number
  /** Nobody listens any more. */
  readonly gone: () => void
}

function createHub({ web, workspaceId, every, log, gone }: HubOptions, tail: Tail): Hub {
  const listeners = new Set<Listener>()
  let timer: NodeJS.Timeout | undefined

  const poll = async () => {
    const sessions = [...new Set([...listeners].map((one) => one.sessionId))]
    const allowed = await stillAllowed(web, workspaceId, sessions)
    for (const listener of listeners) if (!allowed.has(listener.sessionId)) listener.end()
    const fresh = tail.fresh(await readHappenings(web, workspaceId, tail.from()), performance.now())
    for (const listener of listeners) for (const one of fresh) listener.send(format(one))
  }
  const loop = () => {
    timer = setTimeout(() => {
      poll()
        // The database is away for a moment: listeners stay, and read on where they were.
        .catch((error: unknown) => log.debug({ err: error }, 'an event stream could not read'))
        .finally(() => (listeners.size > 0 ? loop() : stop()))
    }, every)
  }
  const stop = () => {
    clearTimeout(timer)
    timer = undefined
    gone()
  }
  return {
    add(listener) {
      listeners.add(listener)
      if (!timer) loop()
      return () => listeners.delete(listener)
    },
  }
}

interface Tail {
  /** Read from here: below it nothing can appear any more. */
  from(): Place
  /** Those not seen before. */
  fresh(rows: readonly Happening[], now: number): readonly Happening[]
}

/** Remembers what was read within the overlap, and moves on behind it. */
export function createTail(newest: Place): Tail {
  let floor = newest
  let seen: readonly (Happening & { readonly at: number })[] = []
  return {
    from: () => floor,
    fresh(rows, now) {
      const known = new Set(seen.map(nameOf))
      const fresh = rows.filter((row) => !known.has(nameOf(row)))
      const all = [...seen, ...fresh.map((row) => ({ ...row, at: now }))]
      const old = all.filter(({ at }) => at < now - overlapMs)
      floor = furthest(floor, old)
      seen = all.filter(({ at, of, id }) => at >= now - overlapMs && id > floor[of])
      return fresh
    },
  }
}

const nameOf = ({ of, id }: Happening): string => `${of} ${id}`

const furthest = (place: Place, rows: readonly Happening[]): Place => ({
  publication: Math.max(place.publication, ...rows.filter((row) => row.of === 'publication').map((row) => row.id)),
  change: Math.max(place.change, ...rows.filter((row) => row.of === 'change').map((row) => row.id)),
})

/** After a lost connection the browser names the last event it has; a place of the other kind it cannot name, so only that kind is read. */
async function missedSince(web: Database, workspaceId: string, last: string | null): Promise<readonly Happening[]> {
  const [, of, digits] = /^(publication|change)-(\d{1,15})$/.exec(last ?? '') ?? []
  if (digits === undefined) return []
  const newest = await newestPlace(web, workspaceId)
  return readHappenings(web, workspaceId, { ...newest, [of as keyof Place]: Number(digits) })
}

/** `what` is a word of ours; the data is JSON, which holds no line break. */
const format = ({ of, id, what, rowId, kind }: Happening): string =>
  `id: ${of}-${id}\nevent: ${what}\ndata: ${JSON.stringify({ id: rowId, ...(kind === null ? {} : { kind }) })}\n\n`
