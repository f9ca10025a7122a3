import { expect, test } from 'vitest'
import { safePath } from './safe-path.ts'

test.each(['/w/1/calendar?at=2026-11-23', '/'])('%s is a path of this app', (path) => {
  expect(safePath(path)).toBe(path)
})
test.each([null, '', 'https://elsewhere.test', '//elsewhere.test', '/\\elsewhere.test', 'javascript:alert(1)'])(
  '%s leads home',
  (path) => {
    expect(safePath(path)).toBe('/')
  },
)
