import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Wire } from '@posthorn/platforms/interface'
import { createDoor, type Answer, type RequestOptions } from './door.ts'
import { createLink, locate, worldOf } from './sandbox.ts'
import { deadOrigin, serve } from './testing.ts'
import { sendWire, WireFailure, wireForRecord, type OpenFile } from './wire.ts'

const link = createLink('http://127.0.0.1:4010', {
  'api.x.com': '/twitter',
  'x.com': '/twitter/web',
  'rupload.facebook.com': '/facebook/rupload',
})
const sandbox = worldOf('sandbox', link)
const real = worldOf('real', link)
const noFile: OpenFile = () => Promise.reject(new Error('no file here'))
const file =
  (text: string): OpenFile =>
  ({ from = 0, to }) => {
    const part = text.slice(from, to)
    const stream = async function* () {
      yield Buffer.from(part)
    }
    return Promise.resolve({ bytes: Buffer.byteLength(part), type: 'image/png', name: 'a"b\r\nc.png', stream })
  }

/** Remembers what would have left. */
function recorder(answer: Partial<Answer> = {}) {
  const asked: RequestOptions[] = []
  const request = (options: RequestOptions): Promise<Answer> => {
    asked.push(options)
    return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(''), ...answer })
  }
  return { door: { request }, asked }
}
const wire: Wire = {
  method: 'POST',
  url: 'https://api.x.com/2/tweets?a=1',
  as: 'channel',
  body: { is: 'json', value: { text: 'hi' } },
}
const options = { openFile: noFile, timeoutMs: 5_000 }
const hosts = ['api.x.com', 'rupload.facebook.com']

describe('the two worlds never meet', () => {
  const addresses = [
    'https://api.x.com/2/tweets',
    'https://rupload.facebook.com/video/1?x=%2F',
    'http://127.0.0.1:4010/twitter/2/tweets',
    'https://example.com/',
    'https://api.x.com@127.0.0.1:4010/',
    'https://api.x.com:8443/',
  ]
  test.each(addresses)('%s', async (url) => {
    for (const world of [sandbox, real]) {
      const { door, asked } = recorder()
      const sent = sendWire(
        { door, world, hosts: [...hosts, '127.0.0.1:4010', 'example.com'] },
        { ...wire, url },
        options,
      )
      await sent.catch((error: unknown) => expect(error).toMatchObject({ sent: false }))
      for (const { url } of asked) expect(new URL(url).origin === link.origin).toBe(world.network === 'sandbox')
    }
  })
  test('the path behind the prefix is the real one', () => {
    expect(locate(sandbox, 'https://rupload.facebook.com/video/1?x=%2F#y')).toBe(
      'http://127.0.0.1:4010/facebook/rupload/video/1?x=%2F#y',
    )
  })
  test('an operator’s proxy stands for a host, but never the sandbox', () => {
    const proxy = (base: string) => worldOf('real', link, new Map([['api.x.com', base]]))
    expect(locate(proxy('https://proxy.example/x'), 'https://api.x.com/2?a=1')).toBe('https://proxy.example/x/2?a=1')
    expect(() => locate(proxy(`${link.origin}/twitter`), 'https://api.x.com/2')).toThrow()
  })
  test('a sandbox channel without a sandbox says so, and a real one needs none', () => {
    expect(() => worldOf('sandbox', undefined)).toThrow(expect.objectContaining({ code: 'channel.sandbox-off' }))
    expect(locate(worldOf('real', undefined), 'https://api.x.com/2')).toBe('https://api.x.com/2')
  })
})

test('a host that is not the platform’s is refused, and nothing is asked', async () => {
  const { door, asked } = recorder()
  const sent = sendWire({ door, world: real, hosts }, { ...wire, url: 'https://evil.example/2/tweets' }, options)
  await expect(sent).rejects.toMatchObject({ sent: false })
  await expect(sent).rejects.toBeInstanceOf(WireFailure)
  expect(asked).toEqual([])
})

test.each(['Authorization', 'Host', 'Cookie', 'Content-Length'])('an adapter may not set %s', async (name) => {
  const { door, asked } = recorder()
  const sent = sendWire({ door, world: real, hosts }, { ...wire, headers: { [name]: 'x' } }, options)
  await expect(sent).rejects.toMatchObject({ sent: false })
  expect(asked).toEqual([])
})

test('token, query and headers are put in by the caller', async () => {
  const { door, asked } = recorder()
  const secrets = { authorization: 'Bearer t', query: { appsecret_proof: 'p' } }
  await sendWire({ door, world: real, hosts }, { ...wire, headers: { 'X-A': '1' } }, { ...options, ...secrets })
  expect(asked[0]).toMatchObject({
    url: 'https://api.x.com/2/tweets?a=1&appsecret_proof=p',
    headers: { authorization: 'Bearer t', 'x-a': '1', 'content-type': 'application/json' },
    body: '{"text":"hi"}',
    fresh: false,
  })
})

describe('bodies, as a server receives them', () => {
  const echo = () =>
    serve((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => void tell(request.headers, Buffer.concat(chunks)).then((text) => response.end(text)))
    })
  async function tell(headers: IncomingHttpHeaders, body: Buffer): Promise<string> {
    const type = String(headers['content-type'])
    const form = type.startsWith('multipart')
      ? await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
      : undefined
    const upload = form?.get('media')
    return JSON.stringify({
      length: headers['content-length'],
      type: headers['content-type'],
      body: form ? Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) : body.toString(),
      ...(upload instanceof File ? { file: [upload.name, upload.type, await upload.text()] } : {}),
    })
  }
  async function send(body: NonNullable<Wire['body']>, openFile: OpenFile = noFile): Promise<unknown> {
    await using server = await echo()
    await using door = createDoor({ allow: ['127.0.0.1'], userAgent: 'Posthorn-test' })
    const route = { door, world: worldOf('real', undefined), hosts: [new URL(server.origin).host] }
    return (await sendWire(route, { ...wire, url: server.origin, body }, { ...options, openFile })).body
  }
  test('form', async () => {
    expect(await send({ is: 'form', fields: { a: 'b c', d: 'é&' } })).toMatchObject({
      type: 'application/x-www-form-urlencoded',
      body: 'a=b+c&d=%C3%A9%26',
    })
  })
  test('a range of a file', async () => {
    const body = { is: 'bytes', file: { rendition: 'r', from: 2, to: 6 }, type: 'video/mp4' } as const
    expect(await send(body, file('0123456789'))).toEqual({ length: '4', type: 'video/mp4', body: '2345' })
  })
  test('multipart', async () => {
    const body = {
      is: 'multipart',
      fields: { category: 'tweet"_image' },
      file: { rendition: 'r' },
      fileField: 'media',
    } as const
    expect(await send(body, file('bytes'))).toMatchObject({
      body: { category: 'tweet"_image' },
      file: ['a"b\r\nc.png', 'image/png', 'bytes'],
    })
  })
  test('a file that cannot be opened: nothing was sent', async () => {
    const body = { is: 'bytes', file: { rendition: 'r' }, type: 'video/mp4' } as const
    await expect(send(body)).rejects.toMatchObject({ name: 'WireFailure', sent: false })
  })
})

test.each([
  [
    '{"id":17841405793187218,"n":1.5,"l":[9007199254740993]}',
    { id: '17841405793187218', n: 1.5, l: ['9007199254740993'] },
  ],
  ['{"id":"1","count":12}', { id: '1', count: 12 }],
  ['<html>', '<html>'],
  ['{"broken":', '{"broken":'],
  ['', null],
])('an answer %j', async (text, body) => {
  const { door } = recorder({ status: 500, body: Buffer.from(text) })
  expect(await sendWire({ door, world: real, hosts }, wire, options)).toMatchObject({ status: 500, body })
})

test('no answer is a failure that knows whether something left', async () => {
  const origin = await deadOrigin()
  await using door = createDoor({ allow: ['127.0.0.1'], userAgent: 'Posthorn-test' })
  const route = { door, world: worldOf('real', undefined), hosts: [new URL(origin).host] }
  await expect(sendWire(route, { ...wire, url: origin }, options)).rejects.toMatchObject({ sent: false })
})

test('what is recorded of a wire holds no secret', () => {
  const record = wireForRecord({
    method: 'POST',
    url: 'https://api.x.com/2/tweets?access_token=canary&fields=id',
    as: 'channel',
    headers: { 'X-Upload-Token': 'canary', 'X-Version': '1' },
    body: { is: 'json', value: { text: 'hello', nested: [{ client_secret: 'canary', alt: 'a' }] } },
  })
  expect(JSON.stringify(record)).not.toContain('canary')
  expect(record).toMatchObject({
    headers: { 'X-Version': '1' },
    body: { value: { text: 'hello', nested: [{ alt: 'a' }] } },
  })
  const signed = wireForRecord({ method: 'PUT', url: 'https://up.example/x?e=1&q=canary', as: 'nobody' })
  expect(JSON.stringify(signed)).not.toContain('canary')
})
