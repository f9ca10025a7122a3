/**
 * Seals what must not be read from the database alone: tokens, intents, results of steps. The form is a compact JWE
 * (RFC 7516, `dir` with A256GCM) that any JOSE library reads. The row it belongs to stands in the protected header,
 * which AES-GCM authenticates: a value moved to another row does not open.
 *
 * Done with node:crypto, because intents are sealed thousands of times a second. Nonces are random, which is safe for 2^32 values under one key (NIST SP 800-38D): a thousand posts
 * a minute for eight years. Keys can be changed at any time (`rotate-keys`).
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync } from 'node:crypto'
import type { Json } from '@posthorn/domain/json.ts'

export interface Seal {
  /** `boundTo` names the row, such as 'consent:{workspaceId}:{id}'; opening demands the same. */
  seal(value: Json, boundTo: string): Promise<string>
  /** Throws SealBroken for what was changed, moved, or sealed with a key that is gone. */
  open(sealed: string, boundTo: string): Promise<Json>
  /** Of the key that seals. */
  readonly keyId: string
  /** True for what an older key sealed. */
  needsRotation(sealed: string): boolean
}

export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

const alg = 'dir'
const enc = 'A256GCM'
const nonceBytes = 12
const tagBytes = 16

interface Header {
  readonly alg: string
  readonly enc: string
  readonly kid: string
  readonly for: string
}

/** The first key seals, all open. Keys have 32 bytes. */
export function createSeal(keys: readonly { readonly id: string; readonly key: Uint8Array }[]): Seal {
  const [first] = keys
  if (!first) throw new Error('a seal needs a key')
  const byId = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]))
  const keyId = first.id
  // Made once: from bytes, the key would be made anew for each seal, which is two thirds of what one costs.
  const sealingKey = createSecretKey(first.key)

  function sealNow(value: Json, boundTo: string): string {
    const header = encode(JSON.stringify({ alg, enc, kid: keyId, for: boundTo } satisfies Header))
    const nonce = randomFillSync(Buffer.allocUnsafe(nonceBytes))
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce, { authTagLength: tagBytes })
    cipher.setAAD(Buffer.from(header, 'ascii'))
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
    return `${header}..${nonce.toString('base64url')}.${text.toString('base64url')}.${cipher.getAuthTag().toString('base64url')}`
  }

  function openNow(sealed: string, boundTo: string): Json {
    const [header = '', encryptedKey, nonce = '', text = '', tag = '', ...more] = sealed.split('.')
    const { alg: itsAlg, enc: itsEnc, kid, for: itsRow } = readHeader(header)
    const key = byId.get(kid)
    if (encryptedKey !== '' || more.length > 0 || itsAlg !== alg || itsEnc !== enc)
      throw new SealBroken('not one of ours')
    if (!key) throw new SealBroken(`sealed with the key ${kid}, which is not here`)
    if (itsRow !== boundTo) throw new SealBroken('sealed for another row')
    const authTag = Buffer.from(tag, 'base64url')
    if (authTag.length !== tagBytes) throw new SealBroken('changed after it was sealed')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
        authTagLength: tagBytes,
      })
      decipher.setAAD(Buffer.from(header, 'ascii')).setAuthTag(authTag)
      const plain = Buffer.concat([decipher.update(text, 'base64url'), decipher.final()])
      return JSON.parse(plain.toString('utf8')) as Json
    } catch {
      // The cause would say nothing but which byte of a secret failed.
      throw new SealBroken('changed after it was sealed')
    }
  }

  return {
    keyId,
    seal: async (value, boundTo) => sealNow(value, boundTo),
    open: async (sealed, boundTo) => openNow(sealed, boundTo),
    needsRotation: (sealed) => readHeader(sealed.slice(0, sealed.indexOf('.'))).kid !== keyId,
  }
}

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64url')

function readHeader(encoded: string): Header {
  try {
    const { alg, enc, kid, for: row } = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as Header
    return { alg, enc, kid, for: row }
  } catch {
    throw new SealBroken('not one of ours')
  }
}
