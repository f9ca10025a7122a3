import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as d from './draft.ts'

const two = (): d.Draft => {
  let draft = d.setText(d.emptyDraft(), d.baseTab, 0, 'base')
  for (const id of ['x', 'in']) draft = d.addChannel(draft, id)
  return draft
}

describe('a version', () => {
  test('follows the base until something is written into it', () => {
    let draft = d.setText(two(), d.baseTab, 0, 'changed')
    expect(d.contentOf(draft, 'x').parts[0]?.text).toBe('changed')
    draft = d.setText(draft, 'x', 0, 'own')
    draft = d.setText(draft, d.baseTab, 0, 'changed again')
    expect(d.contentOf(draft, 'x').parts[0]?.text).toBe('own')
    expect(d.contentOf(draft, 'in').parts[0]?.text).toBe('changed again')
  })
  test('inherits field by field: an own text leaves the first comment with the base', () => {
    let draft = d.setText(two(), 'x', 0, 'own')
    draft = d.setFirstComment(draft, d.baseTab, 'see the link')
    expect(d.contentOf(draft, 'x').firstComment).toBe('see the link')
    expect(d.ownFields(d.versionOf(draft, 'x'))).toEqual(['parts'])
  })
  test('may have no first comment where the base has one', () => {
    let draft = d.setFirstComment(two(), d.baseTab, 'see the link')
    draft = d.setFirstComment(draft, 'x', '')
    expect(d.contentOf(draft, 'x').firstComment).toBe('')
    expect(d.contentOf(draft, 'in').firstComment).toBe('see the link')
  })
  test('goes back to the base exactly', () => {
    const before = two()
    expect(d.backToBase(d.setText(before, 'x', 0, 'own'), 'x', ['parts'])).toEqual(before)
  })
  test('is never touched by writing into a sibling', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('x', d.baseTab), fc.string())), (edits) => {
        const start = d.setText(two(), 'in', 0, 'mine')
        const end = edits.reduce((draft, [tab, text]) => d.setText(draft, tab, 0, text), start)
        expect(d.versionOf(end, 'in')).toBe(d.versionOf(start, 'in') ?? expect.fail())
      }),
    )
  })
  test('survives taking its channel out and in again', () => {
    const own = d.setSetting(d.setText(two(), 'x', 0, 'own'), 'x', 'reply', 'following')
    const back = d.addChannel(d.removeChannel(own, 'x'), 'x')
    expect(d.versionOf(back, 'x')).toEqual(d.versionOf(own, 'x'))
    expect(back.shelf).toEqual([])
  })
})

describe('parts and media', () => {
  test('are added, moved and removed in a channel without changing the base', () => {
    let draft = d.addPart(two(), 'x', 0)
    draft = d.setText(draft, 'x', 1, 'second')
    draft = d.movePart(draft, 'x', 1, 0)
    expect(d.contentOf(draft, 'x').parts.map((part) => part.text)).toEqual(['second', 'base'])
    expect(d.contentOf(draft, d.baseTab).parts).toHaveLength(1)
  })
  test('the last part is emptied, not removed', () => {
    expect(d.removePart(two(), d.baseTab, 0).base.parts).toEqual([{ text: '', media: [] }])
  })
  test('splitting leaves the media with the first text', () => {
    const draft = d.splitPart(d.addMedia(two(), d.baseTab, 0, { assetId: 'a' }), d.baseTab, 0, ['one', 'two'])
    expect(draft.base.parts).toEqual([
      { text: 'one', media: [{ assetId: 'a' }] },
      { text: 'two', media: [] },
    ])
  })
  test('moving past an end changes nothing', () => {
    const draft = d.addMedia(d.addMedia(two(), d.baseTab, 0, { assetId: 'a' }), d.baseTab, 0, { assetId: 'b' })
    expect(d.moveMedia(draft, d.baseTab, 0, 1, 2)).toEqual(draft)
    expect(d.moveMedia(draft, d.baseTab, 0, 0, 1).base.parts[0]?.media.map((m) => m.assetId)).toEqual(['b', 'a'])
  })
})

test('a setting taken back leaves no trace', () => {
  const draft = two()
  expect(d.setSetting(d.setSetting(draft, 'x', 'reply', 'all'), 'x', 'reply', undefined)).toEqual(draft)
})

test('only text, media, comments and files make a draft worth keeping', () => {
  expect(d.isBlank(d.addChannel(d.emptyDraft(), 'x'))).toBe(true)
  expect(d.isBlank(d.setText(d.emptyDraft(), d.baseTab, 0, ' \n'))).toBe(true)
  expect(d.isBlank(two())).toBe(false)
  expect(d.isBlank(d.setText(d.addChannel(d.emptyDraft(), 'x'), 'x', 0, 'own'))).toBe(false)
})
