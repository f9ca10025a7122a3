/** The attacks on the door, numbered as in the list of threats the product must withstand. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Lookup } from './connect.ts'
import { createDoor, OutsideFailure, type Door } from './door.ts'
import { serve, serveUntrusted } from './testing.ts'

const userAgent = 'Posthorn-test'
const options = { maxBytes: 10_000, timeoutMs: 2_000 }
const refusal = { code: 'system.address-not-allowed' }

/** Each way through the door must refuse, and say that nothing left. */
async function refusedEverywhere(door: Door, url: string): Promise<void> {
  await expect(door.get(url, options)).rejects.toMatchObject(refusal)
  await expect(door.get(url, { ...options, httpAllowed: true })).rejects.toMatchObject(refusal)
  for (const fresh of [false, true]) {
    const asked = door.request({ method: 'POST', url, headers: {}, body: 'x', fresh, ...options })
    await expect(asked).rejects.toMatchObject({ sent: false, cause: refusal })
    await expect(asked).rejects.toBeInstanceOf(OutsideFailure)
  }
  await expect(door.fetch(url)).rejects.toThrow()
}

/** Answers each name from a list, one entry a look-up; the last stays. */
const answers = (...list: string[][]): Lookup => {
  let count = 0
  return () => {
    const found = list[Math.min(count, list.length - 1)] ?? []
    count += 1
    return Promise.resolve(found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
  }
}

describe('threat 1: internal addresses', () => {
  test.each([
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://0.0.0.0/',
    'https://169.254.169.254/latest/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://192.0.2.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'http://127.0.0.1:5432/',
  ])('%s', async (url) => {
    await using door = createDoor({ allow: [], userAgent })
    await refusedEverywhere(door, url)
  })

  test('no packet leaves: a listening server is not even connected to', async () => {
    let connections = 0
    await using server = await serve(() => undefined)
    await using counted = await serve(() => (connections += 1))
    await using door = createDoor({ allow: [], userAgent, sandboxOrigin: server.origin })
    await refusedEverywhere(door, counted.origin)
    expect(connections).toBe(0)
  })
})

describe('threat 2: internal addresses in other notations', () => {
  test.each([
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://0x7f000001/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[fec0::1]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[::]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://[4000::1]/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://①②⑦.⓪.⓪.①/',
    'https://１２７.０.０.１/',
    'https://user:pass@example.com/',
    'https://user@example.com/',
    'https://example.com@127.0.0.1/',
    'https://8.8.8.8:25/',
    'http://8.8.8.8:22/',
    'ftp://8.8.8.8/',
    'javascript:alert(1)',
    'not a url',
    '//8.8.8.8/',
  ])('%s', async (url) => {
    await using door = createDoor({ allow: [], userAgent })
    await refusedEverywhere(door, url)
  })

  test('plain http to a public address, where nobody accepted it', async () => {
    await using door = createDoor({ allow: ['10.0.0.0/8'], userAgent, lookup: answers(['93.184.216.34']) })
    await expect(door.get('http://example.com/', options)).rejects.toMatchObject(refusal)
    await expect(door.get('http://93.184.216.34/', options)).rejects.toMatchObject(refusal)
  })
})

describe('threat 3: redirects', () => {
  const targets = ['https://127.0.0.1/', 'http://localhost/', 'file:///etc/passwd', 'https://user:pw@example.com/']
  for (const status of [301, 302, 303, 307, 308]) {
    test.each(targets)(`${status} to %s`, async (location) => {
      await using server = await serve((_, response) => response.writeHead(status, { location }).end())
      await using door = createDoor({ allow: [`127.0.0.1:${server.port}`], userAgent })
      await expect(door.get(server.origin, options)).rejects.toMatchObject(refusal)
    })
  }

  test('a name that is allowed redirects to one that is internal', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(302, { location: `http://inside.test:${server.port}/` }).end(),
    )
    const lookup = answers(['127.0.0.1'])
    await using door = createDoor({ allow: ['outside.test'], userAgent, lookup })
    await expect(door.get(`http://outside.test:${server.port}/`, options)).rejects.toMatchObject(refusal)
  })

  test('five hops are followed, a sixth is not', async () => {
    await using server = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) return response.end('arrived')
      return response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    await using door = createDoor({ allow: ['127.0.0.1'], userAgent })
    expect(await door.get(`${server.origin}/5`, options)).toMatchObject({ status: 200, finalUrl: `${server.origin}/0` })
    await expect(door.get(`${server.origin}/6`, options)).rejects.toMatchObject({ code: 'system.outside-failed' })
  })

  test('credentials and custom headers stay with the first host', async () => {
    const seen: Record<string, unknown>[] = []
    await using second = await serve((request, response) => {
      seen.push({ ...request.headers })
      response.end()
    })
    await using first = await serve((request, response) => {
      seen.push({ ...request.headers })
      const location = request.url === '/' ? '/same' : `${second.origin}/`
      response.writeHead(307, { location }).end()
    })
    await using door = createDoor({ allow: ['127.0.0.1'], userAgent })
    const headers = { authorization: 'Bearer canary', cookie: 'a=canary', 'x-api-key': 'canary' }
    await door.get(first.origin, { ...options, headers })
    expect(seen).toHaveLength(3)
    expect(seen[1]).toMatchObject(headers)
    expect(JSON.stringify(seen[2])).not.toContain('canary')
  })
})

describe('threat 4: rebinding', () => {
  test('first public, then internal: the connection looks for itself, so only one answer counts', async () => {
    let connections = 0
    await using server = await serve(() => (connections += 1))
    const lookup = answers(['127.0.0.1'])
    await using door = createDoor({ allow: [], userAgent, lookup })
    await refusedEverywhere(door, `https://rebind.test:${server.port}/`)
    expect(connections).toBe(0)
  })
  test('a name that was allowed in the first request is judged again in the second', async () => {
    await using server = await serve((_, response) => response.setHeader('connection', 'close').end('ok'))
    const lookup = answers(['127.0.0.2'], ['127.0.0.1'])
    await using door = createDoor({ allow: ['127.0.0.2/32'], userAgent, lookup })
    const url = `http://rebind.test:${server.port}/`
    // The server listens at .1 only: the admitted address refuses, the other is never tried.
    await expect(door.get(url, options)).rejects.toMatchObject({ code: 'system.outside-failed' })
    await expect(door.get(url, options)).rejects.toMatchObject(refusal)
  })
  test.each([
    [['93.184.216.34', '127.0.0.1']],
    [['127.0.0.1', '93.184.216.34']],
    [['2606:2800:220:1::1', '::1']],
    [['93.184.216.34', '::ffff:10.0.0.1']],
    [[]],
  ])('a name with the answers %j', async (found) => {
    await using door = createDoor({ allow: [], userAgent, lookup: answers(found) })
    await refusedEverywhere(door, 'https://mixed.test/')
  })
})

describe('what an operator allows', () => {
  test.each([
    ['an address', '127.0.0.1', '127.0.0.1'],
    ['a network', '127.0.0.0/8', '127.0.0.1'],
    ['a network, by name', '127.0.0.0/8', 'mastodon.lan'],
    ['a name', 'Mastodon.LAN', 'mastodon.lan'],
  ])('%s, plain http included', async (_, allowed, host) => {
    await using server = await serve((_, response) => response.end('ok'))
    await using door = createDoor({ allow: [allowed], userAgent, lookup: answers(['127.0.0.1']) })
    expect((await door.get(`http://${host}:${server.port}/`, options)).status).toBe(200)
  })
  test('a name with a port is that port only', async () => {
    await using server = await serve((_, response) => response.end('ok'))
    await using other = await serve((_, response) => response.end('secret'))
    await using door = createDoor({ allow: [`127.0.0.1:${server.port}`], userAgent })
    expect((await door.get(server.origin, options)).status).toBe(200)
    await refusedEverywhere(door, other.origin)
  })
  test('the sandbox is its origin and nothing beside it', async () => {
    await using sandbox = await serve((_, response) => response.end('ok'))
    await using other = await serve((_, response) => response.end('secret'))
    await using door = createDoor({ allow: [], userAgent, sandboxOrigin: sandbox.origin })
    expect((await door.get(sandbox.origin, options)).status).toBe(200)
    await refusedEverywhere(door, other.origin)
    await refusedEverywhere(door, sandbox.origin.replace('127.0.0.1', 'localhost'))
  })
})

describe('threat 5: nobody else opens a connection', () => {
  const lint = async (path: string) => {
    const run = promisify(execFile)('npx', ['oxlint', '--format=unix', path])
    return await run.then(
      ({ stdout }) => ({ clean: true, stdout }),
      (error: { stdout?: unknown }) => ({ clean: false, stdout: String(error.stdout) }),
    )
  }
  test('the check refuses it', async () => {
    const folder = await mkdtemp('packages/server/planted-by-a-test-')
    const planted = [
      `import net from 'node:net'\nexport const open = () => net.connect(1)`,
      `import tls from 'node:tls'\nexport const open = () => tls.connect(1)`,
      `import { get } from 'node:https'\nexport const open = () => get('https://example.com')`,
      `import { get } from 'http'\nexport const open = () => get('http://example.com')`,
      `import { connect } from 'node:http2'\nexport const open = () => connect('https://example.com')`,
      `import { createSocket } from 'node:dgram'\nexport const open = () => createSocket('udp4')`,
      `import { lookup } from 'node:dns/promises'\nexport const open = () => lookup('example.com')`,
      `import { request } from 'undici'\nexport const open = () => request('https://example.com')`,
      `export const open = () => fetch('https://example.com')`,
      `export const open = () => new WebSocket('wss://example.com')`,
      `export const innocent = () => 1`,
    ]
    try {
      for (const [n, text] of planted.entries()) await writeFile(`${folder}/planted-${n}.ts`, `${text}\n`)
      const { clean, stdout } = await lint(folder)
      const caught = planted.map((_, n) => stdout.includes(`planted-${n}.ts`))
      expect(clean).toBe(false)
      expect(caught).toEqual(planted.map((text) => !text.includes('innocent')))
    } finally {
      await rm(folder, { recursive: true })
    }
  })
  test('and finds no such place in the program', async () => {
    const { stdout } = await lint('packages')
    expect(stdout.split('\n').filter((line) => line.includes('The only door out'))).toEqual([])
  })
})

test('threat 57: a certificate that nobody vouches for is fatal, also where the address is allowed', async () => {
  let requests = 0
  await using server = await serveUntrusted((_, response) => {
    requests += 1
    response.end()
  })
  const url = server.origin.replace('http:', 'https:')
  await using door = createDoor({ allow: ['127.0.0.1'], userAgent })
  await expect(door.get(url, options)).rejects.toMatchObject({ code: 'system.outside-failed' })
  for (const fresh of [false, true]) {
    const asked = door.request({ method: 'POST', url, headers: {}, body: 'x', fresh, ...options })
    await expect(asked).rejects.toMatchObject({ sent: false, cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  }
  expect(requests).toBe(0)
})
