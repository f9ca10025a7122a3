import { expect, test } from 'vitest'
import { workspaceNameFrom } from './workspace-name.ts'

test.each([
  ['ada@bakery.example', 'Bakery'],
  ['ada@post.acme.it', 'Acme'],
  ['ada@gmail.com', ''],
  ['ada@localhost', ''],
  ['', ''],
])('%s proposes "%s"', (email, name) => {
  expect(workspaceNameFrom(email)).toBe(name)
})
