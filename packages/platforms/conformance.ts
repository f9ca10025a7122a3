/**
 * The stories every platform has to pass, told over a `World`: the same suite runs straight against the imitation
 * (`testing/direct-world.ts`) and through the real engine, database and door (the server's tests).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeBadDays } from './testing/bad-days.ts'
import { describeAfterwards, describeForm, describeTokens } from './testing/stories.ts'
import { isFirstOfItsKind } from './testing/telling.ts'
import type { Stage } from './testing/telling.ts'
import { samplesFor } from './testing/world.ts'
import type { Exam, World } from './testing/world.ts'

export { isSameAccount } from './testing/world.ts'
export type { Account, Death, Exam, Fault, Gaps, Outcome, Person, Trouble, World, Written } from './testing/world.ts'

/** Registers the suite for one platform. */
export function describePlatform(exam: Exam, startWorld: (exam: Exam) => Promise<World>): void {
  const { platform, samples, accounts } = exam
  describe(`${platform.rules.label} and the stories every platform passes`, () => {
    let world: World | undefined
    beforeAll(async () => {
      world = await startWorld(exam)
    }, 60_000)
    afterAll(() => world?.[Symbol.asyncDispose]())

    test('every form has a sample', () => {
      for (const [name, version] of Object.entries(samples)) expect(platform.form(version)).toBe(name)
      expect(Object.keys(samples).sort()).toEqual(Object.keys(platform.rules.forms).sort())
    })

    describe.each(accounts)('as $name', (account) => {
      const stage = { exam, account } as Stage
      beforeAll(async () => {
        if (!world) throw new Error('the world did not start')
        Object.assign(stage, { world, channel: await world.connect(account) })
      }, 60_000)

      test('connecting tells who it is', () => {
        expect(stage.channel.remoteId).not.toBe('')
        expect(stage.channel.handle).not.toBe('')
        expect(stage.channel.via).toBe(account.via)
      })
      describe.each(samplesFor(exam, account))('%s', (_, sample) => describeForm(stage, sample))
      describeTokens(stage)
      describeAfterwards(stage)
      if (isFirstOfItsKind(exam, account)) describe('bad days', () => describeBadDays(stage))
    })
  })
}
