import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createClient } from '@posthorn/contract/client.ts'
import { connectAccount } from './connect.ts'

const way = { via: 'by-password', how: 'app-password', ask: { label: 'Handle', example: 'you.example' } }
const channel = { id: 'c1', handle: 'ada.example' }

/** A server that answers what the API answers, and keeps what it was sent. */
async function answering(started: object) {
  const sent: string[] = []
  const answers: Readonly<Record<string, object>> = {
    '/api/v1/platforms': { platforms: [{ id: 'harbour', label: 'Harbour', ways: [way] }] },
    '/api/v1/workspaces/w1/channels/connect': started,
    '/api/v1/workspaces/w1/channels': { items: [channel, { id: 'c2' }] },
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      sent.push(Buffer.concat(chunks).toString())
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answers[new URL(request.url ?? '', 'http://x').pathname] ?? {}))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const session = { url, cookie: '', workspaceId: 'w1', api: createClient({ baseUrl: url }) }
  return { session, sent, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const ask = () => Promise.resolve('abcd-efgh')

test('the password that was asked for goes to the server, and the channel comes back', async () => {
  await using api = await answering({ is: 'connected', channelIds: ['c1'] })
  const account = { platform: 'harbour', typed: 'ada.example' }
  expect(await connectAccount(api.session, account, ask)).toEqual([channel])
  expect(JSON.parse(api.sent[1] ?? '')).toEqual({
    platform: 'harbour',
    network: 'real',
    via: 'by-password',
    typed: 'ada.example',
    password: 'abcd-efgh',
  })
})

test('without an account nobody is asked for a password', async () => {
  await using api = await answering({})
  const asked = connectAccount(api.session, { platform: 'harbour', typed: undefined }, () => {
    throw new Error('asked')
  })
  await expect(asked).rejects.toThrow('Say which handle, such as: posthorn connect harbour you.example')
})

test('several accounts are chosen between in a browser', async () => {
  await using api = await answering({ is: 'choosing', consentId: 'x' })
  const asked = connectAccount(api.session, { platform: 'harbour', typed: 'ada' }, ask)
  await expect(asked).rejects.toThrow(`Choose in a browser: ${api.session.url}/w/w1/channels`)
})
