/** The commands as a person types them, against the whole program. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFilm } from '@posthorn/platforms/testing/film.ts'
import { startInstance, type Instance } from '../../scripts/instance.ts'
import { setUp } from '../../scripts/session.ts'
import { sessionFile } from './session.ts'

let instance: Instance
let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'posthorn-home-'))
  instance = await startInstance()
  const { api, workspaceId } = await setUp(instance)
  await api('POST /api/v1/workspaces/{workspaceId}/channels/practice', { params: { workspaceId }, body: {} })
}, 60_000)
afterAll(async () => {
  await instance[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

const program = join(import.meta.dirname, 'main.ts')

function posthorn(
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; out: string; complaint: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { env: { HOME: home, TZ: 'UTC' } })
    let [out, complaint] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    child.once('close', (code) => resolve({ code, out: out.trim(), complaint }))
    child.stdin.end(input)
  })
}

test('without a session every command says what to do', async () => {
  expect(await posthorn(['channels'])).toMatchObject({
    code: 1,
    complaint: 'You are not signed in. Run: posthorn sign-in URL\n',
  })
})

test('a person signs in, writes, schedules, publishes and sees it arrive', async () => {
  const wrong = await posthorn(['sign-in', instance.url, '--email', 'ada@example.com'], 'not my password\n')
  expect([wrong.code, wrong.complaint]).toEqual([1, expect.stringContaining('do not match')])
  const signed = await posthorn(['sign-in', instance.url, '--email', 'ada@example.com'], 'a long enough passphrase\n')
  expect([signed.code, signed.out]).toEqual([0, 'Signed in to Acme.'])
  expect((await stat(sessionFile(home))).mode & 0o777).toBe(0o600)

  const { out } = await posthorn(['--json', 'channels'])
  const channels = JSON.parse(out) as { id: string; platform: string }[]
  const [first] = channels
  expect(channels.length).toBeGreaterThan(0)

  const practised = await posthorn(['--json', 'connect', first?.platform ?? '', '--sandbox'])
  expect(JSON.parse(practised.out)).toContainEqual(expect.objectContaining({ id: first?.id, network: 'sandbox' }))
  const page = await posthorn(['connect', 'twitter', 'ada'])
  expect([page.code, page.complaint]).toEqual([1, expect.stringContaining(`Connect it there: ${instance.url}/w/`)])
  expect((await posthorn(['connect', 'nowhere'])).complaint).toContain('There is no platform nowhere.')

  const nowhere = await posthorn(['write', 'Hello', '--channels', 'nobody'])
  expect([nowhere.code, nowhere.complaint]).toEqual([
    1,
    expect.stringContaining('No connected channel is called nobody'),
  ])
  const written = await posthorn(['write', 'Hello from a terminal', '--channels', first?.id ?? ''])
  expect(written.out).toMatch(/^[0-9a-f-]{36}$/)
  expect((await posthorn(['status', written.out])).out).toBe('draft')

  const film = join(home, 'film.mp4')
  await writeFile(film, await makeFilm({ id: 'terminal', seconds: 2 }))
  const uploaded = await posthorn(['upload', film])
  expect(uploaded.out).toMatch(/^[0-9a-f-]{36} {2}video\/mp4 {2}1280 × 720 {2}2 s {2}0\.1 MB$/)
  const shown = await posthorn(['--json', 'write', 'With a film', '--media', film, '--channels', first?.id ?? ''])
  expect(JSON.parse(shown.out)).toMatchObject({
    base: { parts: [{ media: [{ assetId: uploaded.out.slice(0, 36) }] }] },
  })
  const missing = await posthorn(['upload', join(home, 'nowhere.mp4')])
  expect([missing.code, missing.complaint]).toEqual([1, expect.stringContaining('nowhere.mp4')])

  const published = await posthorn(['publish', written.out])
  expect([published.code, published.out.split('\n').at(-1)]).toEqual([0, expect.stringContaining('published')])
  expect((await posthorn(['status'])).out).toContain('Hello from a terminal')

  const later = await posthorn(['write', 'For later', '--channels', first?.id ?? ''])
  const scheduled = await posthorn(['schedule', later.out, '--at', '2030-01-02T09:00', '--zone', 'Europe/Rome'])
  expect(scheduled.out).toContain('2030-01-02T09:00')

  expect((await posthorn(['sign-out'])).code).toBe(0)
  expect((await posthorn(['status'])).code).toBe(1)
}, 60_000)
