/** Asking again and again until Graph has worked on something: a container, an upload, a film. */
import type { FreeStep, Json, Memory, Progress, Reply, Wire } from '../interface.ts'
import { num, obj } from '../reply.ts'
import { failed, isMissing } from './answer.ts'
import { ask } from './ask.ts'

/** `working`: ask again later. Everything else ends the step. */
export type Judged =
  | { readonly is: 'working'; readonly words: string }
  | Exclude<Progress, { readonly is: 'more' | 'wait' }>

export interface Poll {
  readonly name: string
  readonly for?: 'post' | 'extra'
  readonly wire: (memory: Memory) => Wire
  /** Pure: what the answer says. */
  readonly judge: (reply: Reply, memory: Memory) => Judged
  /** Seconds between the questions; the last one is repeated. */
  readonly cadence: readonly [number, ...number[]]
  /** Seconds after which what still works counts as stuck. */
  readonly patience: number
  /** What a thing that stays stuck comes to. */
  readonly stuck: (words: string, memory: Memory) => Progress
  /** Questions that may meet "does not exist" although it was just made. */
  readonly mayBeMissing?: number
}

/** Its memory while it waits: how often it asked, and for how many seconds it has waited. */
export function pollStep(poll: Poll): FreeStep {
  const { name, cadence, patience, mayBeMissing = 0 } = poll
  return {
    name,
    for: poll.for ?? 'post',
    repeat: 'freely',
    async run(call, memory) {
      const state = obj(memory.get(name))
      const asked = num(state['asked'])
      const waited = num(state['waited'])
      const reply = await ask(call, poll.wire(memory), (one) => asked < mayBeMissing && isMissing(one))
      const judged = failed(reply) ? fresh : poll.judge(reply, memory)
      if (judged.is !== 'working') return judged
      if (waited >= patience) return poll.stuck(judged.words, memory)
      const seconds = cadence[Math.min(asked, cadence.length - 1)] ?? cadence[0]
      const value: Json = { asked: asked + 1, waited: waited + seconds }
      return { is: 'wait', seconds, value }
    },
  }
}

const fresh: Judged = { is: 'working', words: 'it is not there yet' }
