/** What is stored of a grant, and what handling it takes. */
import type { Parts } from '../parts.ts'
import { consentSeal } from './consents.store.ts'
import type { ProofKey } from './dpop.ts'
import type { HeldConsent } from './renewals.store.ts'

export type TokenParts = Pick<Parts, 'settings' | 'worker' | 'door' | 'sandbox' | 'platforms' | 'seal' | 'log' | 'now'>

export interface ChannelKey {
  readonly workspaceId: string
  readonly channelId: string
}

/** Who we are at a server that a person named. It belongs to the grant: tokens are worth something only with it. */
export type HeldClient = {
  readonly id: string
  readonly secret?: string
}

/** What lies in `consent.sealed`. */
export type Stored = {
  readonly access: string
  readonly refresh?: string
  /** Secrets of pages, by remote id. */
  readonly pages?: Readonly<Record<string, string>>
  readonly client?: HeldClient
  /** The key that the tokens are bound to. */
  readonly key?: ProofKey
}

/** Which token of which consent: a channel that was connected again has another one. */
export const fenceOf = ({ id, fence }: Pick<HeldConsent, 'id' | 'fence'>): string => `${id}:${fence}`

export const openStored = async (
  { seal }: Pick<Parts, 'seal'>,
  workspaceId: string,
  { id, sealed }: { id: string; sealed: string },
) => (await seal.open(sealed, consentSeal(workspaceId, id))) as unknown as Stored

export const after = (now: Date, seconds: number | undefined): Date | undefined =>
  seconds === undefined ? undefined : new Date(now.getTime() + seconds * 1000)
