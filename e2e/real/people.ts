/** Somebody at the imitated network, and the way of their account into a workspace: consent page, code, tokens. */
import { isSameAccount, type Account, type Person } from '@posthorn/platforms/conformance'
import { choose } from '@posthorn/server/channels/choose.ts'
import { Account as Offered } from '@posthorn/server/channels/account.ts'
import { finishConnect, startConnect, type Wish } from '@posthorn/server/channels/connect.ts'
import { connectByPassword } from '@posthorn/server/channels/connect-password.ts'
import { readConsent } from '@posthorn/server/channels/consents.store.ts'
import { press, type Actor } from '@posthorn/server/channels/testing.ts'
import type { Parts } from '@posthorn/server/parts.ts'

export interface AtNetwork {
  /** Who signs in. */
  readonly person: string
  /** What becomes a channel: the page they manage, or themselves. */
  readonly account: string
  /** What they type so that their server is found. */
  readonly typed: string
}

/** Makes the people of an account; `number` keeps their handles apart. */
export async function addPeople(
  tell: (path: string, body: object) => Promise<unknown>,
  platform: string,
  account: Account,
  number: number,
): Promise<AtNetwork> {
  const add = async ({ handle, ...who }: Person, more: object = {}) => {
    const one = { platform, name: `${account.name} ${number}`, handle: `${handle}${number}`, ...who, ...more }
    return (await tell('people', one)) as { id: string; handle: string }
  }
  const person = await add(account.person)
  return {
    person: person.id,
    account: account.page ? (await add(account.page, { owner: person.id })).id : person.id,
    typed: account.typed ?? person.handle,
  }
}

/** Signs in and answers the channel's id. `reconnects`: the channel that lost its access. */
export async function signIn(
  parts: Parts,
  actor: Actor,
  platform: string,
  way: { readonly via: string; readonly reconnects?: string },
  at: AtNetwork,
): Promise<string> {
  const { workspaceId } = actor
  const how = parts.platforms[platform]?.connect.find(({ via }) => via === way.via)?.how
  const typed = how === 'oauth' || way.reconnects !== undefined ? {} : { typed: at.typed }
  const wish: Wish = { workspaceId, platform, network: 'sandbox', ...typed, ...way }
  const finished =
    how === 'app-password'
      ? await connectByPassword(parts, actor.personId, wish, undefined)
      : await byConsent(parts, actor, wish, at.person)
  if (finished.is === 'connected') return only(finished.channelIds)
  const consent = await parts.web.inWorkspace(workspaceId, (trx) => readConsent(trx, finished.consentId))
  const offered = Offered.array().parse(consent?.candidates ?? [])
  const wanted = offered.filter(({ remoteId }) => isSameAccount(remoteId, at.account)).map(({ remoteId }) => remoteId)
  return only((await choose(parts, workspaceId, finished.consentId, wanted)).map(({ id }) => id))
}

async function byConsent(parts: Parts, actor: Actor, wish: Wish, person: string) {
  const started = await startConnect(parts, actor, wish)
  const { searchParams } = await press({ parts }, started.authorizeUrl, { person })
  return finishConnect(parts, { ...actor, browser: started.browser }, wish.platform, searchParams)
}

function only(ids: readonly string[]): string {
  const [id, ...more] = ids
  if (id === undefined || more.length > 0) throw new Error(`${ids.length} channels were connected instead of one`)
  return id
}
