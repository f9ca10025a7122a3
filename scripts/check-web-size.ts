/**
 * How much script a page of the web app loads before anybody touches it, against its bar. Reads the manifest of the
 * last build (`npx vite build packages/web`); sizes are gzipped, in kB of 1,024 bytes.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}

const dist = join(import.meta.dirname, '../packages/web/dist')
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>

const shell = 'index.html'
/** The screens with a bar: what each is made of besides the shell. */
const bars: readonly { name: string; max: number; entries: readonly string[] }[] = [
  { name: 'shell', max: 110, entries: [] },
  { name: 'today', max: 130, entries: ['screens/today/today-page.tsx', 'locales/en/today.json'] },
  { name: 'calendar', max: 200, entries: ['screens/calendar/calendar-page.tsx', 'locales/en/calendar.json'] },
  {
    name: 'composer',
    max: 190,
    entries: ['screens/composer/composer-page.tsx', 'locales/en/composer.json'],
  },
]
/**
 * What the composer has loaded once a channel of every network is chosen, and the preview stands beside the text. It
 * comes after the text can be written; the bar is ours, so that another network costs little more than its own rules.
 */
const everyNetwork = {
  name: 'all networks',
  max: 280,
  entries: [
    'screens/composer/composer-page.tsx',
    'locales/en/composer.json',
    'screens/composer/judge.ts',
    'screens/composer/preview-panel.tsx',
    'screens/composer/settings-part.tsx',
    '../platforms/load.gen.ts',
  ],
}
const cssMax = 30

/** Everything that these entries import at once. */
function closure(entries: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const visit = (key: string): void => {
    if (seen.has(key)) return
    const chunk = manifest[key]
    if (!chunk) throw new Error(`The build has no ${key}: is a screen renamed?`)
    seen.add(key)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const entry of entries) visit(entry)
  return seen
}

const zipped = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1024
const sum = (files: Iterable<string>): number => [...new Set(files)].reduce((total, file) => total + zipped(file), 0)

let failed = false
function report(name: string, size: number, max: number): void {
  const over = size > max
  failed ||= over
  console.log(`${over ? '✗' : '✓'} ${name.padEnd(12)} ${size.toFixed(1).padStart(6)} of ${max} kB`)
}

const composers = manifest['../platforms/load.gen.ts']?.dynamicImports ?? []
if (composers.length === 0) throw new Error('No network is loaded by itself: is load.gen.ts renamed?')
for (const { name, max, entries } of [...bars, { ...everyNetwork, entries: [...everyNetwork.entries, ...composers] }]) {
  const files = [...closure([shell, ...entries])].map((key) => manifest[key]?.file ?? '')
  report(name, sum(files.filter((file) => file.endsWith('.js'))), max)
}
const styles = Object.values(manifest).flatMap((chunk) => chunk.css ?? [])
report('styles', sum(styles), cssMax)
process.exitCode = failed ? 1 : 0
