/** Finding an account's server: from handle to DID, to the document that both have to agree in, to the server and its sign-in. */
import { NotLocated } from '../interface.ts'
import type { Call, Location } from '../interface.ts'
import { at, get, objs, str, strs } from '../reply.ts'
import { refusals, resolveAtView } from './adapter.wire.ts'

type Asked = { readonly is: 'did' | 'handle'; readonly name: string } | { readonly is: 'server'; readonly host: string }

const did = /^did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]+(?:%3A\d+)?)$/i
const handle = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const profile = /^https?:\/\/bsky\.app\/profile\/([^/?#]+)/i
const anyAnswer = [...refusals, 429, 500, 502, 503, 504]

/** "@ada.example.com", "did:plc:…", the address of a profile, or that of a server. Throws NotLocated. */
export function readTyped(typed: string): Asked {
  const text = typed.trim()
  const name = (profile.exec(text)?.[1] ?? text).replace(/^(?:@|at:\/\/)/, '')
  if (did.test(name)) return { is: 'did', name }
  if (handle.test(name.toLowerCase())) return { is: 'handle', name: name.toLowerCase() }
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}/`
  if (/[.:]/.test(text) && !/[@\s]/.test(text) && URL.canParse(address))
    return { is: 'server', host: new URL(address).host }
  throw new NotLocated('Type your whole handle, such as you.bsky.social.')
}

const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:'

/** Asked for at the network's own view, which knows names of servers and of DNS; else at the name itself. */
async function didOf(call: Call, name: string): Promise<string | undefined> {
  const known = await resolveAtView(call, name)
  if (known !== undefined) return known
  const { status, body } = await call.send(get(`https://${name}/.well-known/atproto-did`, 'nobody'), anyAnswer)
  const told = str(body).trim()
  return status === 200 && did.test(told) ? told : undefined
}

/** The document of a DID. Throws NotLocated. */
async function documentOf(call: Call, name: string): Promise<unknown> {
  const [, web] = /^did:web:(.+)$/i.exec(name) ?? []
  const url =
    web === undefined ? `https://plc.directory/${name}` : `https://${decodeURIComponent(web)}/.well-known/did.json`
  const { status, body } = await call.send(get(url, 'nobody'), anyAnswer)
  if (status !== 200 || at(body, 'id') !== name) throw new NotLocated(`There is no account ${name}.`)
  return body
}

/** The host of an account's server. Throws NotLocated. */
function serverIn(document: unknown, name: string): string {
  const service = objs(at(document, 'service')).find(({ id }) => id === '#atproto_pds' || id === `${name}#atproto_pds`)
  const endpoint = str(service?.['serviceEndpoint'])
  if (!isHttps(endpoint)) throw new NotLocated(`The account ${name} names no server.`)
  return new URL(endpoint).host
}

export const serverOf = async (call: Call, name: string): Promise<string> =>
  serverIn(await documentOf(call, name), name)

async function homeOf(call: Call, asked: Asked): Promise<Location> {
  if (asked.is === 'server') return { host: asked.host }
  const subject = asked.is === 'did' ? asked.name : await didOf(call, asked.name)
  // A server may be typed like a handle.
  if (subject === undefined) return { host: asked.name }
  const document = await documentOf(call, subject)
  const names = strs(at(document, 'alsoKnownAs')).map((one) => one.toLowerCase())
  if (asked.is === 'handle' && !names.includes(`at://${asked.name}`))
    throw new NotLocated(`${asked.name} leads to an account that has another handle now.`)
  return { host: serverIn(document, subject), subject, hint: asked.name }
}

async function signInAt(call: Call, host: string): Promise<Pick<Location, 'issuer' | 'endpoints'>> {
  const resource = await call.send(get(`https://${host}/.well-known/oauth-protected-resource`, 'nobody'), anyAnswer)
  const issuer = strs(at(resource.body, 'authorization_servers'))[0] ?? ''
  if (resource.status !== 200 || !isHttps(issuer))
    throw new NotLocated(`${host} does not answer as a Bluesky server with a sign-in page.`)
  const url = `${new URL(issuer).origin}/.well-known/oauth-authorization-server`
  const { body } = await call.send(get(url, 'nobody'), anyAnswer)
  const word = (name: string): string => str(at(body, name))
  const [authorize, token, push] = [
    word('authorization_endpoint'),
    word('token_endpoint'),
    word('pushed_authorization_request_endpoint'),
  ]
  if (word('issuer') !== issuer || ![authorize, token, push].every(isHttps))
    throw new NotLocated(`The sign-in server of ${host} does not tell how to sign in.`)
  const revoke = word('revocation_endpoint')
  return { issuer, endpoints: { authorize, token, push, ...(isHttps(revoke) ? { revoke } : {}) } }
}

export async function locate(call: Call, typed: string, via: string): Promise<Location> {
  const home = await homeOf(call, readTyped(typed))
  if (via !== 'app-password') return { ...home, ...(await signInAt(call, home.host)) }
  if (home.subject === undefined) throw new NotLocated(`No account is called ${home.host}. Type your whole handle.`)
  return home
}
