import { decodeJwt } from 'jose'

/**
 * How long a token holds from the moment it was given, in ms; undefined where it does not say. Measured between its own
 * two times, so that a clock of ours that goes wrong does not matter.
 */
export function lifeOf(token: string): number | undefined {
  try {
    const { iat, exp } = decodeJwt(token)
    return iat === undefined || exp === undefined || exp <= iat ? undefined : (exp - iat) * 1000
  } catch {
    return undefined
  }
}
