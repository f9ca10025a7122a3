/** Codes and links that prove something once: 256 random bits, of which only the hash is kept. */
import { createHash, randomBytes } from 'node:crypto'

export const makeCode = (): string => randomBytes(32).toString('base64url')

/** Typed, so that a code made for one purpose opens nothing else. A random value of 256 bits needs no slow hash. */
export const hashCode = (purpose: 'set-up' | 'invitation', code: string): string =>
  createHash('sha256').update(`${purpose}\n${code}`).digest('hex')
