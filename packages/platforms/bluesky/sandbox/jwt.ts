/** Tokens that look like the real ones, because clients read `exp` and `sub` in them. The network itself looks them up. */
import { createHmac } from 'node:crypto'

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

export function signed(secret: string, typ: string, claims: object): string {
  const body = `${part({ typ, alg: 'HS256' })}.${part(claims)}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

export const seconds = (ms: number) => Math.floor(ms / 1000)
