import type { Prover } from './dpop.ts'
import type { Secret } from './secret.ts'

/** A token as a network wants it shown. */
export interface Access {
  /** Says which token this is: hand it to `renewToken` when the network refuses it. */
  readonly fence: string
  /** The value of the Authorization header. */
  readonly authorization: Secret
  /** What the network wants in the query besides. */
  readonly query: Readonly<Record<string, Secret>>
  /** Proves that the token is ours, where it is bound to a key. */
  readonly prover?: Prover
  /** Told when the network refused the token, where it is kept and nothing renews it. */
  readonly onRefused?: () => void
}
