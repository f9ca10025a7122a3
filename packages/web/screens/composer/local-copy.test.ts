import { expect, test } from 'vitest'
import { baseTab, emptyDraft, setText } from './draft.ts'
import { copyStore } from './local-copy.ts'

function memory() {
  const values = new Map<string, string>()
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}
const now = () => new Date('2026-11-23T09:42:07Z')

test('gives back what was kept, with its revision and time', () => {
  const store = copyStore('w', 'p', memory(), now)
  const draft = setText(emptyDraft(), baseTab, 0, 'kept')
  store.write(draft, '"r3"')
  expect(store.read()).toEqual({ draft, etag: '"r3"', at: '2026-11-23T09:42:07.000Z' })
  store.clear()
  expect(store.read()).toBeUndefined()
})
test('keeps the drafts of workspaces and posts apart', () => {
  const storage = memory()
  copyStore('w', 'p', storage, now).write(emptyDraft(), null)
  expect(copyStore('w', 'new', storage, now).read()).toBeUndefined()
  expect(copyStore('v', 'p', storage, now).read()).toBeUndefined()
})
test.each(['{', '[]', '{"draft":{}}', '5'])('something else under its name (%s) is no copy', (value) => {
  const storage = memory()
  storage.values.set('posthorn:draft:w:p', value)
  expect(copyStore('w', 'p', storage, now).read()).toBeUndefined()
})
test('a full storage does not stop typing', () => {
  const full = {
    ...memory(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  expect(() => copyStore('w', 'p', full, now).write(emptyDraft(), null)).not.toThrow()
})
