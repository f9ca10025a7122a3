import { expect, test } from 'vitest'
import type { Platform } from '../interface.ts'
import { exam } from '../twitter/fixtures/exam.ts'
import { startDirectWorld } from './direct-world.ts'
import { version } from './stored.ts'

/** The same platform, unable to look. */
const blind: Platform = {
  ...exam.platform,
  plan: (frozen, channel) =>
    exam.platform
      .plan(frozen, channel)
      .map((step) =>
        step.repeat === 'never' ? { ...step, find: () => Promise.resolve({ is: 'unsure', why: 'blind' }) } : step,
      ),
}

test.each([
  ['a platform that looks settles a lost answer', exam.platform, { state: 'published', struck: true }],
  ['one that does not is found out', blind, { state: 'needs_you', problem: 'network.cannot-tell', struck: true }],
])('%s', async (_, platform, expected) => {
  await using world = await startDirectWorld({ ...exam, platform }, fetch)
  const channel = await world.connect(exam.accounts[0])
  const outcome = await world.publish(version('Hello', {}), channel, { step: 'part:0', fault: 'lose_answer' })
  expect(outcome).toMatchObject(expected)
  expect(await world.ledger(channel)).toHaveLength(1)
})
