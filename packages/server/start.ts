/** Starts what the mode asks for and runs until told to stop. */
import { platforms } from '@posthorn/platforms/adapters'
import { assemble } from './assemble.ts'
import { registerAnalytics } from './analytics/analytics.jobs.ts'
import { registerChannelJobs } from './channels/channels.jobs.ts'
import { listen, type Listening } from './http/listen.ts'
import { registerHttpJobs } from './http/http.jobs.ts'
import { offerMedia } from './media/address.ts'
import type { Parts } from './parts.ts'
import { startDelivery } from './publishing/delivery.ts'
import { registerRemove } from './publishing/remove.ts'
import { serverApp } from './routes.ts'
import { findRunning, noteRunning } from './run-file.ts'
import { processEnvironment, readSettings, withPort, type Settings } from './settings.ts'
import { registerWriting } from './writing/writing.jobs.ts'
import { newSetUpCode } from './team/people.ts'

export interface StartOptions {
  readonly settings?: Settings
  /** Ends the program. */
  readonly stop: AbortSignal
  readonly print: (line: string) => void
}

/** Resolves after a clean stop. */
export async function start({ settings: given, stop, print }: StartOptions): Promise<void> {
  const settings = given ?? (await readSettings(processEnvironment, platforms))
  const running = await findRunning(settings.dataDir)
  if (running && settings.mode !== 'worker') return print(`Posthorn is already running at ${running.url}`)
  await using listening = settings.mode === 'worker' ? undefined : await openPort(settings)
  await using parts = await assemble(listening ? withPort(settings, listening.port) : settings)
  await using _work = settings.mode === 'web' ? undefined : await startWork(parts)
  await using _served = listening ? await serve(parts, listening, print) : undefined
  if (!listening) print('The worker is running.')
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve()
    stop.addEventListener('abort', () => resolve(), { once: true })
  })
}

const openPort = ({ host, port, portIsFixed }: Settings): Promise<Listening> =>
  listen({ host, port, isFixed: portIsFixed })

async function serve(parts: Parts, listening: Listening, print: (line: string) => void): Promise<AsyncDisposable> {
  const { settings } = parts
  const app = serverApp(parts)
  listening.use((request, env) => app.fetch(request, env))
  const local = withPort({ ...settings, backendUrlIsSet: false }, listening.port).backendUrl
  await using opened = new AsyncDisposableStack()
  offerMedia(parts).catch((error: unknown) => parts.log.warn({ err: error }, 'the sandbox was not told of our media'))
  opened.use(await noteRunning(settings.dataDir, { pid: process.pid, url: local }))
  // Visitors are the first to go, while everything that answers them still stands.
  opened.use(listening)
  const code = await newSetUpCode(parts)
  print(
    code === undefined
      ? `Posthorn is running at ${settings.backendUrl}`
      : `Open ${settings.backendUrl}/setup?code=${code}`,
  )
  return opened.move()
}

/** Delivery first: what is due must not wait for the rest. */
async function startWork(parts: Parts): Promise<AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  opened.use(startDelivery(parts))
  await registerHttpJobs(parts)
  await registerChannelJobs(parts)
  await registerRemove(parts)
  await registerAnalytics(parts)
  await registerWriting(parts)
  return opened.move()
}
