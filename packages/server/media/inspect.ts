/** Films and documents are looked into in a thread with limits of memory and time, one after another. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface Inspection {
  readonly path: string
  readonly as: 'film' | 'pdf' | 'zip' | 'ole'
}

/** What was found; what a kind of file does not have, or does not tell, is missing. */
export interface Facts {
  readonly type: string
  readonly width?: number
  readonly height?: number
  readonly seconds?: number
  readonly fps?: number
  readonly codecs?: readonly string[]
  readonly pages?: number
  readonly frames?: number
  readonly located?: boolean
}

const memoryMb = 128
const patienceMs = 30_000

let before: Promise<unknown> = Promise.resolve()

/** Throws for a file that cannot be read, or not within the limits. */
export function inspect(inspection: Inspection): Promise<Facts> {
  const turn = before.then(() => inThread(inspection))
  before = turn.catch(() => undefined)
  return turn
}

async function inThread(inspection: Inspection): Promise<Facts> {
  const worker = new Worker(new URL('inspect.worker.ts', import.meta.url), {
    workerData: inspection,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // A stranger's file sees neither our environment nor our arguments.
    env: {},
    argv: [],
  })
  const timeout = AbortSignal.timeout(patienceMs)
  try {
    // An error of the thread rejects; one that ends without a word has reached its limits.
    const ended = once(worker, 'exit').then(() => {
      throw new Error('the thread ended')
    })
    const [facts] = (await Promise.race([once(worker, 'message', { signal: timeout }), ended])) as [Facts]
    return facts
  } finally {
    await worker.terminate()
  }
}
