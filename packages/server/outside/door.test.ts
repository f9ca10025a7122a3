import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createDoor, OutsideFailure, TimedOut, TooLarge, type Door } from './door.ts'
import { deadOrigin, serve, serveSockets } from './testing.ts'

const userAgent = 'Posthorn-test'
const open = (): Door => createDoor({ allow: ['127.0.0.1'], userAgent })
const ask = { method: 'POST', headers: {}, timeoutMs: 5_000, maxBytes: 100_000 }

async function failureOf(promise: Promise<unknown>): Promise<OutsideFailure> {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof OutsideFailure) return error
  throw new Error('no OutsideFailure', { cause: error })
}

describe('what was sent is known exactly', () => {
  for (const fresh of [true, false]) {
    describe(fresh ? 'on a connection of its own' : 'on a kept connection', () => {
      test('nobody listens: nothing was sent', async () => {
        await using door = open()
        const failure = await failureOf(door.request({ ...ask, url: await deadOrigin(), body: 'x', fresh }))
        expect(failure.sent).toBe(false)
      })
      test('TLS fails (a plain server): nothing was sent', async () => {
        await using door = open()
        await using server = await serve((_, response) => response.end())
        const url = server.origin.replace('http:', 'https:')
        const failure = await failureOf(door.request({ ...ask, url, body: 'x', fresh }))
        expect(failure.sent).toBe(false)
      })
      test('the name has no address: nothing was sent', async () => {
        const lookup = () => Promise.reject(new Error('ENOTFOUND'))
        await using door = createDoor({ allow: [], userAgent, lookup })
        const failure = await failureOf(door.request({ ...ask, url: 'https://example.com/', fresh }))
        expect(failure.sent).toBe(false)
      })
      test('the server takes the request and hangs up: it may have been sent', async () => {
        await using door = open()
        await using server = await serveSockets((socket) => socket.once('data', () => socket.destroy()))
        const failure = await failureOf(door.request({ ...ask, url: server.origin, body: 'x', fresh }))
        expect(failure.sent).toBe(true)
      })
      test('the server accepts and never answers: it may have been sent, and time is up', async () => {
        await using door = open()
        await using server = await serveSockets((socket) => socket.resume())
        const failure = await failureOf(door.request({ ...ask, url: server.origin, timeoutMs: 60, fresh }))
        expect(failure.sent).toBe(true)
        expect(failure.cause).toBeInstanceOf(TimedOut)
      })
      test('the answer breaks off: it was sent', async () => {
        await using door = open()
        await using server = await serveSockets((socket) =>
          socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":')),
        )
        const failure = await failureOf(door.request({ ...ask, url: server.origin, body: 'x', fresh }))
        expect(failure.sent).toBe(true)
      })
      test('given up before it began: nothing was sent', async () => {
        await using door = open()
        let requests = 0
        await using server = await serve((_, response) => {
          requests += 1
          response.end()
        })
        const signal = AbortSignal.abort(new Error('lease lost'))
        const failure = await failureOf(door.request({ ...ask, url: server.origin, signal, fresh }))
        expect([failure.sent, failure.message, requests]).toEqual([false, 'lease lost', 0])
      })
      test('given up while the name is looked up: nothing is sent later', async () => {
        const stop = new AbortController()
        let answer: ((found: { address: string; family: number }[]) => void) | undefined
        const lookup = () => new Promise<{ address: string; family: number }[]>((resolve) => (answer = resolve))
        let requests = 0
        await using server = await serve((_, response) => {
          requests += 1
          response.end('ok')
        })
        await using door = createDoor({ allow: ['net.test'], userAgent, lookup })
        const url = `http://net.test:${server.port}/`
        const pending = failureOf(door.request({ ...ask, url, signal: stop.signal, fresh }))
        await expect.poll(() => answer).toBeDefined()
        stop.abort(new Error('lease lost'))
        expect((await pending).sent).toBe(false)
        answer?.([{ address: '127.0.0.1', family: 4 }])
        // A second request over the same door is answered after whatever the first might still have sent.
        const second = door.request({ ...ask, url })
        answer?.([{ address: '127.0.0.1', family: 4 }])
        expect((await second).status).toBe(200)
        expect(requests).toBe(1)
      })
    })
  }

  test('a body whose length is wrong fails, and what follows is a failure of its own', async () => {
    await using door = open()
    await using server = await serve((request, response) => request.resume().on('end', () => response.end()))
    async function* bytes() {
      yield Buffer.from('four')
    }
    const failure = await failureOf(
      door.request({ ...ask, url: server.origin, body: bytes(), contentLength: 10, timeoutMs: 2_000, fresh: true }),
    )
    expect(failure.sent).toBe(true)
  })
})

test('any status is an answer, and a redirect is not followed', async () => {
  await using door = open()
  await using server = await serve((request, response) => {
    response.writeHead(307, { location: '/elsewhere', 'X-Seen': String(request.headers['user-agent']) }).end('no')
  })
  const answer = await door.request({ ...ask, url: `${server.origin}/a?b=c` })
  expect(answer).toMatchObject({ status: 307, headers: { location: '/elsewhere', 'x-seen': userAgent } })
  expect(Buffer.from(answer.body).toString()).toBe('no')
})

test('a streamed body arrives whole, with its length, and its progress is told', async () => {
  await using door = open()
  await using server = await serve((request, response) => {
    let size = 0
    request.on('data', (chunk: Buffer) => (size += chunk.length))
    request.on('end', () => response.end(`${size} of ${request.headers['content-length']}`))
  })
  async function* bytes() {
    for (let n = 0; n < 20; n += 1) yield Buffer.alloc(50_000)
  }
  const told: number[] = []
  const answer = await door.request({
    ...ask,
    url: server.origin,
    body: bytes(),
    contentLength: 1_000_000,
    onProgress: (sent) => told.push(sent),
  })
  expect(Buffer.from(answer.body).toString()).toBe('1000000 of 1000000')
  expect(told.at(-1)).toBe(1_000_000)
  expect(told.length).toBeGreaterThan(1)
})

test('fresh requests share no connection, ordinary ones do', async () => {
  const ports = new Set<number | undefined>()
  await using server = await serve((request, response) => {
    ports.add(request.socket.remotePort)
    response.end()
  })
  await using door = open()
  for (let n = 0; n < 5; n += 1) await door.request({ ...ask, url: server.origin })
  const kept = ports.size
  expect(kept).toBeLessThan(5)
  for (let n = 0; n < 5; n += 1) await door.request({ ...ask, url: server.origin, fresh: true })
  expect(ports.size).toBe(kept + 5)
})

describe('sizes are bounded', () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  test.each([
    ['a long body', {}, Buffer.alloc(200_000)],
    ['a bomb under the limit of bytes sent', { 'content-encoding': 'gzip' }, bomb],
  ])('%s', async (_, headers, body) => {
    await using server = await serve((_, response) => response.writeHead(200, headers).end(body))
    await using door = open()
    const failure = await failureOf(door.request({ ...ask, url: server.origin }))
    expect(failure.cause).toBeInstanceOf(TooLarge)
    await expect(door.get(server.origin, { maxBytes: 100_000, timeoutMs: 5_000 })).rejects.toMatchObject({
      code: 'source.too-large',
    })
  })
  test('a ratio that no text has is refused even if the limit is high', async () => {
    await using server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    await using door = open()
    const got = door.get(server.origin, { maxBytes: 100_000_000, timeoutMs: 5_000 })
    await expect(got).rejects.toMatchObject({ code: 'source.too-large' })
  })
  test('an honest compressed answer is unpacked', async () => {
    const text = '{"ok":true} '.repeat(500)
    const packed = gzipSync(text)
    await using server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    )
    await using door = open()
    const { body } = await door.get(server.origin, { maxBytes: 100_000, timeoutMs: 5_000 })
    expect(Buffer.from(body).toString()).toBe(text)
  })
})

test('get says in problems what went wrong', async () => {
  await using door = open()
  await using silent = await serveSockets((socket) => socket.resume())
  const options = { maxBytes: 1_000, timeoutMs: 60 }
  await expect(door.get(silent.origin, options)).rejects.toMatchObject({ code: 'source.timeout' })
  await expect(door.get(await deadOrigin(), options)).rejects.toMatchObject({ code: 'system.outside-failed' })
  await expect(door.get('file:///etc/passwd', options)).rejects.toMatchObject({ code: 'system.address-not-allowed' })
})

test('fetch for libraries: same guard, and no header follows a redirect', async () => {
  let second = 0
  await using server = await serve((request, response) => {
    if (request.url === '/to') return response.writeHead(302, { location: '/there' }).end()
    if (request.url === '/there') second += 1
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(request.headers))
  })
  await using door = open()
  const answer = await door.fetch(`${server.origin}/`, { method: 'POST', body: '{}', headers: { 'x-key': 'k' } })
  expect(await answer.json()).toMatchObject({ 'x-key': 'k', 'user-agent': userAgent })
  await expect(door.fetch(`${server.origin}/to`)).rejects.toThrow()
  expect((await door.fetch(`${server.origin}/to`, { redirect: 'manual' })).status).toBe(302)
  expect(second).toBe(0)
  await using closed = createDoor({ allow: [], userAgent })
  await expect(closed.fetch(server.origin)).rejects.toThrow()
})
