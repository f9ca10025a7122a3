/** Rules of CONTRIBUTING.md that a machine can see. Each names the files it found and the line. */
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const skip = ['**/node_modules/**', '**/dist/**', '**/*.gen.ts', '**/fixtures/**', '**/corpus/**']
const files = globSync('{packages,scripts,bench,e2e}/**/*.{ts,tsx}', { cwd: root, exclude: skip }).toSorted()

const isTest = (file: string): boolean => /\.(test|story|testing)\.tsx?$|\/testing(\.ts|\/)|^e2e\/|^bench\//.test(file)
const inPackages = (file: string): boolean => file.startsWith('packages/')

/** A platform is a folder with rules; its name stands nowhere else. */
const platforms = readdirSync(join(root, 'packages/platforms'), { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && globSync('rules.ts', { cwd: join(root, 'packages/platforms', entry.name) }).length > 0,
  )
  .map((entry) => entry.name)

interface Rule {
  readonly says: string
  readonly applies: (file: string) => boolean
  readonly forbids: RegExp
}

const rules: readonly Rule[] = [
  {
    says: 'The environment is read in settings.ts alone.',
    applies: (file) =>
      inPackages(file) && !isTest(file) && !/^packages\/(server\/settings|web\/vite\.config)\.ts$/.test(file),
    forbids: /\bprocess\.env\b/,
  },
  {
    says: 'A platform is named in its own folder and in tests alone.',
    applies: (file) =>
      inPackages(file) && !isTest(file) && !platforms.some((id) => file.startsWith(`packages/platforms/${id}/`)),
    forbids: new RegExp(`['"\`](${platforms.join('|')})['"\`]`),
  },
  {
    says: 'Chance is an argument, and secrets come from crypto.',
    applies: (file) => file.startsWith('packages/server/') && !isTest(file),
    forbids: /\bMath\.random\(\)/,
  },
  {
    says: 'A thing to do is done or in an issue, not in a comment.',
    applies: () => true,
    forbids: /\/[/*].*\b(TODO|FIXME|XXX|HACK)\b/,
  },
  { says: 'No test is alone or still to be written.', applies: isTest, forbids: /\b(test|describe|it)\.(only|todo)\b/ },
]

const complaints: string[] = []
const lengths: number[] = []
for (const file of files) {
  const lines = readFileSync(join(root, file), 'utf8').trimEnd().split('\n')
  // A table of data may be as long as what it holds.
  const isTable =
    /^(?:packages\/(?:contract\/routes|server\/settings)\.ts$|packages\/.*(?:rules|errors|locales|languages|data)[./])/.test(
      file,
    )
  if (!isTable && !isTest(file)) lengths.push(lines.length)
  if (lines.length > 400 && !isTable) complaints.push(`${file}: ${lines.length} lines; 400 is the most.`)
  for (const rule of rules.filter(({ applies }) => applies(file) && file !== 'scripts/check-house.ts')) {
    lines.forEach((line, at) => {
      if (rule.forbids.test(line)) complaints.push(`${file}:${at + 1}: ${rule.says}`)
    })
  }
}
const ninetieth = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length * 0.9)] ?? 0
if (ninetieth > 200) complaints.push(`One file in ten has more than ${ninetieth} lines; 200 is the rule.`)
if (files.length < 500) complaints.push(`Only ${files.length} files were seen.`)
for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
process.stdout.write(`${files.length} files, ${complaints.length} complaints\n`)
process.exit(complaints.length === 0 ? 0 : 1)
