/** Asking again and again until Graph has worked on something: a container, an upload, a film. */
import type { Call, FreeStep, Json, Memory, Progress, Reply, Wire } from '../interface.ts'
import { num, obj } from '../reply.ts'
import { readNode } from './node.ts'

/** `working`: ask again later. Everything else ends the step. */
export type Judged =
  | { readonly is: 'working'; readonly words: string }
  | Exclude<Progress, { readonly is: 'more' | 'wait' }>

export interface Poll {
  readonly name: string
  readonly for?: 'post' | 'extra'
  readonly wire: (memory: Memory) => Wire
  /** What the answer says; it may ask for what is told elsewhere. */
  readonly judge: (reply: Reply, memory: Memory, call: Call) => Judged | Promise<Judged>
  /** Seconds between the questions; the last one is repeated. */
  readonly cadence: readonly [number, ...number[]]
  /** Seconds after which what still works counts as stuck. */
  readonly patience: number
  /** What a thing that stays stuck comes to. */
  readonly stuck: (words: string, memory: Memory, call: Call) => Progress | Promise<Progress>
  /** Questions that may meet "does not exist" although it was just made. */
  readonly mayBeMissing?: number
  /** Asked where the first question says so: another token may see it. */
  readonly or?: (memory: Memory) => Wire
}

/** Seconds that the step has waited so far. */
export const waitedFor = (memory: Memory, name: string): number => num(obj(memory.get(name))['waited'])

/** Its memory while it waits: how often it asked, and for how many seconds it has waited. */
export function pollStep(poll: Poll): FreeStep {
  const { name, cadence, patience, mayBeMissing = 0 } = poll
  return {
    name,
    for: poll.for ?? 'post',
    repeat: 'freely',
    async run(call, memory) {
      const asked = num(obj(memory.get(name))['asked'])
      const waited = waitedFor(memory, name)
      const wire = poll.wire(memory)
      const reply = asked < mayBeMissing ? await readNode(call, wire, poll.or?.(memory)) : await call.send(wire)
      const judged = reply ? await poll.judge(reply, memory, call) : fresh
      if (judged.is !== 'working') return judged
      if (waited >= patience) return poll.stuck(judged.words, memory, call)
      const seconds = cadence[Math.min(asked, cadence.length - 1)] ?? cadence[0]
      const value: Json = { asked: asked + 1, waited: waited + seconds }
      return { is: 'wait', seconds, value }
    },
  }
}

const fresh: Judged = { is: 'working', words: 'it is not there yet' }
