/**
 * The rules of delivery in their smallest form, without database, lanes or money: enough to prove a platform's plans
 * against an imitation. What must survive the death of a process stands in `Publication`; all else is forgotten.
 */
import type { State } from '@posthorn/domain/post/states.ts'
import type {
  Call,
  Channel,
  Failure,
  Found,
  FreeStep,
  Frozen,
  Json,
  Memory,
  OnceStep,
  Platform,
  Progress,
  Remote,
  Reply,
  Step,
  Wire,
} from '../interface.ts'
import { verdictOn } from './direct-verdict.ts'
import type { Death } from './world.ts'

export interface Publication {
  readonly id: string
  readonly frozen: Frozen
  readonly channel: Channel
  state: State
  readonly results: Map<string, { readonly ended: boolean; readonly value: Json }>
  /** Steps that were done over, with the note for them. */
  readonly redone: Map<string, Json>
  intent?: { readonly step: string; readonly wire: Wire; readonly sentAt: Date }
  resent: boolean
  renewed: boolean
  tries: number
  readonly remotes: Remote[]
  readonly notes: string[]
  problem?: string
  struck: boolean
}

/** What the engine needs of the world around it. */
export interface Surroundings {
  readonly platform: Platform
  /** `instead`: what was refused before the request itself could leave, such as a token for another service. */
  send(wire: Wire, step: string): Promise<{ readonly reply?: Reply; readonly sent: boolean; readonly instead?: Wire }>
  publicUrl: Call['publicUrl']
  renew(): Promise<boolean>
  now(): Date
  pass(seconds: number): Promise<void>
  /** Throws `Died` if the process is to die at this moment. */
  at(step: string, moment: Death): void
  /** Remote ids that publications of the channel own. */
  taken(channel: Channel): ReadonlySet<string>
}

export class Died extends Error {}
class Refused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(`${failure.wire.method} ${failure.wire.url}: ${failure.reply?.status ?? 'no answer'}`)
    this.failure = failure
  }
}

/** One step at its turn. */
interface Turn<S extends Step = Step> {
  readonly publication: Publication
  readonly steps: readonly Step[]
  readonly step: S
  readonly around: Surroundings
}

const mostTries = 8
const pauseSeconds = 20

export const isFinal = ({ state }: Publication): boolean => state !== 'publishing'

/** Goes on with a publication until it ends, waits for a person, or the process dies. */
export async function drive(publication: Publication, around: Surroundings): Promise<void> {
  const steps = around.platform.plan(publication.frozen, publication.channel)
  const next = (): Step | undefined => steps.find(({ name }) => publication.results.get(name)?.ended !== true)
  for (let step = next(); step; step = next()) {
    if (publication.intent?.step !== step.name) around.at(step.name, 'before')
    await (step.repeat === 'freely'
      ? free({ publication, steps, step, around })
      : once({ publication, steps, step, around }))
    if (isFinal(publication)) return
    if (publication.results.get(step.name)?.ended === true) around.at(step.name, 'after')
  }
  publication.state = publication.remotes.at(-1)?.at === 'inbox' ? 'handed_over' : 'published'
}

const memoryOf = ({ results, redone }: Publication): Memory => ({
  get: (name) => results.get(name)?.value,
  note: (name) => redone.get(name),
})

const failed = (reply: Reply, platform: Platform): boolean => platform.failed?.(reply) ?? reply.status >= 400

const callOf = ({ step, around }: Turn): Call => ({
  async send(wire, expect = []) {
    const { reply, sent, instead } = await around.send(wire, step.name)
    const isAnswer = !instead && reply && (!failed(reply, around.platform) || expect.includes(reply.status))
    if (isAnswer) return reply
    throw new Refused({ during: step.name, wire: instead ?? wire, sent, ...(reply ? { reply } : {}) })
  },
  publicUrl: (rendition) => around.publicUrl(rendition),
})

async function free(turn: Turn<FreeStep>): Promise<void> {
  const { publication, step, around } = turn
  try {
    const progress = await step.run(callOf(turn), memoryOf(publication))
    around.at(step.name, 'sent')
    await keep(turn, progress)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await judge(turn, error.failure)
  }
}

/** The intent is kept before anything leaves; while it stands, nothing is sent, only looked for. */
async function once(turn: Turn<OnceStep>): Promise<void> {
  const { publication, step, around } = turn
  if (publication.intent?.step === step.name) return look(turn, publication.intent)
  const wire = step.request(memoryOf(publication))
  publication.intent = { step: step.name, wire, sentAt: around.now() }
  const answer = await around.send(wire, step.name)
  around.at(step.name, 'sent')
  await read(turn, wire, answer)
}

/** What came back for an intent: a result, a refusal to judge, or nothing, and then the intent stands. */
async function read(
  turn: Turn<OnceStep>,
  wire: Wire,
  { reply, sent }: { readonly reply?: Reply; readonly sent: boolean },
): Promise<void> {
  const { publication, step, around } = turn
  if (!reply || failed(reply, around.platform))
    return judge(turn, { during: step.name, wire, sent, ...(reply ? { reply } : {}) })
  let progress: Progress
  try {
    progress = step.read(reply, memoryOf(publication))
  } catch {
    return
  }
  delete publication.intent
  await keep(turn, progress)
}

async function keep(turn: Turn, progress: Progress): Promise<void> {
  const { publication, step, around } = turn
  const store = (ended: boolean, value: Json): void => {
    publication.results.set(step.name, { ended, value })
    publication.tries = 0
    publication.renewed = false
  }
  switch (progress.is) {
    case 'done':
    case 'more':
      return store(progress.is === 'done', progress.value)
    case 'live':
      addRemote(publication, progress.remote)
      return store(true, progress.value ?? progress.remote.id ?? null)
    case 'wait':
      if (progress.value !== undefined) store(false, progress.value)
      return around.pass(progress.seconds)
    case 'redo':
      return redo(turn, progress.from, progress.note)
    case 'refused':
      return refuse(turn, `${progress.problem}: ${progress.words}`)
  }
}

/** Some networks tell the link of a post later than its id. */
function addRemote({ remotes }: Publication, remote: Remote): void {
  const known = remotes.findIndex(({ id }) => id !== undefined && id === remote.id)
  if (known < 0) remotes.push(remote)
  else remotes[known] = { ...remotes[known], ...remote }
}

/** Once for each step: what is refused again is refused. */
function redo(turn: Turn, from: string, note: Json = true): void {
  const { publication, steps } = turn
  const first = steps.findIndex(({ name }) => name === from)
  if (first < 0 || publication.redone.has(from)) return refuse(turn, `network.refused: done over in vain: ${from}`)
  for (const { name } of steps.slice(first)) publication.results.delete(name)
  publication.redone.set(from, note)
}

/** Failed if nothing is out; a person decides if something is; a note if it was only an extra. */
function refuse({ publication, step }: Turn, problem: string): void {
  if (step.for === 'extra') {
    publication.notes.push(`${step.name}: ${problem}`)
    publication.results.set(step.name, { ended: true, value: null })
    return
  }
  publication.state = publication.remotes.length > 0 ? 'needs_you' : 'failed'
  publication.problem = problem
}

async function judge(turn: Turn, failure: Failure): Promise<void> {
  const { publication, step, around } = turn
  const verdict = verdictOn(around.platform, failure, step.repeat)
  if (verdict.is === 'unknown') return
  delete publication.intent
  if (verdict.is === 'retry' || verdict.is === 'closed') publication.tries += 1
  if (publication.tries > mostTries) return refuse(turn, 'network.refused: tried too often')
  switch (verdict.is) {
    case 'retry':
    case 'closed':
      return around.pass(verdict.afterSeconds ?? pauseSeconds)
    case 'renew':
      if (!publication.renewed && (await around.renew())) publication.renewed = true
      else publication.state = 'waiting'
      return
    case 'reconnect':
      publication.state = 'waiting'
      return
    case 'redo':
      return redo(turn, verdict.from, verdict.note)
    case 'exists':
      if (!publication.resent) return refuse(turn, 'network.duplicate')
      return keep(turn, { is: 'live', remote: verdict.remote, value: { id: verdict.remote.id ?? '' } })
    case 'refused':
      return refuse(turn, `${verdict.problem}: ${verdict.words ?? ''}`)
  }
}

/**
 * Where the network makes the identical request harmless, it is the best question: its answer is the first one's.
 * No answer and a refusal tell as little as was known before.
 */
async function replay(turn: Turn<OnceStep>, intent: NonNullable<Publication['intent']>): Promise<void> {
  const { step, around } = turn
  const window = step.replay
  const passed = (around.now().getTime() - intent.sentAt.getTime()) / 1000
  if (!window || window.ask || passed < window.fromSeconds || passed > window.toSeconds) return
  const { reply, sent } = await around.send(intent.wire, step.name)
  if (reply && !failed(reply, around.platform)) await read(turn, intent.wire, { reply, sent })
}

/** Looks at the step's own times; only the last look may conclude that nothing is there. */
async function look(turn: Turn<OnceStep>, intent: NonNullable<Publication['intent']>): Promise<void> {
  const { publication, step, around } = turn
  for (const [n, seconds] of step.look.entries()) {
    const passed = (around.now().getTime() - intent.sentAt.getTime()) / 1000
    await around.pass(Math.max(0, seconds - passed))
    await replay(turn, intent)
    if (publication.intent === undefined) return
    const find = () =>
      step.find(callOf(turn), memoryOf(publication), { ...intent, taken: around.taken(publication.channel) })
    const found = await renewing(turn, find)
    if (await settle(turn, found, n === step.look.length - 1)) return
  }
}

/** Looks may come so late that the token is too old: asked once more with a new one. */
async function renewing<T>({ around }: Turn, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const isTooOld = error instanceof Refused && verdictOn(around.platform, error.failure, 'freely').is === 'renew'
    if (!isTooOld || !(await around.renew())) throw error
    return ask()
  }
}

/** True if the look ended the doubt. */
async function settle(turn: Turn<OnceStep>, found: Found, last: boolean): Promise<boolean> {
  const { publication, step } = turn
  if (found.is === 'redo') {
    delete publication.intent
    redo(turn, found.from)
    return true
  }
  const isThere = found.is === 'done' || found.is === 'live'
  if (!isThere && !last) return false
  delete publication.intent
  if (isThere) {
    await keep(turn, found)
    return true
  }
  const again = found.is === 'absent' && (found.sure || (step.resend === true && !publication.resent))
  if (again) publication.resent ||= !found.sure
  else if (step.for === 'extra') refuse(turn, 'network.cannot-tell')
  else Object.assign(publication, { state: 'needs_you', problem: 'network.cannot-tell' })
  return true
}
