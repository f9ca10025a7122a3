/** The parsing of a stranger's page, in a thread that may be ended: a page can be made to take for ever. */
import { parentPort, workerData } from 'node:worker_threads'
import { readHtml } from './html.ts'

const { html, url } = workerData as { readonly html: string; readonly url: string }
// A port between threads has no origin to name.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(readHtml(html, url))
