/** Secrets of this installation: taken from the environment, or made strong once and kept in the data folder. */
import { createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { problem } from '@posthorn/domain/problems.ts'

export interface TokenKey {
  /** Says which key sealed a value; derived, so it tells nothing of the key. */
  readonly id: string
  /** 32 bytes for AES-256. */
  readonly key: Uint8Array
}

export interface Secrets {
  /** The first seals, all open. */
  readonly tokenKeys: readonly TokenKey[]
  readonly stateSecret: string
  readonly sessionSecret: string
  /** Signs the addresses at which networks fetch media; 32 bytes. */
  readonly mediaKey: Uint8Array
}

interface Given {
  readonly tokenKeys: readonly string[]
  readonly stateSecret: string
  readonly sessionSecret: string
}

const Stored = z.object({ tokenKeys: z.array(z.string()).min(1), stateSecret: z.string(), sessionSecret: z.string() })

/** Shortest that is taken; 32 random characters are more than 128 bits in any usual alphabet. */
const shortest = 32
/** A random value of 32 characters repeats itself less than this. */
const fewestDifferent = 10
/** Words of examples and defaults; a random value does not contain them. */
const samples =
  /change.?me|secret|password|example|sample|your.?|default|test.?key|posthorn|0123456789|abcdefgh|1234567890/i

/** What the environment gives, completed by `secrets.json`. Refuses known, sample and short ones by name. */
export async function readSecrets(dataDir: string, given: Given): Promise<Secrets> {
  given.tokenKeys.forEach((value) => refuseWeak('SOCIAL_TOKEN_ENCRYPTION_KEY', value))
  if (given.stateSecret !== '') refuseWeak('OAUTH_STATE_SECRET', given.stateSecret)
  if (given.sessionSecret !== '') refuseWeak('SESSION_SECRET', given.sessionSecret)
  const complete = given.tokenKeys.length > 0 && given.stateSecret !== '' && given.sessionSecret !== ''
  const kept = complete ? undefined : await keepSecrets(dataDir)
  const keys = given.tokenKeys.length > 0 ? given.tokenKeys : (kept?.tokenKeys ?? [])
  const sessionSecret = given.sessionSecret || (kept?.sessionSecret ?? '')
  return {
    tokenKeys: keys.map(deriveKey),
    stateSecret: given.stateSecret || (kept?.stateSecret ?? ''),
    sessionSecret,
    mediaKey: derive(sessionSecret, 'posthorn: addresses of media'),
  }
}

/** Writes a new first key; the older ones stay, because what they sealed must still open. For installations that keep their own. */
export async function addTokenKey(dataDir: string): Promise<void> {
  const kept = await keepSecrets(dataDir)
  const file = fileOf(dataDir)
  const draft = await writeDraft(file, { ...kept, tokenKeys: [makeSecret(), ...kept.tokenKeys] })
  await rename(draft, file)
}

const fileOf = (dataDir: string): string => join(dataDir, 'secrets.json')
const makeSecret = (): string => randomBytes(32).toString('base64url')

/** The kept ones; makes them at the first start. Of two starters the second takes what the first has written. */
async function keepSecrets(dataDir: string): Promise<z.output<typeof Stored>> {
  const file = fileOf(dataDir)
  const found = await readStored(file)
  if (found) return found
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const draft = await writeDraft(file, {
    tokenKeys: [makeSecret()],
    stateSecret: makeSecret(),
    sessionSecret: makeSecret(),
  })
  try {
    await link(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return Stored.parse(JSON.parse(await readFile(file, 'utf8')))
}

async function readStored(file: string): Promise<z.output<typeof Stored> | undefined> {
  try {
    return Stored.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw problem('system.secrets-file', { file }, { cause })
  }
}

/** Complete and closed to others before it gets its name. */
async function writeDraft(file: string, secrets: z.output<typeof Stored>): Promise<string> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return draft
}

function refuseWeak(name: string, value: string): void {
  const words =
    value.length < shortest
      ? `it has ${value.length} characters, and ${shortest} are needed`
      : samples.test(value)
        ? 'it is a known or sample value'
        : new Set(value).size < fewestDifferent
          ? 'it repeats itself'
          : undefined
  if (words) throw problem('system.weak-secret', { name, words })
}

function deriveKey(secret: string): TokenKey {
  const key = derive(secret, 'posthorn: sealing tokens')
  return { id: createHash('sha256').update('id').update(key).digest('hex').slice(0, 12), key }
}

/** A key for one purpose: it opens nothing that another was made for. */
const derive = (secret: string, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32))
