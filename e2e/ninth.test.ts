/** A further network is one folder: a made-up ninth one in a copy of the tree, generated, type-checked, and put to the suite. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtempDisposable, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

/** The packages that a platform lives in, and what checks them; all others are not needed for this. */
async function copyTree(to: string): Promise<void> {
  const skip = /(^|\/)(node_modules|dist)(\/|$)/
  for (const name of [
    'packages/domain',
    'packages/platforms',
    'scripts/gen.ts',
    'tsconfig.base.json',
    'package.json',
  ]) {
    await cp(join(root, name), join(to, name), { recursive: true, filter: (from) => !skip.test(relative(root, from)) })
  }
  await linkModules(join(root, 'node_modules'), join(to, 'node_modules'))
  const own = await readdir(join(root, 'packages/platforms/node_modules')).catch(() => [])
  if (own.length > 0)
    await symlink(join(root, 'packages/platforms/node_modules'), join(to, 'packages/platforms/node_modules'))
}

/** Everything as it is installed, but our own packages as they are in the copy. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(join(to, '@posthorn'), { recursive: true })
  for (const name of await readdir(from)) if (name !== '@posthorn') await symlink(join(from, name), join(to, name))
  for (const name of ['domain', 'platforms']) await symlink(join(to, '../packages', name), join(to, '@posthorn', name))
}

/** All files of the copy's packages, by their paths. */
async function read(path: string): Promise<Map<string, string>> {
  const files = await readdir(join(path, 'packages'), { recursive: true, withFileTypes: true })
  const found = new Map<string, string>()
  for (const file of files) {
    const name = join(relative(path, file.parentPath), file.name)
    if (file.isFile() && !name.includes('node_modules')) found.set(name, await readFile(join(path, name), 'utf8'))
  }
  return found
}

/** Not in the folder of the fixture, where it would be taken for a test of this tree. */
const suiteOf = `import { describePlatform } from '../conformance.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { exam } from './fixtures/exam.ts'

describePlatform(exam, (of) => startDirectWorld(of, fetch))
`

interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

test('a ninth network is one folder, and passes the suite', { timeout: 240_000 }, async () => {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'posthorn-ninth-'))
  const { path } = temporary
  await copyTree(path)
  const before = await read(path)
  await cp(join(import.meta.dirname, 'fixtures/chirp'), join(path, 'packages/platforms/chirp'), { recursive: true })
  await writeFile(join(path, 'packages/platforms/chirp/conformance.test.ts'), suiteOf)
  await run(process.execPath, ['scripts/gen.ts'], { cwd: path })

  const touched = [...(await read(path))]
    .filter(([name, text]) => before.get(name) !== text)
    .map(([name]) => name.replace('packages/platforms/', ''))
  expect(touched.filter((name) => !name.startsWith('chirp/') && !/^\w+\.gen\.ts$/.test(name))).toEqual([])
  expect(touched).toContain('adapters.gen.ts')

  const include = ['packages/platforms/*.gen.ts', 'packages/platforms/chirp/**/*.ts']
  await writeFile(
    join(path, 'tsconfig.json'),
    JSON.stringify({ extends: './tsconfig.base.json', compilerOptions: { types: ['node'] }, include }),
  )
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: path })

  await writeFile(join(path, 'vitest.config.ts'), 'export default {}\n')
  const suite = ['run', 'packages/platforms/chirp', '--reporter=json', '--outputFile=report.json']
  // A failing suite ends with a status of its own; what it reports is what counts.
  await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...suite], { cwd: path }).catch(() => null)
  const report = JSON.parse(await readFile(join(path, 'report.json'), 'utf8')) as Report
  const failed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  )
  expect(failed.map(({ fullName, failureMessages }) => [fullName, failureMessages])).toEqual([])
  expect(report.numPassedTests).toBeGreaterThan(15)
})
