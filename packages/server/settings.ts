/**
 * The environment, read once. Each setting stands beside its documentation; `docs/settings.md` is drawn from this table.
 * A value that cannot be used stops the start and names the variable.
 */
import { resolve } from 'node:path'
import { z } from 'zod'
import { problem } from '@posthorn/domain/problems.ts'
import type { Platform } from '@posthorn/platforms/interface'
import { readSecrets, type Secrets } from './secrets.ts'

/** One variable: how it is read, what holds without it, what it is for. `secret`: its value is never shown. */
export interface Setting<T = unknown> {
  readonly env: string
  readonly read: z.ZodType<T>
  readonly fallback: T
  readonly says: string
  readonly secret?: true
}
export type SettingsTable = Readonly<Record<string, Setting>>
export type SettingValues<T extends SettingsTable> = {
  readonly [Key in keyof T]: z.output<T[Key]['read']> | T[Key]['fallback']
}
export type Environment = Readonly<Record<string, string | undefined>>

const Port = z.coerce.number().int().min(0).max(65_535)
const Url = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/[?#]/.test(url), 'must have no query or fragment')
  .transform((url) => url.replace(/\/+$/, ''))
const Switch = z.enum(['on', 'off']).transform((value) => value === 'on')
const List = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

export const serverSettings = {
  port: {
    env: 'PORT',
    read: Port,
    fallback: 3000,
    says: 'Where the web app and the API listen. Set: exactly there. Unset: the next free one.',
  },
  host: {
    env: 'HOST',
    read: z.string().min(1),
    fallback: '127.0.0.1',
    says: 'The address to listen on. The default is reached from this machine only.',
  },
  dataDir: {
    env: 'DATA_DIR',
    read: z.string().min(1),
    fallback: './data',
    says: 'Where everything is kept: database, media, secrets, temporary files.',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    read: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    fallback: undefined,
    secret: true,
    says: 'A PostgreSQL 15 or newer. Unset: Posthorn starts its own in the data folder.',
  },
  mode: {
    env: 'MODE',
    read: z.enum(['all', 'web', 'worker']),
    fallback: 'all',
    says: '`web` serves people, `worker` publishes, `all` does both in one process.',
  },
  backendUrl: {
    env: 'BACKEND_URL',
    read: Url.optional(),
    fallback: undefined,
    says: 'The public base address. Networks send people back to `{BACKEND_URL}/api/v1/auth/social/callback/{platform}`. With https, cookies are Secure, and networks that read a document of their clients find ours at `{BACKEND_URL}/oauth/{platform}/client-metadata.json`.',
  },
  mediaUrl: {
    env: 'MEDIA_URL',
    read: Url.optional(),
    fallback: undefined,
    says: 'The public base address of media files, where networks fetch them: `{MEDIA_URL}/media/…`. Some networks take files in no other way, and only from a public https address. Unset: BACKEND_URL.',
  },
  mediaMaxBytes: {
    env: 'MEDIA_MAX_BYTES',
    read: z.coerce.number().int().positive(),
    fallback: 5_000_000_000,
    says: 'The largest file a person may upload, in bytes. Pictures and documents have at most 100 MB each.',
  },
  sandbox: {
    env: 'SANDBOX',
    read: Switch,
    fallback: true,
    says: '`off` leaves out the built-in imitation of the networks.',
  },
  sandboxPort: {
    env: 'SANDBOX_PORT',
    read: Port,
    fallback: 4010,
    says: 'Where the sandbox listens. Set: exactly there. Unset: the next free one.',
  },
  outsideAllow: {
    env: 'OUTSIDE_ALLOW',
    read: List,
    fallback: [],
    says: 'Hosts or networks (CIDR), separated by commas, that requests to the outside may reach although they are private; plain http included.',
  },
  trustedProxies: {
    env: 'TRUSTED_PROXIES',
    read: List,
    fallback: [],
    says: 'Addresses or networks (CIDR) of your own reverse proxies, separated by commas. Only these are believed in X-Forwarded-For.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    read: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    fallback: 'info',
    says: 'How much is written to the log.',
  },
} as const satisfies SettingsTable

/** Of the environment's secrets; what is missing is made at the first start and kept in the data folder. */
export const secretSettings = {
  tokenKeys: {
    env: 'SOCIAL_TOKEN_ENCRYPTION_KEY',
    read: List,
    fallback: [],
    secret: true,
    says: 'Seals the tokens of your channels. Several, separated by commas: the first seals, all open, so that keys can be changed (`rotate-keys`).',
  },
  stateSecret: {
    env: 'OAUTH_STATE_SECRET',
    read: z.string(),
    fallback: '',
    secret: true,
    says: 'Binds a connection attempt to the browser that began it, and makes the key that signs us in at servers that read our client document: with another one those channels are connected again.',
  },
  sessionSecret: {
    env: 'SESSION_SECRET',
    read: z.string(),
    fallback: '',
    secret: true,
    says: 'Signs the session cookie and, by a key of their own, the addresses at which networks fetch media.',
  },
} as const satisfies SettingsTable

/** Credentials of an app at a network, by `Connect.app`. */
export interface Client {
  readonly id: string
  readonly secret: string
}

export interface Settings extends Omit<SettingValues<typeof serverSettings>, 'backendUrl' | 'mediaUrl'>, Secrets {
  /** PORT and SANDBOX_PORT were set, so that no other port will do. */
  readonly portIsFixed: boolean
  readonly sandboxPortIsFixed: boolean
  /** Always known: without BACKEND_URL it follows from host and port; see `withPort`. */
  readonly backendUrl: string
  readonly backendUrlIsSet: boolean
  readonly mediaUrl: string
  /** How programs on this machine reach us, whatever the public address is. */
  readonly localUrl: string
  readonly mediaUrlIsSet: boolean
  /** By `Connect.app`, such as `clients.NETWORK` from NETWORK_CLIENT_ID and NETWORK_CLIENT_SECRET. */
  readonly clients: Readonly<Record<string, Client>>
  /** By platform: base addresses that replace the network's own. */
  readonly addresses: Readonly<Record<string, { readonly api?: string; readonly auth?: string }>>
  /** What was read, for modules that bring their own table: `readTable(theirs, settings.environment)`. */
  readonly environment: Environment
}

/** The one look at the process's environment. */
export const processEnvironment: Environment = process.env

type Known = Readonly<Record<string, Pick<Platform, 'connect'>>>

/** Where Node keeps compiled code: the second start compiles nothing. */
export const compileCache = (env: Environment): string =>
  resolve(readTable({ dataDir: serverSettings.dataDir }, env).dataDir, 'cache')

/** Reads everything. Makes missing secrets in the data folder. Throws `system.setting`, naming the variable. */
export async function readSettings(env: Environment = processEnvironment, platforms: Known = {}): Promise<Settings> {
  const { backendUrl, mediaUrl, dataDir, ...values } = readTable(serverSettings, env)
  const folder = resolve(dataDir)
  const secrets = await readSecrets(folder, readTable(secretSettings, env))
  const settings: Settings = {
    ...values,
    ...secrets,
    dataDir: folder,
    portIsFixed: isSet(env, 'PORT'),
    sandboxPortIsFixed: isSet(env, 'SANDBOX_PORT'),
    backendUrl: backendUrl ?? '',
    backendUrlIsSet: backendUrl !== undefined,
    mediaUrl: mediaUrl ?? '',
    localUrl: '',
    mediaUrlIsSet: mediaUrl !== undefined,
    clients: readClients(env, platforms),
    addresses: readAddresses(env, platforms),
    environment: env,
  }
  return withPort(settings, settings.port)
}

/** The settings once the port is known: addresses that nobody set follow from it. */
export function withPort(settings: Settings, port: number): Settings {
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host
  const own = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const backendUrl = settings.backendUrlIsSet ? settings.backendUrl : own
  return {
    ...settings,
    port,
    localUrl: own,
    backendUrl,
    mediaUrl: settings.mediaUrlIsSet ? settings.mediaUrl : backendUrl,
  }
}

/** Reads one table; an empty variable counts as unset. */
export function readTable<T extends SettingsTable>(table: T, env: Environment): SettingValues<T> {
  const entries = Object.entries(table).map(([name, setting]) => [name, readOne(setting, env)])
  return Object.fromEntries(entries) as SettingValues<T>
}

function readOne<T>({ env: name, read, fallback }: Setting<T>, env: Environment): T {
  if (!isSet(env, name)) return fallback
  const result = read.safeParse(env[name])
  if (result.success) return result.data
  throw problem('system.setting', { name, words: result.error.issues.map((issue) => issue.message).join('; ') })
}

const isSet = (env: Environment, name: string): boolean => (env[name] ?? '').trim() !== ''

/** An app's variables; TikTok and its like call the id a key, which `dialect.clientId` tells. */
export const clientVariables = (platforms: Known): readonly { app: string; id: string; secret: string }[] =>
  Object.values(platforms).flatMap(({ connect }) =>
    connect.flatMap((way) => {
      if (way.how !== 'oauth') return []
      const id = way.dialect?.clientId === 'client_key' ? 'CLIENT_KEY' : 'CLIENT_ID'
      return [{ app: way.app, id: `${way.app}_${id}`, secret: `${way.app}_CLIENT_SECRET` }]
    }),
  )

function readClients(env: Environment, platforms: Known): Record<string, Client> {
  const clients: Record<string, Client> = {}
  for (const { app, id, secret } of clientVariables(platforms)) {
    const [one, other] = [isSet(env, id), isSet(env, secret)]
    if (one !== other) {
      throw problem('system.setting', {
        name: one ? secret : id,
        words: `${one ? id : secret} is set, so this is needed`,
      })
    }
    if (one) clients[app] = { id: (env[id] ?? '').trim(), secret: (env[secret] ?? '').trim() }
  }
  return clients
}

function readAddresses(env: Environment, platforms: Known): Settings['addresses'] {
  return Object.fromEntries(
    Object.keys(platforms).map((id) => {
      const read = (kind: string) =>
        readOne<string>({ env: `${id.toUpperCase()}_${kind}_URL`, read: Url, fallback: '', says: '' }, env)
      const [api, auth] = [read('API'), read('AUTH')]
      return [id, { ...(api === '' ? {} : { api }), ...(auth === '' ? {} : { auth }) }]
    }),
  )
}
