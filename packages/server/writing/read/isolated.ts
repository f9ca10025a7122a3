/** Runs the page parser in a thread with limits of memory and time. */
import { Worker } from 'node:worker_threads'
import { problem } from '@posthorn/domain/problems.ts'
import type { RawSource } from '../source.ts'

const memoryMb = 256
const patienceMs = 3000
/** Starting the thread is not the page's fault. */
const startMs = 2000

export async function readHtmlIsolated(html: string, url: string, { timeoutMs = patienceMs } = {}): Promise<RawSource> {
  const worker = new Worker(new URL('html.worker.ts', import.meta.url), {
    workerData: { html, url },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // The page's thread sees neither our environment nor our arguments.
    env: {},
    argv: [],
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<RawSource>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', (cause) =>
        reject(problem('source.too-large', { limit: `${memoryMb} MB while parsing` }, { cause })),
      )
      worker.once('exit', () =>
        reject(problem('source.unreachable', { host: new URL(url).hostname, words: 'the page could not be parsed' })),
      )
      timer = setTimeout(() => reject(problem('source.timeout', { seconds: timeoutMs / 1000 })), timeoutMs + startMs)
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
