/**
 * Saves what is typed: after a pause, one request at a time, each with the revision it is based on. A request whose
 * answer was lost is repeated unchanged under the same key, so that nothing is stored twice. No screen, no clock of
 * its own: everything outside is an argument.
 */
export type SaveState<P> =
  | { readonly is: 'clean' }
  | { readonly is: 'dirty' }
  | { readonly is: 'saving' }
  | { readonly is: 'saved'; readonly at: Date }
  /** No answer; tried again by itself. */
  | { readonly is: 'offline' }
  /** Somebody else changed it; a person decides. */
  | { readonly is: 'conflict' }
  | { readonly is: 'refused'; readonly problem: P }

export interface SaveRequest<T> {
  readonly body: T
  /** Null makes a new one. */
  readonly etag: string | null
  readonly idempotencyKey: string
}
export type SaveFailure<P> =
  | { readonly is: 'no-answer' }
  | { readonly is: 'conflict' }
  | { readonly is: 'refused'; readonly problem: P }

interface Options<T, P> {
  /** Sends it; answers the new revision or why not. Never throws. */
  readonly send: (request: SaveRequest<T>) => Promise<{ readonly etag: string } | SaveFailure<P>>
  readonly onState: (state: SaveState<P>) => void
  readonly key: () => string
  readonly etag?: string | null
  readonly pauseMs?: number
  readonly retryMs?: number
  readonly now?: () => Date
}

export interface Saver<T> {
  /** Something was typed. */
  changed: (body: T) => void
  /** Saves now; true once everything is stored, false if it could not be. */
  flush: () => Promise<boolean>
  /** A person chose their own text over somebody else's: it is based on that revision now. */
  rebase: (etag: string) => void
  /** What is on the server is what is on the screen. */
  settled: (etag: string) => void
  readonly etag: string | null
  stop: () => void
}

export function createSaver<T, P>(options: Options<T, P>): Saver<T> {
  const { send, onState, key, pauseMs = 500, retryMs = 3000, now = () => new Date() } = options
  let etag = options.etag ?? null
  let waiting: { body: T } | undefined
  let lost: SaveRequest<T> | undefined
  let running: Promise<boolean> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let blocked = false
  let stopped = false

  const later = (ms: number): void => {
    clearTimeout(timer)
    if (!stopped && !blocked) timer = setTimeout(() => void save(), ms)
  }

  async function once(): Promise<boolean> {
    const request = lost ?? (waiting && { body: waiting.body, etag, idempotencyKey: key() })
    if (!request) return true
    if (request !== lost) waiting = undefined
    onState({ is: 'saving' })
    const answer = await send(request)
    lost = undefined
    if ('etag' in answer) {
      etag = answer.etag
      onState(waiting ? { is: 'dirty' } : { is: 'saved', at: now() })
      return true
    }
    if (answer.is === 'no-answer') {
      lost = request
      onState({ is: 'offline' })
      later(retryMs)
      return false
    }
    // What was refused stays what is to be saved, unless something newer was typed meanwhile.
    waiting ??= { body: request.body }
    blocked = answer.is === 'conflict'
    onState(answer)
    return false
  }

  async function drain(): Promise<boolean> {
    let stored = true
    while (stored && (waiting || lost)) stored = await once()
    return stored
  }
  function save(): Promise<boolean> {
    clearTimeout(timer)
    if (blocked) return Promise.resolve(false)
    running ??= drain().finally(() => (running = undefined))
    return running
  }

  return {
    changed(body) {
      waiting = { body }
      if (blocked) return
      if (!running && !lost) onState({ is: 'dirty' })
      if (!lost) later(pauseMs)
    },
    async flush() {
      const stored = await save()
      return stored && waiting === undefined ? true : stored && (await save())
    },
    rebase(revision) {
      etag = revision
      blocked = false
      lost = undefined
      void save()
    },
    settled(revision) {
      etag = revision
      blocked = false
      waiting = undefined
      lost = undefined
      clearTimeout(timer)
      onState({ is: 'saved', at: now() })
    },
    get etag() {
      return etag
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
