/** Containers: what Threads says of one, and waiting until it can be published (the sheet, sections 6 and 8). */
import { failed, see } from '../graph/answer.ts'
import { pollStep } from '../graph/poll.ts'
import type { Judged } from '../graph/poll.ts'
import type { Call, FreeStep, Memory, Progress, Reply, Wire } from '../interface.ts'
import { at, str } from '../reply.ts'
import { idIn, read } from './adapter.wire.ts'
import { audioChannels, bitRate, video } from './rules.ts'

export const statusWire = (id: string): Wire => read(id, { fields: 'id,status,error_message' })
export const statusIn = (reply: Reply): string => str(at(reply.body, 'status'))

/** Once it is out, a container may have no status any more: that it cannot be asked is the answer. */
const isOut = (reply: Reply): boolean => {
  const { code, message } = see(reply)
  return code === 100 && /nonexist\w* field/i.test(message) && /status/.test(message)
}

/** Calls that read "has no status any more" as PUBLISHED. */
export const readingStatus = (call: Call): Call => ({
  publicUrl: (rendition) => call.publicUrl(rendition),
  async send(wire, expect = []) {
    const reply = await call.send(wire, [...expect, 400])
    if (failed(reply) && isOut(reply)) return { ...reply, status: 200, body: { status: 'PUBLISHED' } }
    // What the step did not expect is met once more, so that it is thrown to whoever judges it.
    return failed(reply) && !expect.includes(reply.status) ? call.send(wire, expect) : reply
  },
})

/** Seconds before the first question: right after it was made, a finished container is not always found. */
const settleSeconds = 3
/** The same after a refusal: Threads has taken so long to find what it called finished. */
const refusedSeconds = 10
const cadence = [3, 5, 5, 10, 15, 20, 30, 60] as const
const patience = 10 * 60

const megabits = bitRate.max / 1e6
/** What the codes mean for a person. Source: sheet, section 11; the spelling is Threads' own. */
const reasons: Readonly<Record<string, readonly [problem: string, words: string]>> = {
  FAILED_DOWNLOADING_VIDEO: ['network.media-unreachable', 'Threads could not fetch the file.'],
  FAILED_PROCESSING_VIDEO: ['network.media-processing', 'Export the video again, as MP4 with H.264 and AAC.'],
  FAILED_PROCESSING_AUDIO: ['network.media-processing', 'Export the video again, with AAC sound.'],
  INVALID_ASPEC_RATIO: ['network.media-refused', 'Its sides are too unequal: at most 10 to 1.'],
  INVALID_ASPECT_RATIO: ['network.media-refused', 'Its sides are too unequal: at most 10 to 1.'],
  INVALID_BIT_RATE: ['network.media-refused', `It has more than ${megabits} Mbit a second.`],
  INVALID_DURATION: ['network.media-refused', `A video is at most ${video.seconds[1]} seconds long.`],
  INVALID_FRAME_RATE: ['network.media-refused', `A video has ${video.fps[0]} to ${video.fps[1]} pictures a second.`],
  INVALID_AUDIO_CHANNELS: ['network.media-refused', `Its sound has at most ${audioChannels.max} channels.`],
  INVALID_AUDIO_CHANNEL_LAYOUT: ['network.media-refused', 'Its sound has to be mono or stereo.'],
}
const unnamed = ['network.media-processing', 'Threads could not process it, and names no reason.'] as const
/** Troubles that a second container has cured. */
const curable: readonly string[] = ['FAILED_DOWNLOADING_VIDEO', 'UNKNOWN', '']

export interface Waiting {
  readonly name: string
  readonly for: 'post' | 'extra'
  /** The step that made the container. */
  readonly container: string
  /** The first of the steps that have to be done over for a new one. */
  readonly from: string
  /** Finds the post where the container turns out to be published already; a part of a carousel never is. */
  readonly whereIs?: (call: Call, memory: Memory) => Promise<{ readonly id: string; readonly permalink: string }>
}

/** Waits until the container can be published. Its value: `{}`, or `{ out: true, … }` where it is out already. */
export function readyStep({ name, for: kind, container, from, whereIs }: Waiting): FreeStep {
  const judge = (reply: Reply, memory: Memory): Judged => {
    const status = statusIn(reply)
    const error = str(at(reply.body, 'error_message'))
    if (status === 'FINISHED') return { is: 'done', value: {} }
    if (status === 'PUBLISHED') return { is: 'done', value: { out: true } }
    if (status === 'EXPIRED') return { is: 'redo', from, note: 'expired' }
    if (status !== 'ERROR') return { is: 'working', words: status || 'no status' }
    if (curable.includes(error) && at(memory.get(from), 'note') !== 'failed')
      return { is: 'redo', from, note: 'failed' }
    const [problem, words] = reasons[error] ?? unnamed
    return { is: 'refused', problem, words: error === '' ? words : `${words} (${error})` }
  }
  const poll = pollStep({
    name,
    for: kind,
    wire: (memory) => statusWire(idIn(memory, container)),
    judge,
    cadence,
    patience,
    stuck: () => ({
      is: 'refused',
      problem: 'network.media-processing',
      words: `Threads was still working on it after ${patience / 60} minutes.`,
    }),
    mayBeMissing: 3,
  })
  return {
    ...poll,
    async run(call, memory): Promise<Progress> {
      if (memory.get(name) === undefined) {
        const seconds = memory.note(name) === undefined ? settleSeconds : refusedSeconds
        return { is: 'wait', seconds, value: { asked: 0, waited: 0 } }
      }
      const progress = await poll.run(readingStatus(call), memory)
      if (!whereIs || progress.is !== 'done' || at(progress.value, 'out') !== true) return progress
      const { id, permalink } = await whereIs(call, memory)
      return { is: 'done', value: { out: true, id, permalink } }
    },
  }
}
