import { describe, expect, test } from 'vitest'
import { addressOf, isPublic, readToken, type Wanted } from './address.ts'

const key = new Uint8Array(32).fill(7)
const since = new Date('2026-11-25T10:00:00Z')
const later = (hours: number): Date => new Date(since.getTime() + hours * 3_600_000)
const file = { workspaceId: '01890000-0000-7000-8000-00000000beef', id: '01890000-0000-7000-8000-0000000000aa' }
const address = (more: Partial<Wanted> = {}): string =>
  addressOf(key, { ...file, type: 'video/mp4', base: 'https://media.example', since, now: since, ...more })
const tokenOf = (url: string): string => url.split('/').at(-2) ?? ''

test('an address names its file and ends as networks expect', () => {
  expect(address()).toMatch(/^https:\/\/media\.example\/media\/[\w-]{92}\/file\.mp4$/)
  expect(address({ type: 'image/jpeg' })).toMatch(/\/file\.jpg$/)
  expect(readToken(key, tokenOf(address()), since)).toEqual(file)
})

test('a step done over gets the same address, a much later one an address that lives as long', () => {
  expect(address({ now: later(5.9) })).toBe(address())
  for (const hours of [0, 5.9, 6, 100.5]) {
    const token = tokenOf(address({ now: later(hours) }))
    expect(readToken(key, token, later(hours + 24))).toEqual(file)
    expect(readToken(key, token, later(hours + 30.1))).toBeUndefined()
  }
})

test('one asked for before its time works too', () => {
  const now = later(-1)
  expect(readToken(key, tokenOf(address({ now })), later(22.9))).toEqual(file)
})

describe('threat 51: what was not signed by us for this names nothing', () => {
  const token = tokenOf(address())
  test('each changed byte', () => {
    const bytes = Buffer.from(token, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(readToken(key, changed.toString('base64url'), since)).toBeUndefined()
    }
  })

  test.each([
    ['another key', token, new Uint8Array(32)],
    ['written otherwise', `${token}=`, key],
    ['shortened', token.slice(0, -4), key],
    ['lengthened', `${token}AAAA`, key],
    ['empty', '', key],
  ])('%s', (_, given, by) => expect(readToken(by, given, since)).toBeUndefined())
})

test.each([
  ['https://posthorn.example.com', true],
  ['https://posthorn.example.com/base', true],
  ['https://93.184.215.14', true],
  ['http://posthorn.example.com', false],
  ['http://127.0.0.1:3000', false],
  ['https://localhost', false],
  ['https://posthorn', false],
  ['https://posthorn.local', false],
  ['https://10.0.0.5', false],
  ['https://192.168.1.2:8443', false],
  ['https://[::1]', false],
  ['https://[::ffff:127.0.0.1]', false],
  ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]', true],
])('networks reach %s: %s', (base, reaches) => expect(isPublic(base)).toBe(reaches))
