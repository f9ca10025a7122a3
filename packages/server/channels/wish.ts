/** What somebody wants to connect, and what is known about it from before. */
import { problem } from '@posthorn/domain/problems.ts'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { readChannels } from './channels.store.ts'
import { typedFor } from './consents.store.ts'
import { practiceTyped } from './practice-people.ts'
import type { HostWay } from './world.ts'

export interface Wish {
  readonly workspaceId: string
  readonly platform: string
  readonly via?: string | undefined
  readonly network: Network
  /** What the person typed so that their server is found. */
  readonly typed?: string | undefined
  /** The channel to connect again. */
  readonly reconnects?: string | undefined
  readonly returnTo?: string | undefined
}

/** The channel that is connected again, and what found its server. */
export interface Before {
  readonly id: string
  readonly via: string
  readonly typed: string
}

/** Throws access.not-here, and request.invalid for a channel of another platform or network. */
export async function channelBefore(
  { web }: Pick<Parts, 'web'>,
  { workspaceId, platform, network, reconnects: id }: Wish,
): Promise<Before | undefined> {
  if (id === undefined) return undefined
  return await web.inWorkspace(workspaceId, async (trx) => {
    const [channel] = await readChannels(trx, [id])
    if (!channel) throw problem('access.not-here')
    if (channel.platform !== platform || channel.network !== network) {
      throw problem('request.invalid', {}, { field: 'reconnects' })
    }
    const typed = channel.consentId === null ? undefined : await typedFor(trx, channel.consentId)
    return { id, via: channel.via, typed: typed ?? channel.handle }
  })
}

/** What finds the server; in the sandbox there is always somebody. Throws request.invalid if nothing does. */
export async function typedIn(
  parts: Pick<Parts, 'door' | 'sandbox'>,
  { platform, network, typed: now }: Wish,
  before: Before | undefined,
  way: HostWay,
): Promise<string> {
  const known = now ?? before?.typed
  const typed = known === undefined && network === 'sandbox' ? await practiceTyped(parts, platform, way) : known?.trim()
  if (typed === undefined || typed === '') throw problem('request.invalid', {}, { field: 'typed' })
  return typed
}
