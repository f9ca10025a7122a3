import i18next from 'i18next'
import { expect, test } from 'vitest'
import { showSpan } from './time.ts'

await i18next.init({ lng: 'en' })

test.each([
  [5, '5 minutes'],
  [60, '1 hour'],
  [1440, '1 day'],
  [1501, '1 day, 1 hour, 1 minute'],
  [10_080, '7 days'],
])('%i minutes are %s', (minutes, words) => {
  expect(showSpan(minutes)).toBe(words)
})
