import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { networksPage } from '../scripts/gen-networks.ts'

test('the page of networks says what their data say; else run `npm run gen`', async () => {
  expect(await readFile(join(import.meta.dirname, '../docs/networks.md'), 'utf8')).toBe(networksPage())
})
