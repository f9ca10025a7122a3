/**
 * `npm run gen`: writes the lists of platforms. A platform is a folder under `packages/platforms` that holds
 * `rules.ts`; each list names the folders that have the file it is about. Adding a platform edits nothing else.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const note = '// written by `npm run gen`'

interface List {
  readonly file: string
  /** What a folder must hold, and the name of its export; `%` is the folder's own name. */
  readonly from: string
  readonly export: string
  /** One folder's line; an import of the export, if not given. */
  readonly line?: (name: string) => string
  readonly write: (lines: string, names: string) => string
}

const lists: readonly List[] = [
  {
    file: 'compose.gen.ts',
    from: 'compose.ts',
    export: 'composer',
    write: (imports, names) => `${note}
import type { Composer } from './interface.ts'
${imports}

const all = { ${names} }

export type PlatformId = keyof typeof all
/** Browser-safe half of every platform. */
export const composers: Readonly<Record<PlatformId, Composer>> = all
`,
  },
  {
    file: 'load.gen.ts',
    from: 'compose.ts',
    export: 'composer',
    line: (name) => `  ${name}: async () => (await import('./${name}/compose.ts')).composer,`,
    write: (lines) => `${note}
import type { Composer } from './interface.ts'

/** Browser-safe half of every platform, each loaded when it is asked for. */
export const loadComposer: Readonly<Record<string, () => Promise<Composer>>> = {
${lines}
}
`,
  },
  {
    file: 'adapters.gen.ts',
    from: 'adapter.ts',
    export: '%',
    write: (imports, names) => `${note}
import type { Platform } from './interface.ts'
${imports}

const all = { ${names} }

export type PlatformId = keyof typeof all
export const platforms: Readonly<Record<PlatformId, Platform>> = all
`,
  },
  {
    file: 'sandbox.gen.ts',
    from: 'sandbox.ts',
    export: 'imitation',
    write: (imports, names) => `${note}
${imports}

export const imitations = { ${names} }
`,
  },
  {
    file: 'exams.gen.ts',
    from: 'fixtures/exam.ts',
    export: 'exam',
    write: (imports, names) => `${note}
import type { Exam } from './testing/world.ts'
${imports}

/** What each platform brings to the suite every platform passes. For tests. */
export const exams: readonly Exam[] = [${names}]
`,
  },
]

const importLine = (list: List, name: string): string => {
  const what = list.export === '%' ? name : `${list.export} as ${name}`
  return `import { ${what} } from './${name}/${list.from}'`
}

/** What the generated files of a platforms folder should hold, by their paths. */
export function generate(root: string): ReadonlyMap<string, string> {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'rules.ts')))
    .map((entry) => entry.name)
    .sort()
  return new Map(
    lists.map((list) => {
      const names = folders.filter((name) => existsSync(join(root, name, list.from)))
      const lines = names.map((name) => list.line?.(name) ?? importLine(list, name)).join('\n')
      return [join(root, list.file), list.write(lines, names.join(', '))]
    }),
  )
}

/** Generated files that are not what they should be. */
export const stale = (root: string): readonly string[] =>
  [...generate(root)]
    .filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
    .map(([path]) => path)

if (import.meta.main) {
  for (const [path, text] of generate(join(import.meta.dirname, '../packages/platforms'))) writeFileSync(path, text)
}
