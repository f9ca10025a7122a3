/** How a token comes to Graph, and the proof that the application's secret is known. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { badProof } from './errors.ts'
import type { Parameters } from './parameters.ts'

/** `Authorization: Bearer T` or `OAuth T`. */
export const headerToken = (header: string | null | undefined): string | undefined =>
  /^(?:Bearer|OAuth) (\S+)$/i.exec(header ?? '')?.[1]
/** `Authorization: OAuth T`, the only way at upload hosts. */
export const oauthToken = (header: string | null | undefined): string | undefined =>
  /^OAuth (\S+)$/i.exec(header ?? '')?.[1]

/** The parameter wins over the header. */
export const sentToken = (parameters: Parameters, header: string | null | undefined): string | undefined =>
  parameters.text('access_token') ?? headerToken(header)

/** hex(HMAC_SHA256(key = secret of the application, message = token)). */
export const proofOf = (secret: string, token: string): string =>
  createHmac('sha256', secret).update(token).digest('hex')

/** Throws for a wrong proof, and for a missing one where the application asks for it. */
export function checkProof(
  parameters: Parameters,
  { secret, token, required }: { secret: string; token: string; required: boolean },
): void {
  const proof = parameters.text('appsecret_proof')
  if (proof === undefined) {
    if (required) throw badProof()
    return
  }
  const [sent, right] = [Buffer.from(proof), Buffer.from(proofOf(secret, token))]
  if (sent.length !== right.length || !timingSafeEqual(sent, right)) throw badProof()
}
