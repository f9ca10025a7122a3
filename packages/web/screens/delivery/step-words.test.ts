import { expect, test } from 'vitest'
import { isKnownStep, readStep } from './step-words.ts'

test('names a step and counts from one', () => {
  expect(readStep('part:2')).toEqual({ word: 'part', number: 3 })
  expect(readStep('media:0.1')).toEqual({ word: 'media', number: 1 })
  expect(readStep('create')).toEqual({ word: 'create' })
})
test('a step of a newer platform is shown by its own name', () => {
  expect(isKnownStep(readStep('teleport:0').word)).toBe(false)
})
