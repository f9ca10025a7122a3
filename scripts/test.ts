/** `npm test`: every check, one after the other, and a last line that counts them together with all tests. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const reports = await mkdtemp(join(tmpdir(), 'posthorn-reports-'))
const total = { passed: 0, failed: 0 }

const checks = ['check:types', 'check:lint', 'check:format', 'check:boundaries', 'check:unused', 'check:house'] as const
const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** True if it ended with 0. */
const run = (command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<boolean> =>
  new Promise((resolve) => {
    process.stdout.write(`\n> ${[command, ...args].join(' ')}\n`)
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })

const count = (passed: number, failed: number): void => {
  total.passed += passed
  total.failed += failed
}

/** What we read of the reports. */
interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
}
interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number }
}
const readReport = async (file: string): Promise<unknown> =>
  existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined

async function unitTests(): Promise<void> {
  const file = join(reports, 'vitest.json')
  const fine = await run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`])
  const report = (await readReport(file)) as VitestReport | undefined
  // A file that could not even be loaded has no failed test, and is a failure all the same.
  count(report?.numPassedTests ?? 0, Math.max(report?.numFailedTests ?? 0, fine ? 0 : 1))
}

async function stories(): Promise<void> {
  if (!browsers.some((browser) => existsSync(browser))) {
    process.stdout.write('The stories need a browser: apt-get install chromium\n')
    return count(0, 1)
  }
  if (!(await run('node', ['scripts/build-web.ts']))) return count(0, 1)
  const file = join(reports, 'playwright.json')
  const fine = await run('playwright', ['test', '--config', 'e2e/playwright.config.ts', '--pass-with-no-tests'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  const report = ((await readReport(file)) as PlaywrightReport | undefined)?.stats
  // A story that needs a second try has failed once.
  count(report?.expected ?? 0, Math.max((report?.unexpected ?? 0) + (report?.flaky ?? 0), fine ? 0 : 1))
}

try {
  for (const name of checks) {
    const fine = await run('npm', ['run', '--silent', name])
    count(fine ? 1 : 0, fine ? 0 : 1)
  }
  await unitTests()
  await stories()
} finally {
  await rm(reports, { recursive: true, force: true })
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed === 0 ? 0 : 1)
