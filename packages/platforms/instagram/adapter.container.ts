/**
 * Containers: what is to be published is first laid into one. Making them is harmless to repeat, an orphan is invisible
 * and forgotten after a day; the account has 400 a day.
 */
import { failed, idOf, see } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { pollStep } from '../graph/poll.ts'
import type { Judged } from '../graph/poll.ts'
import { readNode } from '../graph/node.ts'
import type { Call, Channel, FreeStep, Memory, Progress, Rendition, Reply, Step, Wire } from '../interface.ts'
import { at, num, obj, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { meanings, numberIn } from './adapter.codes.ts'
import { asPerson, idIn, node, write } from './adapter.wire.ts'
import { isFacebook } from './compose.access.ts'

/** The names of a container's steps: one, or one for each item of a carousel. */
export interface Holder {
  readonly container: string
  readonly upload: string
  readonly ready: string
}
export const whole: Holder = { container: 'container', upload: 'upload', ready: 'ready' }
export const item = (n: number): Holder => ({ container: `item:${n}`, upload: `upload:${n}`, ready: `ready:${n}` })

/** Films are pushed where the login allows it; pictures, and films at the Instagram login, are fetched from us. */
const isPushed = (file: Rendition | undefined, channel: Channel): boolean =>
  file?.kind === 'video' && isFacebook(channel)

/** Makes the container of a file (none: of a carousel), brings the file, and waits until it can be published. */
export function holderSteps(
  holder: Holder,
  file: Rendition | undefined,
  channel: Channel,
  fields: (call: Call, memory: Memory) => Promise<Obj>,
): readonly Step[] {
  const pushed = isPushed(file, channel)
  const body = async (call: Call, memory: Memory): Promise<Obj> => {
    const rest = await fields(call, memory)
    if (!file) return rest
    if (pushed) return { ...rest, upload_type: 'resumable' }
    return { ...rest, [file.kind === 'video' ? 'video_url' : 'image_url']: await call.publicUrl(file.id) }
  }
  return [
    createStep(holder, channel, body),
    ...(file && pushed ? [uploadStep(holder, file, channel)] : []),
    readyStep(holder, channel),
  ]
}

/** Seconds before a file is offered again that Instagram could not fetch: its fetcher fails for minutes at times. */
const offerAgain = [5, 20, 60] as const

/** Its result: `{ id, uri?, again }`; `again` says how many containers before it failed. */
function createStep(
  { container: name }: Holder,
  channel: Channel,
  body: (call: Call, memory: Memory) => Promise<Obj>,
): FreeStep {
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const tries = num(at(memory.get(name), 'tries'))
      const wire = write(channel, `${channel.remoteId}/media`, await body(call, memory))
      const reply = await ask(call, wire, (one) => meanings[see(one).subcode]?.again !== undefined)
      if (!failed(reply)) {
        const uri = str(at(reply.body, 'uri'))
        const again = num(at(memory.note(name), 'again'))
        return { is: 'done', value: { id: idOf(reply), ...(uri === '' ? {} : { uri }), again } }
      }
      const { subcode, words } = see(reply)
      const { again = 0, problem = 'network.refused' } = meanings[subcode] ?? {}
      if (tries >= again) return { is: 'refused', problem, words }
      return { is: 'wait', seconds: offerAgain[tries] ?? 60, value: { tries: tries + 1 } }
    },
  }
}

/** Pushes a film, from where an interrupted push ended: asked anew each time, so that it is true after a crash too. */
function uploadStep({ container, upload: name }: Holder, file: Rendition, channel: Channel): FreeStep {
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const question = node(channel, idIn(memory, container), { fields: 'video_status' })
      const reply = await readNode(call, question, asPerson(channel, question))
      const phase = obj(at(reply?.body, 'video_status', 'uploading_phase'))
      const from = num(phase['bytes_transferred'])
      if (phase['status'] === 'complete' || from >= file.bytes) return { is: 'done', value: true }
      await call.send(push(str(at(memory.get(container), 'uri')), file, from))
      return { is: 'done', value: true }
    },
  }
}

const push = (url: string, file: Rendition, from: number): Wire => ({
  method: 'POST',
  url,
  as: 'channel',
  scheme: 'OAuth',
  headers: { offset: String(from), file_size: String(file.bytes) },
  body: { is: 'bytes', file: { rendition: file.id, from, to: file.bytes }, type: 'application/octet-stream' },
})

/** Pictures are usually ready at once, yet not always; films take a while. Source: sheet, 6.3. */
const cadence = [3, 3, 5, 5, 10, 10, 20, 30, 60] as const
const patienceSeconds = 15 * 60

export const statusOf = (channel: Channel, container: string): Wire =>
  node(channel, container, { fields: 'id,status_code,status' })

function readyStep({ container, ready: name }: Holder, channel: Channel): Step {
  const wire = (memory: Memory): Wire => statusOf(channel, idIn(memory, container))
  const or = (memory: Memory): Wire => asPerson(channel, wire(memory)) ?? wire(memory)
  return pollStep({
    name,
    wire,
    ...(isFacebook(channel) ? { or } : {}),
    // "Does not exist" is said of containers with which all is well: asked on, never taken for an end.
    mayBeMissing: Number.POSITIVE_INFINITY,
    cadence,
    patience: patienceSeconds,
    judge: (reply, memory) => judge(reply, container, memory),
    stuck: (words) => ({ is: 'refused', problem: 'network.media-processing', words }),
  })
}

function judge({ body }: Reply, container: string, memory: Memory): Judged {
  const code = str(at(body, 'status_code'))
  const words = str(at(body, 'status')) || code
  // PUBLISHED here means that an answer of ours was lost: publishing again is refused, and then looked into.
  if (code === 'FINISHED' || code === 'PUBLISHED') return { is: 'done', value: code }
  if (code === 'EXPIRED') return { is: 'redo', from: container }
  return code === 'ERROR' ? broken(words, container, memory) : { is: 'working', words }
}

/** A container that failed is dead; some failures pass with a new one. */
function broken(words: string, container: string, memory: Memory): Exclude<Progress, { is: 'more' | 'wait' }> {
  const again = num(at(memory.get(container), 'again'))
  const { again: most = 0, problem } = meanings[numberIn(words)] ?? { problem: 'network.media-processing' }
  if (again < most) return { is: 'redo', from: container, note: { again: again + 1 } }
  return { is: 'refused', problem, words }
}
