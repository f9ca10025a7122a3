import { expect, test } from 'vitest'
import { differences } from './differences.ts'
import { addChannel, addMedia, baseTab, emptyDraft, setSetting, setText } from './draft.ts'

const start = addChannel(setText(emptyDraft(), baseTab, 0, 'We open at nine'), 'x')

test('equal drafts differ nowhere', () => {
  expect(differences(start, structuredClone(start))).toEqual([])
})
test('a change of the base is said once, not for every channel that inherits it', () => {
  expect(differences(start, setText(start, baseTab, 0, 'We open at ten'))).toEqual([
    { tab: baseTab, field: 'text', mine: 'We open at nine', theirs: 'We open at ten' },
  ])
})
test('own texts, files, settings and channels are each named', () => {
  const mine = setSetting(setText(start, 'x', 0, 'own'), 'x', 'mood', 'good')
  const theirs = addChannel(addMedia(start, baseTab, 0, { assetId: 'a' }), 'in')
  expect(differences(mine, theirs).map(({ tab, field }) => `${tab} ${field}`)).toEqual([
    'base channels',
    'base media',
    'x text',
    'x media',
    'x settings',
  ])
})
