import { expect, test } from 'vitest'
import { lateExamples } from './late-examples.ts'

const fates = (...rule: Parameters<typeof lateExamples>) => lateExamples(...rule).map((one) => one.fate)

test('within the window it goes out, later a person is asked', () => {
  expect(fates('window', 3600)).toEqual(['publish', 'publish', 'ask', 'ask'])
  expect(fates('window', 86_400)).toEqual(['publish', 'publish', 'publish', 'publish'])
})
test('skip and ask never publish late', () => {
  expect(fates('skip', 3600)).toEqual(['skip', 'skip', 'skip', 'skip'])
  expect(fates('ask', 3600)).toEqual(['ask', 'ask', 'ask', 'ask'])
})
test('times are of the same day', () => {
  expect(lateExamples('ask', 0).map((one) => one.time)).toEqual(['09:10', '09:50', '11:30', '19:00'])
})
