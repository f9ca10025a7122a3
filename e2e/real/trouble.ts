/** Ordered trouble finds its moment: a plan that says where it stands, and a network that is spoilt or outlived there. */
import type { Trouble } from '@posthorn/platforms/conformance'
import type { Call, FreeStep, OnceStep, Platform, Progress, Step } from '@posthorn/platforms/interface'
import type { TurnDeps } from '@posthorn/server/publishing/turn.ts'
import type { Mortal } from './mortal.ts'

export interface Moments {
  /** Orders a fault at the network, for the next request; `seconds`: how much of it. */
  readonly order: (fault: string, seconds?: number) => Promise<unknown>
  /** Lets the network's clock jump ahead. */
  readonly jump: (seconds: number) => Promise<unknown>
  /** The worker that is at it. */
  readonly worker: () => Mortal
  /** How far the network's clock is ahead of the database's, in ms. */
  readonly ahead: () => number
}

export interface Ordered {
  /** Forgets what was ordered and waits for this. */
  expect(trouble: Trouble | undefined): void
  struck(): boolean
  /** The platform with its plans watched; nothing of what they do is changed. */
  watch(platform: Platform): Platform
  /** How a turn speaks, with the fault ordered just before the request that it shall hit. */
  spoil(network: TurnDeps['network']): TurnDeps['network']
}

export function orderTrouble({ order, jump, worker, ahead }: Moments): Ordered {
  let wanted: Trouble | undefined
  let struck = false
  /** The step at hand. One publication is under way at a time. */
  let at = ''

  const isMoment = (death: Trouble['death']): boolean => !struck && wanted?.step === at && wanted.death === death
  const strike = (): Mortal => {
    struck = true
    return worker()
  }
  async function spoilNext(): Promise<void> {
    if (struck || !wanted || (wanted.step ?? at) !== at) return
    const { jump: seconds, fault, with: other } = wanted
    struck = seconds !== undefined || fault !== undefined
    if (seconds !== undefined) await jump(seconds)
    if (fault !== undefined) await order(fault, wanted.seconds)
    if (other !== undefined) await order(other, wanted.seconds)
  }
  function kept(progress: Progress): Progress {
    if ((progress.is === 'done' || progress.is === 'live') && isMoment('after')) strike().dieAfterWrite()
    return progress
  }

  const free = (step: FreeStep): Step => ({
    ...step,
    async run(call, memory) {
      at = step.name
      if (isMoment('before')) strike().die()
      const mortal = worker()
      const progress = await mortal.hear(() => step.run(call, memory))
      if (isMoment('sent')) strike().die()
      return mortal.hear(() => Promise.resolve(kept(progress)))
    },
  })
  const once = (step: OnceStep): Step => ({
    ...step,
    request(memory) {
      at = step.name
      // Whoever dies here never gets to store what would be sent.
      if (isMoment('before')) strike().die()
      return step.request(memory)
    },
    read: (reply, memory) => kept(step.read(reply, memory)),
    find: (call, memory, intent) =>
      step.find(call, memory, { ...intent, sentAt: new Date(intent.sentAt.getTime() + ahead()) }),
  })

  return {
    expect(trouble) {
      wanted = trouble
      struck = false
    },
    struck: () => struck,
    watch: (platform) => ({
      ...platform,
      plan: (frozen, channel) =>
        platform.plan(frozen, channel).map((step) => (step.repeat === 'freely' ? free(step) : once(step))),
    }),
    spoil:
      (network) =>
      (...about) => {
        const real = network(...about)
        const mortal = worker()
        const call: Call = {
          ...real.call,
          send: (wire, expect) =>
            mortal.hear(async () => {
              await spoilNext()
              return real.call.send(wire, expect)
            }),
        }
        return {
          ...real,
          call,
          renew: () => mortal.hear(() => real.renew()),
          once: (wire, timeoutMs) =>
            mortal.hear(async () => {
              await spoilNext()
              const reply = await real.once(wire, timeoutMs)
              if (isMoment('sent')) strike().die()
              return reply
            }),
        }
      },
  }
}
