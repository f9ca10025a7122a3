import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../testing/scratch.ts'
import { clusterOf, findPlace } from './place.ts'

const nobody = 65_534

test('an ordinary user keeps everything below the data folder, closed to others', async () => {
  await using scratch = await scratchFolder()
  const dataDir = join(scratch.folder, 'data')
  const place = await findPlace(dataDir, { uid: 1000 })
  expect(place).toEqual({ base: join(dataDir, 'postgres'), user: undefined, notes: [] })
  expect((await stat(place.base)).mode & 0o777).toBe(0o700)
})

describe.runIf(process.getuid?.() === 0)('root', () => {
  test('runs it as an unprivileged user, who may cross the folder', async () => {
    await using scratch = await scratchFolder()
    const place = await findPlace(scratch.folder)
    expect(place.user?.uid).toBeGreaterThan(0)
    expect((await stat(place.base)).mode & 0o777).toBe(0o711)
    expect(place.notes).toEqual([])
  })

  test('opens its own data folder to that user, and to nobody else', async () => {
    await using scratch = await scratchFolder()
    await chmod(scratch.folder, 0o700)
    const { base, user } = await findPlace(scratch.folder)
    expect(base).toBe(join(scratch.folder, 'postgres'))
    expect(await stat(scratch.folder)).toMatchObject({ uid: 0, gid: user?.gid })
    expect((await stat(scratch.folder)).mode & 0o777).toBe(0o710)
  })

  test('goes to a shelter when that user cannot reach the data folder, says so, and returns to it', async () => {
    await using scratch = await scratchFolder()
    const dataDir = join(scratch.folder, 'home', 'data')
    const shelter = join(scratch.folder, 'shelter')
    await mkdir(dataDir, { recursive: true })
    await chmod(join(scratch.folder, 'home'), 0o700)

    const place = await findPlace(dataDir, { shelter })
    expect(place.base.startsWith(`${shelter}/`)).toBe(true)
    expect(place.notes).toEqual([expect.stringContaining(place.base)])

    // A database lives there now, so it stays there when the home is opened.
    await mkdir(clusterOf(place.base))
    await chown(clusterOf(place.base), nobody, nobody)
    await chmod(join(scratch.folder, 'home'), 0o755)
    expect((await findPlace(dataDir, { shelter })).base).toBe(place.base)
    await expect(findPlace(dataDir, { shelter, uid: 1000 })).rejects.toMatchObject({ code: 'database.other-owner' })
  })

  test('never begins anew when the database that is there cannot be reached any more', async () => {
    await using scratch = await scratchFolder()
    const dataDir = join(scratch.folder, 'home', 'data')
    const { base } = await findPlace(dataDir)
    await mkdir(clusterOf(base))
    await chown(clusterOf(base), nobody, nobody)
    await chmod(join(scratch.folder, 'home'), 0o700)
    await expect(findPlace(dataDir, { shelter: join(scratch.folder, 'shelter') })).rejects.toMatchObject({
      code: 'database.unreachable',
      values: { uid: nobody },
    })
  })

  test('runs an existing database as the user it belongs to', async () => {
    await using scratch = await scratchFolder()
    const { base } = await findPlace(scratch.folder)
    await mkdir(clusterOf(base))
    await chown(clusterOf(base), 1234, 5678)
    expect((await findPlace(scratch.folder)).user).toEqual({ uid: 1234, gid: 5678 })
  })
})
