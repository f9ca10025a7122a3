/** Over a real socket, beside the real sandbox: what a network meets when it fetches. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFilm } from '@posthorn/platforms/testing/film.ts'
import { assemble } from '../assemble.ts'
import { addActor } from '../channels/testing.ts'
import { cloneTemplate } from '../database/testing/database.ts'
import { scratchFolder } from '../database/testing/scratch.ts'
import { listen } from '../http/listen.ts'
import type { Parts } from '../parts.ts'
import { publicUrl } from '../publishing/delivery.ts'
import { serverApp } from '../routes.ts'
import { readSettings, withPort } from '../settings.ts'
import { addressOf, offerMedia } from './address.ts'
import { uploadAsset } from './upload.ts'

const opened = new AsyncDisposableStack()
let parts: Parts
let film: Buffer
let address: string
let which: { readonly workspaceId: string; readonly id: string }
beforeAll(async () => {
  const db = opened.use(await cloneTemplate())
  const { folder } = opened.use(await scratchFolder())
  const listening = opened.use(await listen({ host: '127.0.0.1', port: 0, isFixed: true }))
  const environment = {
    DATABASE_URL: db.url,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    SANDBOX_PORT: '0',
    BACKEND_URL: 'https://posthorn.example.com',
  }
  parts = opened.use(await assemble(withPort(await readSettings(environment), listening.port)))
  const app = serverApp(parts)
  listening.use((request, env) => app.fetch(request, env))
  const { workspaceId, personId } = await addActor({ db }, 'owner')
  film = await makeFilm({ id: 'fetched', seconds: 2 })
  const body = new Blob([new Uint8Array(film)]).stream()
  const { id, type } = await uploadAsset(parts, { workspaceId, personId, name: 'film', alt: '', body })
  which = { workspaceId, id }
  const [since, now] = [new Date(), new Date()]
  address = addressOf(parts.settings.mediaKey, { workspaceId, id, type, base: parts.settings.localUrl, since, now })
})
afterAll(() => opened.disposeAsync())

test('our own address reaches us, whatever the public one is', async () => {
  const response = await fetch(address)
  expect([response.status, response.headers.get('content-length')]).toEqual([200, String(film.length)])
  expect(Buffer.from(await response.arrayBuffer()).equals(film)).toBe(true)
})

test('a network may ask for the head first, and for parts', async () => {
  const head = await fetch(address, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(film.length)])
  const part = await fetch(address, { headers: { range: 'bytes=4-7' } })
  expect([part.status, await part.text()]).toEqual([206, 'ftyp'])
})

test('the sandbox takes our word for where media may be fetched', async () => {
  await expect(offerMedia(parts)).resolves.toBeUndefined()
})

test('a sandbox channel gets our own address, a real one the public', async () => {
  const due = { workspaceId: which.workspaceId, dueAt: new Date() }
  const practice = await publicUrl(parts, due, 'sandbox', which.id)
  expect(new URL(practice).origin).toBe(parts.settings.localUrl)
  expect((await fetch(practice)).status).toBe(200)
  const real = await publicUrl(parts, due, 'real', which.id)
  expect(new URL(real).origin).toBe('https://posthorn.example.com')
  expect(new URL(real).pathname).toBe(new URL(practice).pathname)
})
