/** The line of imports holds: no violation, over as many modules as the house has, by a rule that does find one. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
/** Fewer would mean that a folder was not looked at. */
const fewestModules = 600

/** What we read of dependency-cruiser's report. */
interface Report {
  readonly modules: readonly unknown[]
  readonly summary: {
    readonly violations: readonly {
      readonly from: string
      readonly to: string
      readonly rule: { readonly name: string; readonly severity: string }
    }[]
  }
}

/** Its exit code counts violations, so only the report tells. */
const cruise = (cwd: string, folders: readonly string[]): Promise<Report> =>
  new Promise((resolve, reject) => {
    const args = [
      '--import',
      join(root, 'scripts/swc-using.mjs'),
      program,
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
      ...folders,
    ]
    execFile(process.execPath, args, { cwd, maxBuffer: 512_000_000 }, (error, stdout) => {
      if (stdout === '') reject(error ?? new Error('dependency-cruiser said nothing'))
      else resolve(JSON.parse(stdout) as Report)
    })
  })

/** A tree with one forbidden import, as small as can be. */
async function findsPlanted(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-boundaries-'))
  try {
    await cp(join(root, '.dependency-cruiser.mjs'), join(folder, '.dependency-cruiser.mjs'))
    const files = {
      'packages/domain/planted.ts': "import { secret } from '../server/secret.ts'\nexport const planted = secret\n",
      'packages/server/secret.ts': 'export const secret = 1\n',
    }
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await writeFile(join(folder, file), text)
    }
    const { summary } = await cruise(folder, ['packages'])
    return summary.violations.some(({ rule }) => rule.name === 'domain-is-pure')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const { modules, summary } = await cruise(root, ['packages', 'e2e', 'bench', 'scripts'])
const complaints = summary.violations
  .filter(({ rule }) => rule.severity === 'error')
  .map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)
if (modules.length < fewestModules)
  complaints.push(`only ${modules.length} modules were seen, at least ${fewestModules} exist`)
if (!(await findsPlanted())) complaints.push('a planted violation was not found')
for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
process.stdout.write(`${modules.length} modules, ${complaints.length} complaints\n`)
process.exit(complaints.length === 0 ? 0 : 1)
