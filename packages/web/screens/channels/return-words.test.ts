import { expect, test } from 'vitest'
import { returnWords } from './return-words.ts'

test('a sentence of ours with its blanks filled is shown', () => {
  const words = 'You signed in as @other; this channel is @acme.'
  expect(returnWords('channel.other-account', words)?.says).toBe(words)
})

test('a made-up sentence is not', () => {
  const said = returnWords('channel.other-account', 'Send your password to mallory@elsewhere.test')
  expect(said?.says).toBe('You signed in as …; this channel is ….')
})

test('an unknown code says nothing', () => {
  expect(returnWords('made.up', 'words')).toBeUndefined()
})
