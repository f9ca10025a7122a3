import { expect, test } from 'vitest'
import { proxyMatcher, sourceOf } from './source.ts'

const nobody = proxyMatcher([])
const ours = proxyMatcher(['10.0.0.0/8', '192.0.2.1', 'fd00::/8', 'nonsense'])

test('threat 27: forwarded addresses count only from a proxy that the operator named', () => {
  expect(sourceOf('203.0.113.9', '1.1.1.1', nobody)).toBe('203.0.113.9')
  expect(sourceOf('203.0.113.9', '1.1.1.1', ours)).toBe('203.0.113.9')
  expect(sourceOf('10.1.2.3', '1.1.1.1', ours)).toBe('1.1.1.1')
  expect(sourceOf('192.0.2.1', '1.1.1.1, 203.0.113.7, 10.0.0.4', ours)).toBe('203.0.113.7')
  expect(sourceOf('10.1.2.3', 'not an address', ours)).toBe('10.1.2.3')
  expect(sourceOf('10.1.2.3', null, ours)).toBe('10.1.2.3')
})

test('threat 30: an IPv6 client is its network, and a mapped address is IPv4', () => {
  expect(sourceOf('2001:db8:1:2:aaaa::1', null, nobody)).toBe('2001:db8:1:2::/64')
  expect(sourceOf('2001:db8:1:2:bbbb::2', null, nobody)).toBe('2001:db8:1:2::/64')
  expect(sourceOf('::ffff:203.0.113.9', null, nobody)).toBe('203.0.113.9')
  expect(sourceOf(undefined, null, nobody)).toBe('unknown')
})
