/** What an operator does from a terminal. */
import { platforms } from '@posthorn/platforms/adapters'
import { problem } from '@posthorn/domain/problems.ts'
import { rotateKeys } from './channels/rotate.ts'
import { createSeal } from './channels/seal.ts'
import { startEmbedded } from './database/embedded/start.ts'
import { migrate } from './database/migrate.ts'
import { openDatabase } from './database/open.ts'
import { createLog } from './log.ts'
import { findRunning } from './run-file.ts'
import { addTokenKey } from './secrets.ts'
import { processEnvironment, readSettings, type Settings } from './settings.ts'
import { newSetUpCode } from './team/people.ts'

type Print = (line: string) => void

/** A new one-time code for the first owner, also beside a running Posthorn. The code before is void. */
export async function setUpCode(print: Print): Promise<void> {
  const settings = await readSettings(processEnvironment, platforms)
  const running = await findRunning(settings.dataDir)
  await using database = await reach(settings)
  await using web = openDatabase({ url: database.url, role: 'posthorn_web', max: 1 })
  const code = await newSetUpCode({ web })
  if (code === undefined) throw problem('access.setup-done')
  const base = settings.backendUrlIsSet ? settings.backendUrl : (running?.url ?? settings.backendUrl)
  print(`${base}/setup?code=${code}`)
}

/**
 * Seals all tokens with a new key. Not beside a running Posthorn: it would not know the key that its tokens are
 * sealed with. Where the keys are in the environment, put the new one first before running this.
 */
export async function rotate(print: Print): Promise<void> {
  const { dataDir, environment } = await readSettings(processEnvironment, platforms)
  const running = await findRunning(dataDir)
  if (running) throw problem('system.running', { url: running.url })
  if (!environment['SOCIAL_TOKEN_ENCRYPTION_KEY']) await addTokenKey(dataDir)
  const settings = await readSettings(environment, platforms)
  await using database = await reach(settings)
  await using worker = openDatabase({ url: database.url, role: 'posthorn_worker', max: 2 })
  const log = createLog({ level: 'warn' })
  const rotated = await rotateKeys({ worker, seal: createSeal(settings.tokenKeys), log })
  print(`Sealed anew: ${JSON.stringify(rotated)}`)
}

/** The database, left running if it ran before. */
async function reach({ databaseUrl, dataDir }: Settings): Promise<{ readonly url: string } & AsyncDisposable> {
  const embedded = databaseUrl === undefined ? await startEmbedded({ dataDir }) : undefined
  const url = embedded?.url ?? databaseUrl ?? ''
  await migrate(url)
  return {
    url,
    async [Symbol.asyncDispose]() {
      if (embedded && !embedded.attached) await embedded.stop()
    },
  }
}
