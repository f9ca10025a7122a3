/** Reads one file in a thread that may be ended: a file can be made to take for ever, or more memory than there is. */
import { parentPort, workerData } from 'node:worker_threads'
import { readFilm } from './film.ts'
import type { Facts, Inspection } from './inspect.ts'
import { readOle, readOpenXml } from './office.ts'
import { readPdfPages } from './pdf.ts'

const readers: Readonly<Record<Inspection['as'], (path: string) => Promise<Facts>>> = {
  film: readFilm,
  pdf: async (path) => ({ type: 'application/pdf', pages: await readPdfPages(path) }),
  zip: readOpenXml,
  ole: readOle,
}

const { path, as } = workerData as Inspection
const facts = await readers[as](path)
// A port between threads has no origin to name.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(facts)
