import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileSource, isRunning, passage, stacks, stretches, type DraftRun, type Suggestion } from './writer-state.ts'

const evidence = (part: number, start: number, end: number) => ({ part, start, end }) as Suggestion['evidence'][number]

test('a text is cut where evidence begins and ends', () => {
  expect(
    stretches('Rent rose 40 % since 2023.', 0, [evidence(0, 21, 25), evidence(1, 0, 4), evidence(0, 10, 14)]),
  ).toEqual([
    { text: 'Rent rose ' },
    { text: '40 %', evidence: 2 },
    { text: ' since ' },
    { text: '2023', evidence: 0 },
    { text: '.' },
  ])
})
test('whatever the evidence, no letter is lost or doubled', () => {
  const spans = fc.array(fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => evidence(0, Math.min(a, b), Math.max(a, b))))
  fc.assert(
    fc.property(fc.string({ maxLength: 25 }), spans, (text, list) => {
      expect(
        stretches(text, 0, list)
          .map((one) => one.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
test('earlier suggestions of a channel stay', () => {
  const run = {
    suggestions: [
      { id: '1', channelId: 'x' },
      { id: '2', channelId: 'in' },
      { id: '3', channelId: 'x' },
    ],
  }
  expect(
    stacks(run as unknown as DraftRun)
      .get('x')
      ?.map((one) => one.id),
  ).toEqual(['1', '3'])
  expect(stacks(undefined).size).toBe(0)
})
test('a run is running until it has an end', () => {
  expect(isRunning({ state: 'writing' } as DraftRun)).toBe(true)
  expect(isRunning({ state: 'done_with_warnings' } as DraftRun)).toBe(false)
  expect(isRunning(undefined)).toBe(false)
})
test('a passage keeps what stands around it', () => {
  expect(passage('abcdef', 2, 4, 1)).toEqual({ before: 'b', found: 'cd', after: 'e' })
})
test('a file travels as base64, also a large one', async () => {
  const text = 'ü'.repeat(50_000)
  const source = await fileSource(new File([text], 'a.txt', { type: 'text/plain' }))
  if (source.is !== 'file') throw new Error('not a file')
  expect(new TextDecoder().decode(Uint8Array.from(atob(source.base64), (char) => char.charCodeAt(0)))).toBe(text)
})
