/** A client of other people works against the imitation, changed only in the host. */
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { createOAuthAPIClient, createRestAPIClient, MastoHttpError } from 'masto'
import { expect, test } from 'vitest'
import { makeFilm } from '../../testing/film.ts'
import { picture, practice } from '../../sandbox/practice.testing.ts'

/** A host of its own for one network, because a client knows no prefix. */
async function host(place: string) {
  const { hostname, port, pathname } = new URL(place)
  const server = createServer((asked, answer) => {
    const { method, headers, url = '/' } = asked
    const options = {
      hostname,
      port,
      path: pathname + url,
      method,
      headers: { ...headers, host: `${hostname}:${port}` },
    }
    asked.pipe(
      request(options, (told) => {
        answer.writeHead(told.statusCode ?? 502, told.headers)
        told.pipe(answer)
      }),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const own = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${own}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const oob = 'urn:ietf:wg:oauth:2.0:oob'
const scope = 'read write:statuses write:media'

/** Registers, consents as the first person, and exchanges the code, as masto's guide says. */
async function connect(url: string) {
  const app = await createRestAPIClient({ url }).v1.apps.create({
    clientName: 'masto',
    redirectUris: oob,
    scopes: scope,
  })
  const [clientId, clientSecret] = [app.clientId ?? '', app.clientSecret ?? '']
  const fields = { response_type: 'code', client_id: clientId, redirect_uri: oob, scope, decision: 'allow' }
  const consent = await fetch(`${url}/oauth/authorize`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  const code = new URL(consent.headers.get('location') ?? '', url).searchParams.get('code') ?? ''
  const oauth = createOAuthAPIClient({ url })
  const grant = { grantType: 'authorization_code', clientId, clientSecret, redirectUri: oob, code, scope } as const
  const { accessToken } = await oauth.token.create(grant)
  return {
    client: createRestAPIClient({ url, accessToken }),
    revoke: () => oauth.revoke({ clientId, clientSecret, token: accessToken }),
  }
}

test('masto connects, uploads, posts, reads and deletes', async () => {
  await using box = await practice()
  await using server = await host(`${box.url}/mastodon`)
  await box.settings('mastodon', { videoSeconds: 1 })
  const { client, revoke } = await connect(server.url)
  const me = await client.v1.accounts.verifyCredentials()
  expect(me).toMatchObject({ acct: 'ida_practice', source: { privacy: 'public' } })
  expect((await client.v2.instance.fetch()).configuration.statuses.maxCharacters).toBe(500)

  const image = await client.v2.media.create({ file: new Blob([await picture()]), description: 'A field' })
  const keyed = { requestInit: { headers: { 'Idempotency-Key': 'k' } } }
  const ask = { status: 'Hello https://a.example', mediaIds: [image.id], visibility: 'unlisted' } as const
  const first = await client.v1.statuses.create(ask, keyed)
  expect((await client.v1.statuses.create(ask, keyed)).id).toBe(first.id)
  const poll = { options: ['Tea', 'Coffee'], expiresIn: 600, multiple: true }
  const second = await client.v1.statuses.create({ status: 'Which?', inReplyToId: first.id, poll })
  expect(second.poll?.options.map(({ title }) => title)).toEqual(['Tea', 'Coffee'])
  const context = await client.v1.statuses.$select(first.id).context.fetch()
  expect(context.descendants.map(({ id }) => id)).toEqual([second.id])

  const seen: string[] = []
  for await (const page of client.v1.accounts.$select(me.id).statuses.list({ limit: 1 })) {
    seen.push(...page.map(({ id }) => id))
    if (seen.length === 2) break
  }
  expect(seen).toEqual([second.id, first.id])
  expect(await client.v1.statuses.$select(second.id).remove()).toMatchObject({ text: 'Which?' })
  await revoke()
  await expect(client.v1.accounts.verifyCredentials()).rejects.toThrow('The access token was revoked')
})

test('masto waits for a film and hears refusals in words', async () => {
  await using box = await practice()
  await using server = await host(`${box.url}/mastodon`)
  await box.settings('mastodon', { videoSeconds: 1 })
  const { client } = await connect(server.url)
  const file = new Blob([new Uint8Array(await makeFilm({ id: 'masto', size: [64, 64] }))])
  const film = await client.v2.media.create({ file })
  expect(film).toMatchObject({ type: 'video', url: expect.stringContaining('https://files.mastodon.social/') })
  await client.v1.statuses.create({ status: 'A film', mediaIds: [film.id] })
  const refused = await client.v1.statuses.create({ status: 'x'.repeat(501) }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(MastoHttpError)
  expect(refused).toMatchObject({
    statusCode: 422,
    message: 'Validation failed: Text character limit of 500 exceeded',
  })
})
