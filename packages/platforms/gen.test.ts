import { mkdtempDisposable, mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generate, stale } from '../../scripts/gen.ts'

const platforms = import.meta.dirname

test('the lists of platforms are fresh; else run `npm run gen`', () => {
  expect(stale(platforms)).toEqual([])
})

test('a further platform is one folder', async () => {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'posthorn-gen-'))
  const root = temporary.path
  for (const [folder, ...files] of [
    ['chirp', 'rules.ts', 'compose.ts', 'adapter.ts', 'sandbox.ts', 'fixtures/exam.ts'],
    ['sandbox', 'main.ts'],
    ['begun', 'rules.ts'],
  ] as const) {
    await mkdir(join(root, folder, 'fixtures'), { recursive: true })
    for (const file of files) await writeFile(join(root, folder, file), '')
  }
  const [compose, load, adapters, sandbox, exams] = [...generate(root).values()]
  expect(compose).toContain("import { composer as chirp } from './chirp/compose.ts'\n\nconst all = { chirp }")
  expect(load).toContain("  chirp: async () => (await import('./chirp/compose.ts')).composer,\n}")
  expect(adapters).toContain("import { chirp } from './chirp/adapter.ts'\n\nconst all = { chirp }")
  expect(sandbox).toContain(
    "import { imitation as chirp } from './chirp/sandbox.ts'\n\nexport const imitations = { chirp }",
  )
  expect(exams).toContain('= [chirp]')
  expect(stale(root)).toHaveLength(5)
})
