/**
 * A small network whose accounts live at servers of their own, for tests: an authorization server that demands what
 * RFC 9126, 7636, 9449 and 9207 say, sessions by password, and a resource that wants proofs. It stands where the sandbox
 * does, so that everything goes over real HTTP through the door. Written from the standards, not from our own code.
 */
import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt, EmbeddedJWK, jwtVerify, calculateJwkThumbprint, SignJWT } from 'jose'
import { serve } from '../outside/testing.ts'

export interface Heard {
  readonly method: string
  /** Of the host, without the place it has here: '/token'. */
  readonly path: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly fields: Readonly<Record<string, string>>
}
interface Answer {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}
type Handle = (heard: Heard) => Promise<Answer> | Answer

interface Pushed {
  readonly fields: Readonly<Record<string, string>>
  readonly key: string | undefined
}
interface Code extends Pushed {
  readonly subject: string
}
interface Token {
  readonly key: string | undefined
  readonly client: string
  readonly subject: string
}

/** Where each host stands; 'silent.example' is one that only the name service knows. */
export const hosts = {
  'as.example': '/as',
  'home.example': '/home',
  'films.example': '/films',
  'old.example': '/old',
}

const random = () => randomBytes(24).toString('base64url')
const ok = (body: object): Answer => ({ status: 200, body })
const no = (status: number, error: string, more: object = {}): Answer => ({ status, body: { error, ...more } })

class Refused extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('refused')
    this.answer = answer
  }
}

export async function openHarbour() {
  const pushed = new Map<string, Pushed>()
  const codes = new Map<string, Code>()
  const tokens = new Map<string, Token>()
  const refreshes = new Map<string, Token>()
  const clients = new Map<string, string>()
  const proofs = new Set<string>()
  /** What tests turn. */
  const ways = {
    scope: 'one two',
    subject: 'did:ada',
    tokenType: 'DPoP',
    issuer: 'https://as.example',
    authorize: 'https://as.example/authorize',
    token: 'https://home.example/token',
    password: 'right-password',
    nonces: true,
    sessionTokens: 'jwt' as 'jwt' | 'opaque',
  }
  /** The nonce each host wants at the moment. */
  const nonces: Record<string, string> = { as: random(), home: random() }
  const heard: Heard[] = []
  const lost: string[] = []
  const writes: string[] = []

  /** RFC 9449, 4.3. Answers the thumbprint of the key. */
  async function proven({ method, path, headers }: Heard, host: 'as' | 'home', token?: string): Promise<string> {
    const proof = headers['dpop']
    const refuse = (error: string) =>
      new Refused({
        status: host === 'as' ? 400 : 401,
        body: { error },
        headers: {
          'dpop-nonce': nonces[host] ?? '',
          ...(host === 'home' ? { 'www-authenticate': `DPoP error="${error}"` } : {}),
        },
      })
    if (proof === undefined) throw refuse('invalid_dpop_proof')
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      maxTokenAge: 60,
      clockTolerance: 5,
    })
    const ath = token && createHash('sha256').update(token).digest('base64url')
    const fits =
      payload['htm'] === method &&
      payload['htu'] === `https://${host}.example${path}` &&
      payload['ath'] === ath &&
      typeof payload.jti === 'string' &&
      !proofs.has(payload.jti) &&
      !('d' in (protectedHeader.jwk ?? {}))
    if (!fits) throw refuse('invalid_dpop_proof')
    if (ways.nonces && payload['nonce'] !== nonces[host]) throw refuse('use_dpop_nonce')
    proofs.add(String(payload.jti))
    return await calculateJwkThumbprint(protectedHeader.jwk ?? {})
  }

  function known({ fields }: Heard): string {
    const id = fields['client_id'] ?? ''
    const isLoopback = id.startsWith('http://localhost?')
    const secret = clients.get(id)
    if (!isLoopback && (secret === undefined || fields['client_secret'] !== secret)) {
      throw new Refused(no(401, 'invalid_client'))
    }
    return id
  }

  function granted(held: Token): Answer {
    const [access, refresh] = [random(), random()]
    tokens.set(access, held)
    refreshes.set(refresh, held)
    return ok({
      access_token: access,
      refresh_token: refresh,
      token_type: held.key === undefined ? 'Bearer' : ways.tokenType,
      expires_in: 3600,
      scope: ways.scope,
      sub: held.subject,
    })
  }

  async function token(request: Heard): Promise<Answer> {
    const { fields } = request
    const client = known(request)
    const key = request.headers['dpop'] === undefined ? undefined : await proven(request, 'as')
    if (fields['grant_type'] === 'refresh_token') {
      const held = refreshes.get(fields['refresh_token'] ?? '')
      refreshes.delete(fields['refresh_token'] ?? '')
      if (held?.key !== key || held?.client !== client) return no(400, 'invalid_grant')
      return granted(held)
    }
    const code = codes.get(fields['code'] ?? '')
    codes.delete(fields['code'] ?? '')
    const challenge = createHash('sha256')
      .update(fields['code_verifier'] ?? '')
      .digest('base64url')
    const fits =
      code?.fields['client_id'] === client &&
      code.fields['redirect_uri'] === fields['redirect_uri'] &&
      code.fields['code_challenge'] === challenge &&
      (code.key === undefined || code.key === key)
    return fits ? granted({ key, client, subject: code.subject }) : no(400, 'invalid_grant')
  }

  const sessionToken = async (kind: string, seconds: number): Promise<string> =>
    ways.sessionTokens === 'opaque'
      ? random()
      : await new SignJWT({ kind, jti: random() })
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuedAt()
          .setExpirationTime(`${seconds} seconds`)
          .sign(Buffer.from('harbour'))

  async function session(subject: string): Promise<Answer> {
    const [access, refresh] = [await sessionToken('access', 7200), await sessionToken('refresh', 7_776_000)]
    const held = { key: undefined, client: 'session', subject }
    tokens.set(access, held)
    refreshes.set(refresh, held)
    return ok({ accessJwt: access, refreshJwt: refresh })
  }
  const bearer = ({ headers }: Heard): string => /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? ''

  /** Whose token a request to the resource shows. */
  async function shown(request: Heard): Promise<Token> {
    const [, scheme = '', value = ''] = /^(\S+) (\S+)$/.exec(request.headers['authorization'] ?? '') ?? []
    const held = tokens.get(value)
    if (!held) throw new Refused(no(401, 'invalid_token'))
    if ((held.key === undefined) !== (scheme !== 'DPoP')) throw new Refused(no(401, 'wrong_scheme'))
    if (held.key !== undefined && held.key !== (await proven(request, 'home', value))) {
      throw new Refused(no(401, 'invalid_dpop_proof'))
    }
    return held
  }

  const apps: Handle = ({ fields }) => {
    const id = `client-${clients.size + 1}`
    if (fields['redirect_uri'] === undefined) return no(422, 'Validation failed: Redirect URI must be an absolute URI.')
    clients.set(id, random())
    return ok({ client_id: id, client_secret: clients.get(id) })
  }
  const revoke: Handle = (request) => {
    known(request)
    refreshes.delete(request.fields['token'] ?? '')
    return ok({})
  }

  const routes: Readonly<Record<string, Handle>> = {
    'GET /_sandbox/health': () => ok({ platforms: ['harbour'] }),
    'GET /_sandbox/hosts': () => ok(hosts),
    'GET /_sandbox/people': () =>
      ok([{ id: 'did:ada', kind: 'user', name: 'Ada', handle: 'ada', password: ways.password }]),
    'GET /as/.well-known/server': () =>
      ok({ issuer: ways.issuer, authorize: ways.authorize, push: 'https://as.example/par' }),
    'GET /home/.well-known/server': () =>
      ok({ issuer: 'https://home.example', authorize: 'https://home.example/authorize', token: ways.token }),
    'POST /home/apps': apps,
    'POST /as/par': async (request) => {
      known(request)
      const key = await proven(request, 'as')
      const number = `urn:request:${random()}`
      pushed.set(number, { fields: request.fields, key })
      return { status: 201, body: { request_uri: number, expires_in: 300 } }
    },
    'POST /as/token': token,
    'POST /as/revoke': revoke,
    'POST /home/token': token,
    'POST /home/revoke': revoke,
    'POST /home/session/make': ({ fields }) =>
      fields['who'] === 'ada' && fields['secret'] === ways.password
        ? session('did:ada')
        : no(401, 'AuthenticationRequired', { message: 'Invalid identifier or password' }),
    'POST /home/session/renew': (request) => {
      const held = refreshes.get(bearer(request))
      refreshes.delete(bearer(request))
      return held ? session(held.subject) : no(400, 'ExpiredToken', { message: 'Token has been revoked' })
    },
    'POST /home/session/end': (request) => (refreshes.delete(bearer(request)) ? ok({}) : no(401, 'InvalidToken')),
    'GET /home/me': async (request) => ok({ id: (await shown(request)).subject }),
    'POST /home/write': async (request) => {
      await shown(request)
      writes.push(request.fields['text'] ?? '')
      return ok({ id: writes.length })
    },
    'GET /home/service': async (request) => {
      await shown(request)
      const claims = { aud: request.url.searchParams.get('aud') ?? '', lxm: request.url.searchParams.get('lxm') }
      const made = new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt()
        .setExpirationTime('60 seconds')
      return ok({ token: await made.sign(Buffer.from('harbour')) })
    },
    'POST /films/upload': (request) => {
      const { aud, lxm } = decodeJwt(bearer(request))
      return aud === 'did:films' && lxm === 'upload' ? ok({ job: 1 }) : no(401, 'InvalidToken')
    },
  }

  /** What is answered; undefined if the answer is lost. */
  async function answer(host: string, request: Heard): Promise<Answer | undefined> {
    const place = `${host}${request.path}`
    const handle = routes[`${request.method} ${place}`] ?? (() => no(404, 'NotFound'))
    const given = await Promise.resolve(request)
      .then(handle)
      .catch((error: unknown) => (error instanceof Refused ? error.answer : no(400, 'invalid_dpop_proof')))
    const at = lost.indexOf(place)
    if (at < 0) return given
    lost.splice(at, 1)
    return undefined
  }

  const server = await serve((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    const [, host = '', path = ''] = /^(\/[^/]+)(\/.*)$/.exec(url.pathname) ?? []
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
      const fields = readFields(Buffer.concat(chunks).toString(), headers['content-type'] ?? '')
      const request: Heard = { method: incoming.method ?? '', path, url, headers, fields }
      heard.push(request)
      void answer(host, request).then((given) => {
        if (!given) return incoming.socket.destroy()
        outgoing.writeHead(given.status, { 'content-type': 'application/json', ...given.headers })
        return outgoing.end(JSON.stringify(given.body))
      })
    })
  })

  return {
    origin: server.origin,
    ways,
    heard,
    writes,
    clients,
    /** The answer to the next request is lost, after all was done. */
    lose: (path: string) => void lost.push(path),
    /** Other nonces from now on, as servers do every few minutes. */
    turnNonces: () => Object.assign(nonces, { as: random(), home: random() }),
    endTokens: () => tokens.clear(),
    requests: (path: string) => heard.filter((one) => one.url.pathname === path),
    /** What a person does on the page of consent; answers what their browser brings back. */
    approve(address: string, change: Readonly<Record<string, string>> = {}): URLSearchParams {
      const url = new URL(address)
      const number = url.searchParams.get('request_uri')
      const ask =
        number === null ? { fields: Object.fromEntries(url.searchParams), key: undefined } : pushed.get(number)
      if (!ask) throw new Error('nothing was pushed')
      const [, host] = /^\/(as|home)\/authorize$/.exec(url.pathname) ?? []
      if (url.origin !== server.origin || host === undefined) throw new Error('not the page of consent')
      const code = random()
      codes.set(code, { ...ask, subject: ways.subject })
      return new URLSearchParams({ code, state: ask.fields['state'] ?? '', iss: `https://${host}.example`, ...change })
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
export type Harbour = Awaited<ReturnType<typeof openHarbour>>

function readFields(text: string, type: string): Record<string, string> {
  if (type.includes('json')) return text === '' ? {} : (JSON.parse(text) as Record<string, string>)
  return Object.fromEntries(new URLSearchParams(text))
}
