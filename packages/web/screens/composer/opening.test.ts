import { expect, test } from 'vitest'
import type { Post } from '../../app/api.ts'
import * as d from './draft.ts'
import { copyOf, firstChoice, open } from './opening.ts'

const typed = d.setText(d.emptyDraft(), d.baseTab, 0, 'typed')
const post = { ...d.inputOf(d.emptyDraft()), versions: [], publications: [] } as unknown as Post
const nothing = { channels: ['x'], from: undefined }

test('a new post starts with its channels and no text', () => {
  expect(open(undefined, null, undefined, nothing)).toEqual({
    draft: d.addChannel(d.emptyDraft(), 'x'),
    stored: undefined,
  })
})
test('what this browser kept of the same revision is on screen at once', () => {
  const copy = { draft: typed, etag: '"r3"', at: '2026-11-23T09:41:00Z' }
  expect(open(post, '"r3"', copy, nothing)).toMatchObject({ draft: typed, kept: { older: false } })
})
test('what it kept of an older revision is offered, not taken', () => {
  const copy = { draft: typed, etag: '"r2"', at: '2026-11-23T09:41:00Z' }
  const opening = open(post, '"r3"', copy, nothing)
  expect(opening.draft).toEqual(d.draftOf(post))
  expect(opening.kept).toEqual({ copy, older: true })
})
test('a blank copy is nothing', () => {
  const copy = { draft: d.emptyDraft(), etag: null, at: '2026-11-23T09:41:00Z' }
  expect(open(undefined, null, copy, nothing).kept).toBeUndefined()
})
test('a copy leaves behind what is agreed to with each post', () => {
  const draft = ['x', 'tube'].reduce(d.addChannel, typed)
  const chosen = draft.versions.reduce((all, one) => d.setSetting(all, one.channelId, 'privacy', 'ALL'), draft)
  const source = { ...d.inputOf(chosen), publications: [] } as unknown as Post
  const copy = copyOf(source, new Set(['tube']))
  expect(copy.versions.map(({ settings }) => settings)).toEqual([{ privacy: 'ALL' }, {}])
  expect(d.contentOf(copy, 'tube').parts[0]?.text).toBe('typed')
})
test('the address may say when', () => {
  const zone = 'Europe/Rome'
  expect(firstChoice(new URLSearchParams('at=2026-11-24T08:00:00Z'), zone, true)).toEqual({
    is: 'at',
    wallTime: '2026-11-24T09:00',
    zone,
  })
  expect(firstChoice(new URLSearchParams('when=now'), zone, true)).toEqual({ is: 'now' })
  expect(firstChoice(new URLSearchParams(), zone, true)).toEqual({ is: 'next-slot' })
  expect(firstChoice(new URLSearchParams(), zone, false)).toEqual({ is: 'none' })
})
