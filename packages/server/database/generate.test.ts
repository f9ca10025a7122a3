import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateSchema } from './generate.ts'
import { cloneTemplate } from './testing/database.ts'

test('schema.gen.ts says what the migrations make; if not: node scripts/gen-schema.ts', async () => {
  await using db = await cloneTemplate()
  const written = await readFile(join(import.meta.dirname, 'schema.gen.ts'), 'utf8')
  expect(written).toBe(await generateSchema(db.url))
})
