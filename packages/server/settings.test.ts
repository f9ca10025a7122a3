import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { settingsPage } from '../../scripts/gen-settings.ts'
import { addTokenKey } from './secrets.ts'
import { readSettings, withPort, type Environment } from './settings.ts'

const read = async (environment: Environment) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-settings-'))
  try {
    const settings = await readSettings({ DATA_DIR: dataDir, ...environment }, networks)
    const file = join(dataDir, 'secrets.json')
    const kept = await readFile(file, 'utf8').catch(() => '')
    return {
      settings,
      kept,
      mode: kept === '' ? 0 : (await stat(file)).mode & 0o777,
      again: () => readSettings({ DATA_DIR: dataDir }),
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

const networks = {
  chirp: {
    connect: [
      {
        via: 'user',
        how: 'oauth',
        app: 'CHIRP',
        authorize: '',
        token: '',
        scopes: [],
        pkce: true,
        clientAuth: 'body',
        renew: 'none',
      },
    ],
  },
  clip: {
    connect: [
      {
        via: 'user',
        how: 'oauth',
        app: 'CLIP',
        authorize: '',
        token: '',
        scopes: [],
        pkce: true,
        clientAuth: 'body',
        renew: 'none',
        dialect: { clientId: 'client_key' },
      },
    ],
  },
} as const

const strong = 'kX9vQ2mT7pL4wZ8nB3cR6yH1jF5dG0sA_eU'

describe('settings', () => {
  test('without any, Posthorn runs on this machine alone', async () => {
    const { settings } = await read({})
    expect(settings).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      mode: 'all',
      sandbox: true,
      backendUrl: 'http://127.0.0.1:3000',
    })
    expect(withPort(settings, 3005)).toMatchObject({
      port: 3005,
      backendUrl: 'http://127.0.0.1:3005',
      mediaUrl: 'http://127.0.0.1:3005',
    })
  })

  test('an address that was set stays, whatever the port', async () => {
    const { settings } = await read({ BACKEND_URL: 'https://post.example.com/', PORT: '80' })
    expect(withPort(settings, 81)).toMatchObject({ backendUrl: 'https://post.example.com', portIsFixed: true })
  })

  test.for<[string, string]>([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['MODE', 'fast'],
    ['SANDBOX', 'maybe'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['BACKEND_URL', 'post.example.com'],
    ['BACKEND_URL', 'ftp://post.example.com'],
    ['CHIRP_API_URL', 'nowhere'],
  ])('a wrong %s (%s) stops the start and is named', async ([name, value]) => {
    await expect(read({ [name]: value })).rejects.toMatchObject({ code: 'system.setting', values: { name } })
  })

  test('credentials of an app come in pairs, under the name the network uses', async () => {
    const { settings } = await read({
      CHIRP_CLIENT_ID: 'a',
      CHIRP_CLIENT_SECRET: 'b',
      CLIP_CLIENT_KEY: 'c',
      CLIP_CLIENT_SECRET: 'd',
    })
    expect(settings.clients).toEqual({ CHIRP: { id: 'a', secret: 'b' }, CLIP: { id: 'c', secret: 'd' } })
    await expect(read({ CHIRP_CLIENT_ID: 'a' })).rejects.toMatchObject({ values: { name: 'CHIRP_CLIENT_SECRET' } })
  })
})

describe('threat 42: secrets', () => {
  test('missing ones are made strong, once, for our eyes only', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-settings-'))
    try {
      const [one, other] = await Promise.all([readSettings({ DATA_DIR: dataDir }), readSettings({ DATA_DIR: dataDir })])
      expect(one).toEqual(other)
      expect(one.sessionSecret).toHaveLength(43)
      expect(one.sessionSecret).not.toBe(one.stateSecret)
      expect(one.tokenKeys.map(({ key }) => key.length)).toEqual([32])
      expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600)
      await addTokenKey(dataDir)
      const rotated = await readSettings({ DATA_DIR: dataDir })
      expect(rotated.tokenKeys).toHaveLength(2)
      expect(rotated.tokenKeys[1]).toEqual(one.tokenKeys[0])
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  })

  test.for<[string, string]>([
    ['SESSION_SECRET', 'short'],
    ['SESSION_SECRET', 'a'.repeat(40)],
    ['SESSION_SECRET', 'change-me-change-me-change-me-change-me'],
    ['OAUTH_STATE_SECRET', 'your-secret-here-your-secret-here-1234'],
    ['SOCIAL_TOKEN_ENCRYPTION_KEY', '0123456789abcdef0123456789abcdef'],
    ['SOCIAL_TOKEN_ENCRYPTION_KEY', `${strong},short`],
  ])('a weak %s refuses to start: %s', async ([name, value]) => {
    await expect(read({ [name]: value })).rejects.toMatchObject({ code: 'system.weak-secret', values: { name } })
  })

  test('several keys: the first seals, and nothing is written when all are given', async () => {
    const second = strong.split('').toReversed().join('')
    const { settings, kept } = await read({
      SOCIAL_TOKEN_ENCRYPTION_KEY: `${strong}, ${second}`,
      OAUTH_STATE_SECRET: strong,
      SESSION_SECRET: second,
    })
    expect(settings.tokenKeys).toHaveLength(2)
    expect(new Set(settings.tokenKeys.map(({ id }) => id)).size).toBe(2)
    expect(kept).toBe('')
  })
})

test('docs/settings.md says what the table says', async () => {
  expect(await readFile(join(import.meta.dirname, '../../docs/settings.md'), 'utf8')).toBe(settingsPage())
})
