/** Bytes of the library: to people in ranges, to networks by signed addresses, to nobody else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFilm } from '@posthorn/platforms/testing/film.ts'
import { setUpOwner, startTestServer, type Member, type TestServer } from '../http/testing.ts'
import { addressOf } from './address.ts'
import type { AssetView } from './assets.ts'

let server: TestServer
let owner: Member
let film: Buffer
let asset: AssetView
beforeAll(async () => {
  server = await startTestServer({ BACKEND_URL: 'https://posthorn.example.com' })
  owner = await setUpOwner(server)
  film = await makeFilm({ id: 'served', seconds: 2 })
  asset = await upload(film)
})
afterAll(() => server[Symbol.asyncDispose]())

async function upload(bytes: Buffer): Promise<AssetView> {
  const key = `POST /api/v1/workspaces/${owner.workspaceId}/assets?name=film.mp4`
  const response = await server.ask(key, { cookie: owner.cookie, raw: new Uint8Array(bytes) })
  return (await response.json()) as AssetView
}
const bodyOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer())

describe('a person plays a film', () => {
  const get = (range: string, more: Record<string, string> = {}) =>
    server.ask(`GET ${asset.url}`, { cookie: owner.cookie, headers: { range, ...more } })

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, undefined],
    ['bytes=-50', -50, undefined],
    ['bytes=10-999999999', 10, undefined],
  ])('%s', async (range, from, to) => {
    const response = await get(range)
    const part = film.subarray(from, to)
    const first = from < 0 ? film.length + from : from
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${first + part.length - 1}/${film.length}`)
    expect(response.headers.get('content-length')).toBe(String(part.length))
    expect((await bodyOf(response)).equals(part)).toBe(true)
  })

  test('beyond the end there is nothing', async () => {
    const response = await get(`bytes=${film.length}-`)
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${film.length}`])
  })

  test.each([
    ['several ranges', 'bytes=0-1,4-5', {}],
    ['another unit', 'lines=0-1', {}],
    ['backwards', 'bytes=9-1', {}],
    ['a part of another version', 'bytes=0-1', { 'if-range': '"other"' }],
  ] as const)('%s: the whole', async (_, range, more) => {
    const response = await get(range, more)
    expect([response.status, (await bodyOf(response)).length]).toEqual([200, film.length])
  })

  test('what the browser has is not sent again', async () => {
    const etag = (await get('')).headers.get('etag') ?? ''
    expect((await get('', { 'if-none-match': etag })).status).toBe(304)
  })

  test('threat 23: opened in a tab, a file can do nothing', async () => {
    const { headers } = await get('')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-disposition')).toBe('inline; filename="file.mp4"')
  })
})

describe('a network fetches', () => {
  const pathOf = (more: object = {}): string => {
    const { mediaKey, mediaUrl } = server.parts.settings
    const now = server.parts.now()
    const { id, type } = asset
    const file = { workspaceId: owner.workspaceId, id, type, base: mediaUrl, since: now, now, ...more }
    return addressOf(mediaKey, file).slice(mediaUrl.length)
  }

  test('the file, with type, length and no cookie', async () => {
    const response = await server.ask(`GET ${pathOf()}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('video/mp4')
    expect(response.headers.get('content-length')).toBe(String(film.length))
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(response.headers.has('set-cookie')).toBe(false)
    expect((await bodyOf(response)).equals(film)).toBe(true)
  })

  test('first its head, then parts of it', async () => {
    const head = await server.ask(`HEAD ${pathOf()}`)
    expect([head.status, head.headers.get('content-length'), (await bodyOf(head)).length]).toEqual([
      200,
      String(film.length),
      0,
    ])
    const part = await server.ask(`GET ${pathOf()}`, { headers: { range: 'bytes=4-7' } })
    expect([part.status, (await bodyOf(part)).toString()]).toEqual([206, 'ftyp'])
  })

  test.each([
    [
      'a changed signature',
      () => pathOf().replace(/..\/file/, (end) => (end.startsWith('AA') ? 'BB' : 'AA') + end.slice(2)),
    ],
    ['threat 33: another name', () => pathOf().replace('file.mp4', 'file.exe')],
    ['threat 33: a way out', () => pathOf().replace('file.mp4', '..%2f..%2fsecrets.json')],
    ['another workspace', () => pathOf({ workspaceId: '01890000-0000-7000-8000-00000000beef' })],
    ['a file that never was', () => pathOf({ id: '01890000-0000-7000-8000-00000000beef' })],
    ['no token', () => '/media/token/file.mp4'],
  ])('not by %s', async (_, path) => {
    expect((await server.ask(`GET ${path()}`)).status).toBe(404)
  })

  test('not after a day and a bit, and not once it is deleted', async () => {
    const other = await upload(await makeFilm({ id: 'other' }))
    const path = pathOf({ id: other.id })
    const status = async () => (await server.ask(`GET ${path}`)).status
    expect(await status()).toBe(200)
    const key = `DELETE /api/v1/workspaces/${owner.workspaceId}/assets/${other.id}`
    expect((await server.ask(key, { cookie: owner.cookie })).status).toBe(204)
    expect(await status()).toBe(404)
    const kept = pathOf()
    server.pass(31 * 3600)
    expect((await server.ask(`GET ${kept}`)).status).toBe(404)
  })
})
