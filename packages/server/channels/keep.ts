/** A grant that was just given: whose accounts it opens, and keeping it with the channels it makes. */
import { uuidv7 } from 'uuidv7'
import { problem } from '@posthorn/domain/problems.ts'
import type { Candidate, Connect } from '@posthorn/platforms/interface'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { CallFailed } from '../publishing/work.ts'
import { accountsOf, sameAccount, secretsOf, type Account } from './account.ts'
import { createConnectCall } from './call.ts'
import { accountsOn, readChannels } from './channels.store.ts'
import { connectAccounts } from './connect-accounts.ts'
import { consentSeal, insertConsent } from './consents.store.ts'
import type { Tokens } from './grant.read.ts'
import type { Located } from './located.ts'
import type { Held } from './speaker.ts'
import { after, type Stored } from './stored.ts'
import type { Access } from './access.ts'
import { platformOf } from './world.ts'

type KeepParts = Omit<Parts, 'jobs'>

/** What was granted, to whom, and where. */
export interface Given {
  readonly workspaceId: string
  readonly personId: string
  readonly platform: string
  readonly network: Network
  readonly way: Connect
  readonly location: Located | null
  /** The channel that is connected again. */
  readonly reconnects: string | null
  readonly tokens: Tokens
  readonly held: Held
  readonly access: Access
}

export type Kept =
  | { readonly is: 'connected'; readonly channelIds: string[] }
  | { readonly is: 'choosing'; readonly consentId: string }

/** One account, or what is connected again: channels at once. Several: a person chooses. */
export async function keepGrant(parts: KeepParts, given: Given): Promise<Kept> {
  const candidates = await identify(parts, given)
  const { workspaceId, platform, network, way, location, personId, reconnects, tokens, held } = given
  const id = uuidv7()
  const now = parts.now()
  const scopes = tokens.scopes ?? (way.how === 'app-password' ? [] : way.scopes)
  const accounts = accountsOf(candidates, scopes, location?.host)
  const chosen =
    reconnects === null ? onlyOne(accounts) : await connectedBefore(parts, workspaceId, reconnects, accounts)
  const stored = storedOf(tokens, held, secretsOf(candidates, chosen ?? accounts))
  const sealed = await parts.seal.seal(stored, consentSeal(workspaceId, id))
  return await parts.web.inWorkspace(workspaceId, async (trx) => {
    await insertConsent(trx, workspaceId, {
      id,
      platform,
      network,
      via: way.via,
      app: way.how === 'oauth' ? way.app : '',
      location,
      scopes,
      sealed,
      keyId: parts.seal.keyId,
      expiresAt: after(now, tokens.expiresIn) ?? null,
      refreshExpiresAt: after(now, tokens.refreshExpiresIn) ?? null,
      renewable: isRenewable(way, tokens),
      personId,
      reconnects,
      state: chosen ? 'held' : 'choosing',
      candidates: chosen ? null : accounts,
    })
    if (!chosen) return { is: 'choosing', consentId: id }
    const from = { workspaceId, consentId: id, platform, network, via: way.via }
    return { is: 'connected', channelIds: await connectAccounts(trx, from, chosen) }
  })
}

async function identify(
  parts: KeepParts,
  { platform: id, network, way, location, access }: Given,
): Promise<readonly Candidate[]> {
  const platform = platformOf(parts, id)
  const { label } = platform.rules
  const call = createConnectCall(parts, { platform: id, network, host: location?.host }, access)
  let candidates
  try {
    candidates = await platform.identify(call, way.via, location?.host)
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const status = error.failure.reply?.status
    const words =
      status === undefined ? 'it did not say whose account this is' : `it answered ${status} to whose account this is`
    throw problem('channel.exchange', { platform: label, words }, { cause: error })
  }
  if (candidates.length === 0) throw problem('channel.no-candidates', { platform: label })
  if (location?.subject !== undefined) refuseOthers(candidates, location, location.subject)
  return candidates
}

/** A server may speak for the account it was found for, and for no other. */
function refuseOthers(candidates: readonly Candidate[], { typed }: Located, subject: string): void {
  const other = candidates.find(({ remoteId }) => remoteId !== subject)
  if (other) throw problem('channel.other-account', { got: other.handle, wanted: typed })
}

function onlyOne(accounts: readonly Account[]): Account[] | undefined {
  const [first, ...more] = accounts
  return first && more.length === 0 && first.refused === null ? [first] : undefined
}

/**
 * The account to connect again, and the others that stood on the same grant: the network gave them together, and they
 * lost access together. Throws channel.other-account.
 */
async function connectedBefore(
  { web }: KeepParts,
  workspaceId: string,
  id: string,
  accounts: readonly Account[],
): Promise<Account[]> {
  const { channel, siblings } = await web.inWorkspace(workspaceId, async (trx) => {
    const [channel] = await readChannels(trx, [id])
    if (!channel) throw problem('access.not-here')
    const siblings = channel.consentId === null ? new Set<string>() : await accountsOn(trx, channel.consentId)
    return { channel, siblings }
  })
  const wanted = sameAccount(accounts, channel)
  return [wanted, ...accounts.filter((account) => account !== wanted && siblings.has(account.remoteId))]
}

function storedOf({ access, refresh }: Tokens, held: Held, pages: Record<string, string>): Stored {
  const some = Object.keys(pages).length > 0
  return { ...held, access, ...(refresh === undefined ? {} : { refresh }), ...(some ? { pages } : {}) }
}

function isRenewable(way: Connect, tokens: Tokens): boolean {
  if (way.how === 'app-password') return true
  const exchanges = way.how === 'oauth' && way.dialect?.exchange?.renewUrl !== undefined
  return way.renew !== 'none' && (tokens.refresh !== undefined || exchanges)
}
