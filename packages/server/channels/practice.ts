/**
 * The practice accounts of the sandbox, connected by the ordinary flow: state, PKCE, code, exchange, identify. The
 * consent page is read and its form sent as a person would. Only ever for the sandbox.
 */
import { parseHTML } from 'linkedom'
import { problem } from '@posthorn/domain/problems.ts'
import type { Door } from '../outside/door.ts'
import type { SandboxLink } from '../outside/sandbox.ts'
import { Account } from './account.ts'
import { choose } from './choose.ts'
import { showMany, type ShownChannel } from './channels.ts'
import { connectedAccounts, readConsent } from './consents.store.ts'
import { connectByPassword } from './connect-password.ts'
import { finishConnect, startConnect, type ConnectParts, type Finished, type Wish } from './connect.ts'
import { practiceChannels } from './practice.store.ts'
import { isImitated } from './platforms.ts'
import { callbackPath, platformOf } from './world.ts'

const network = 'sandbox'

export interface Practising {
  readonly workspaceId: string
  readonly personId: string
  readonly sessionId: string
}

/** Connects what is not connected yet, and answers all practice channels of these platforms. Throws channel.sandbox-off. */
export async function practice(
  parts: ConnectParts,
  who: Practising,
  wanted: readonly string[] = practicable(parts),
): Promise<ShownChannel[]> {
  const link = parts.sandbox
  if (!link) throw problem('channel.sandbox-off')
  for (const platform of wanted) {
    platformOf(parts, platform)
    const connected = await parts.web.inWorkspace(who.workspaceId, (trx) =>
      connectedAccounts(trx, { platform, network }),
    )
    if (connected.size === 0) await connectOne(parts, link, who, platform)
  }
  const ids = await parts.web.inWorkspace(who.workspaceId, (trx) => practiceChannels(trx, wanted))
  return await showMany(parts, who.workspaceId, ids)
}

/** The platforms that the running sandbox imitates. */
const practicable = (parts: ConnectParts): string[] =>
  Object.entries(parts.platforms)
    .filter(([, { rules }]) => isImitated(parts, rules))
    .map(([id]) => id)

/** By the way that is offered first. */
async function connectOne(parts: ConnectParts, link: SandboxLink, who: Practising, platform: string): Promise<void> {
  const { personId, workspaceId } = who
  const [way] = platformOf(parts, platform).connect
  const wish = { workspaceId, platform, network, via: way.via } as const
  const finished =
    way.how === 'app-password'
      ? await connectByPassword(parts, personId, wish, undefined)
      : await connectByConsent(parts, link, who, wish)
  if (finished.is === 'choosing') await chooseAll(parts, workspaceId, finished.consentId)
}

/** Where the network would send a browser: practice applications come back to the machine itself, and no browser does. */
const base = 'http://127.0.0.1'

async function connectByConsent(
  parts: ConnectParts,
  link: SandboxLink,
  { personId, sessionId }: Practising,
  wish: Wish,
): Promise<Finished> {
  const { platform } = wish
  const started = await startConnect(parts, { personId, sessionId, browser: undefined }, wish, base)
  const query = await consent(parts.door, link, started.authorizeUrl, `${base}${callbackPath(platform)}`)
  return await finishConnect(parts, { personId, sessionId, browser: started.browser }, platform, query)
}

/** Reads the page and presses Allow; answers what the network sends the browser back with. */
async function consent(door: Door, link: SandboxLink, address: string, callback: string): Promise<URLSearchParams> {
  if (new URL(address).origin !== link.origin) throw new Error('a consent is given by itself in the sandbox only')
  const page = await door.get(address, { maxBytes: 500_000, timeoutMs: 10_000, accept: ['text/html'] })
  const form = readForm(Buffer.from(page.body).toString(), page.finalUrl)
  if (new URL(form.action).origin !== link.origin) throw new Error('the consent page leads away from the sandbox')
  const answer = await door.request({
    method: 'POST',
    url: form.action,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: link.origin },
    body: form.fields.toString(),
    timeoutMs: 10_000,
    maxBytes: 500_000,
  })
  const location = answer.headers['location'] ?? ''
  if (!location.startsWith(`${callback}?`)) throw new Error(`the consent page answered ${answer.status}`)
  return new URL(location).searchParams
}

/** The form of a page as a browser would send it when its first button is pressed. */
export function readForm(html: string, base: string): { action: string; fields: URLSearchParams } {
  const { document } = parseHTML(html)
  const form = document.querySelector('form')
  if (!form) throw new Error('the page has no form')
  const fields = new URLSearchParams()
  for (const input of form.querySelectorAll('input')) {
    const type = input.getAttribute('type') ?? 'text'
    const counts = (type !== 'radio' && type !== 'checkbox') || input.hasAttribute('checked')
    const name = input.getAttribute('name')
    if (name !== null && counts) fields.append(name, input.getAttribute('value') ?? '')
  }
  const button = form.querySelector('button')
  const name = button?.getAttribute('name')
  if (name) fields.append(name, button?.getAttribute('value') ?? '')
  return { action: new URL(form.getAttribute('action') ?? '', base).href, fields }
}

async function chooseAll(parts: ConnectParts, workspaceId: string, consentId: string): Promise<void> {
  const consent = await parts.web.inWorkspace(workspaceId, (trx) => readConsent(trx, consentId))
  const offered = Account.array().parse(consent?.candidates ?? [])
  const ids = offered.filter((account) => account.refused === null).map((account) => account.remoteId)
  if (ids.length > 0) await choose(parts, workspaceId, consentId, ids)
}
