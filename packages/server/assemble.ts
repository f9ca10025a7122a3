/** The one place that puts the program together. Everything else receives what it needs. */
import { platforms } from '@posthorn/platforms/adapters'
import type { Logger } from 'pino'
import { createSeal } from './channels/seal.ts'
import { startEmbedded } from './database/embedded/start.ts'
import { migrate } from './database/migrate.ts'
import { openDatabase } from './database/open.ts'
import { openJobs } from './jobs.ts'
import { createLog } from './log.ts'
import { createDoor } from './outside/door.ts'
import { linkSandbox } from './outside/sandbox.ts'
import type { Parts } from './parts.ts'
import { startSandboxProcess } from './sandbox-process.ts'
import type { Settings } from './settings.ts'

/**
 * Opens everything; leaving the scope of `await using` closes it in reverse order. What `replace` brings is used as
 * it is and stays open: it belongs to whoever made it.
 */
export async function assemble(settings: Settings, replace: Partial<Parts> = {}): Promise<Parts & AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const log = replace.log ?? createLog({ level: settings.logLevel })
  const [url, origin] = await Promise.all([
    readyDatabase(settings, log, opened),
    'sandbox' in replace ? replace.sandbox?.origin : sandboxOrigin(settings, log, opened),
  ])
  const pools = { url, onLost: (error: Error) => log.warn({ err: error }, 'a database connection was lost') }
  const web = replace.web ?? opened.use(openDatabase({ ...pools, role: 'posthorn_web' }))
  const worker = replace.worker ?? opened.use(openDatabase({ ...pools, role: 'posthorn_worker', max: 10 }))
  const door =
    replace.door ??
    opened.use(createDoor({ allow: settings.outsideAllow, sandboxOrigin: origin, userAgent: userAgent(settings) }))
  const sandbox = 'sandbox' in replace ? replace.sandbox : origin && (await linkSandbox(door, origin))
  const jobs = replace.jobs ?? opened.use(await openJobs({ url, log, works: settings.mode !== 'web' }))
  const closing = opened.move()
  return {
    settings: { ...settings, databaseUrl: url },
    web,
    worker,
    door,
    sandbox: sandbox || undefined,
    platforms: replace.platforms ?? platforms,
    seal: replace.seal ?? createSeal(settings.tokenKeys),
    jobs,
    log,
    now: replace.now ?? (() => new Date()),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** A server's address, or our own PostgreSQL; migrated either way. */
async function readyDatabase(settings: Settings, log: Logger, opened: AsyncDisposableStack): Promise<string> {
  const url = settings.databaseUrl ?? (await ownDatabase(settings, log, opened))
  const { applied, version } = await migrate(url)
  if (applied.length > 0) log.info({ applied, version }, 'the database was brought up to date')
  return url
}

async function ownDatabase({ dataDir }: Settings, log: Logger, opened: AsyncDisposableStack): Promise<string> {
  const embedded = opened.use(await startEmbedded({ dataDir, log: (line) => log.debug(line) }))
  for (const note of embedded.notes) log.warn(note)
  return embedded.url
}

/** A worker of its own uses the sandbox that the web process has started. */
async function sandboxOrigin(
  settings: Settings,
  log: Logger,
  opened: AsyncDisposableStack,
): Promise<string | undefined> {
  if (!settings.sandbox) return undefined
  if (settings.mode === 'worker') return `http://127.0.0.1:${settings.sandboxPort}`
  return opened.use(await startSandboxProcess(settings, log)).origin
}

/** Sites and networks see who asks, and where to complain. */
const userAgent = ({ backendUrl, backendUrlIsSet }: Settings): string =>
  `Posthorn/0.1${backendUrlIsSet ? ` (+${backendUrl})` : ''}`
