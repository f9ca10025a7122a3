import fc from 'fast-check'
import { compactDecrypt } from 'jose'
import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createSeal, SealBroken } from './seal.ts'
import { Secret } from './secret.ts'

const keyOf = (id: string) => ({ id, key: new Uint8Array(randomBytes(32)) })
const old = keyOf('old')
const current = keyOf('current')
const seal = createSeal([current, old])
const row = 'consent:w:1'

describe('threat 56: sealing', () => {
  test('the same token twice gives two different texts, and both open', async () => {
    const [a, b] = [await seal.seal({ access: 'canary' }, row), await seal.seal({ access: 'canary' }, row)]
    expect(a).not.toBe(b)
    expect(a + b).not.toContain('canary')
    expect([await seal.open(a, row), await seal.open(b, row)]).toEqual([{ access: 'canary' }, { access: 'canary' }])
  })

  test('any flipped bit, anywhere, is found', async () => {
    const sealed = await seal.seal({ access: 'canary' }, row)
    for (let n = 0; n < sealed.length; n += 1) {
      const changed = `${sealed.slice(0, n)}${sealed[n] === 'A' ? 'B' : 'A'}${sealed.slice(n + 1)}`
      // The last letter of a part may hold bits that decoding drops.
      const opened = await seal.open(changed, row).catch((error: unknown) => error)
      if (!(opened instanceof SealBroken)) expect(opened).toEqual({ access: 'canary' })
      else expect(opened.message).not.toContain('canary')
    }
    const parts = sealed.split('.')
    const text = Buffer.from(parts[3] ?? '', 'base64url')
    text[0] = (text[0] ?? 0) ^ 1
    await expect(seal.open(parts.with(3, text.toString('base64url')).join('.'), row)).rejects.toThrow(SealBroken)
  })

  test('a value moved to another row does not open', async () => {
    await expect(seal.open(await seal.seal('t', row), 'consent:w:2')).rejects.toThrow('another row')
  })

  test('a tag that is cut short does not open', async () => {
    const parts = (await seal.seal('t', row)).split('.')
    await expect(seal.open(parts.with(4, (parts[4] ?? '').slice(0, 6)).join('.'), row)).rejects.toThrow(SealBroken)
  })

  test('what an older key sealed opens and says that it is old; a key that is gone is named', async () => {
    const before = await createSeal([old]).seal('t', row)
    expect([seal.needsRotation(before), await seal.open(before, row)]).toEqual([true, 't'])
    expect(seal.needsRotation(await seal.seal('t', row))).toBe(false)
    await expect(createSeal([current]).open(before, row)).rejects.toThrow('the key old')
  })

  test.each(['', '.', 'x.y.z', 'e30....', `${Buffer.from('{"alg":"none"}').toString('base64url')}....`])(
    'threat 51: %j is not one of ours',
    async (text) => {
      await expect(seal.open(text, row)).rejects.toThrow(SealBroken)
    },
  )
})

test('another JOSE library opens it', async () => {
  const { plaintext, protectedHeader } = await compactDecrypt(await seal.seal({ a: 'é' }, row), current.key)
  expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual({ a: 'é' })
  expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'current', for: row })
})

test('property: everything sealed opens as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string(), async (value, boundTo) => {
      const plain: unknown = JSON.parse(JSON.stringify(value))
      expect(await seal.open(await seal.seal(plain as null, boundTo), boundTo)).toEqual(plain)
    }),
  )
})

test('threat 58: a secret shows itself to nobody who does not ask', () => {
  const secret = new Secret('canary')
  const shown = [JSON.stringify({ secret }), String(secret), inspect({ secret }, { showHidden: true, depth: 9 })]
  expect(shown.join()).not.toContain('canary')
  expect(Object.values(secret)).toEqual([])
  expect(secret.reveal()).toBe('canary')
})
