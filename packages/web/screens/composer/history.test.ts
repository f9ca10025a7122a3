import { expect, test } from 'vitest'
import { addChannel, addPart, backToBase, baseTab, emptyDraft, setText } from './draft.ts'
import { acted, redone, startHistory, typed, undone } from './history.ts'

test('an own text given up comes back by undo, and goes by redo', () => {
  const own = setText(addChannel(emptyDraft(), 'x'), 'x', 0, 'own')
  const given = acted(startHistory(own), 'back-to-base', (draft) => backToBase(draft, 'x', ['parts']))
  expect(undone(given).draft).toEqual(own)
  expect(redone(undone(given)).draft).toEqual(given.draft)
})
test('what was typed after an act is not lost by undoing the act', () => {
  const start = acted(startHistory(emptyDraft()), 'add-part', (draft) => addPart(draft, baseTab, 0))
  const written = typed(start, (draft) => setText(draft, baseTab, 1, 'second'))
  expect(undone(written).draft).toEqual(emptyDraft())
  expect(redone(undone(written)).draft).toEqual(written.draft)
})
test('holds at least a hundred acts, and an act that changes nothing is none', () => {
  let history = startHistory(emptyDraft())
  for (let n = 0; n < 150; n += 1) history = acted(history, 'add-part', (draft) => addPart(draft, baseTab, n))
  history = acted(history, 'nothing', (draft) => draft)
  for (let n = 0; n < 150; n += 1) history = undone(history)
  expect(history.draft).toEqual(emptyDraft())
  expect(undone(history)).toBe(history)
})
