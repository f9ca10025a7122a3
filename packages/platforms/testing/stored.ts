/** What pure tests of adapters need: versions, memory, and a `call` that answers with stored bodies. */
import { isDeepStrictEqual } from 'node:util'
import type {
  Call,
  Channel,
  Failure,
  Frozen,
  Intent,
  Json,
  Memory,
  OnceStep,
  Part,
  Rendition,
  Reply,
  Step,
  Version,
  Wire,
} from '../interface.ts'

const megapixels = [1200, 900] as const

export const image = (id: string, more: Partial<Rendition> = {}): Rendition => ({
  id,
  kind: 'image',
  type: 'image/jpeg',
  bytes: 174_575,
  sha256: id.padEnd(64, '0'),
  size: megapixels,
  alt: '',
  ...more,
})
export const video = (id: string, more: Partial<Rendition> = {}): Rendition => ({
  ...image(id),
  kind: 'video',
  type: 'video/mp4',
  bytes: 10_485_760,
  size: [1280, 720],
  seconds: 12,
  fps: 30,
  codecs: ['h264', 'aac'],
  ...more,
})
export const document = (id: string, more: Partial<Rendition> = {}): Rendition => {
  const { size: _, ...file } = image(id, { type: 'application/pdf', bytes: 2_000_000 })
  return { ...file, kind: 'document', pages: 2, ...more }
}

/** A version of one part, or of several. */
export function version<S extends object>(
  texts: string | readonly [string, ...string[]],
  settings: S,
  media: readonly Rendition[] = [],
  more: Omit<Partial<Version<S>>, 'parts' | 'settings'> = {},
): Version<S> {
  const [head, ...rest] = typeof texts === 'string' ? [texts] : texts
  const parts: readonly [Part, ...Part[]] = [{ text: head, media }, ...rest.map((text) => ({ text, media: [] }))]
  return { parts, settings, ...more }
}

export const sentAt = new Date('2026-11-23T10:00:00.000Z')
export const freeze = <S extends object>(of: Version<S>): Frozen<S> => ({ ...of, key: 'p-0001', at: sentAt })

export const memory = (
  values: Readonly<Record<string, Json>> = {},
  notes: Readonly<Record<string, Json>> = {},
): Memory => ({
  get: (step) => values[step],
  note: (step) => notes[step],
})

export const reply = (status: number, body: unknown = null, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  body,
  headers,
})

/** Answers in order; what was asked is kept. A refusal that the step did not expect is thrown, as the engine does. */
export function storedCall(...answers: readonly Reply[]): Call & { readonly sent: readonly Wire[] } {
  const sent: Wire[] = []
  return {
    sent,
    send: (wire, expect = []) => {
      const answer = answers[sent.length]
      sent.push(wire)
      if (!answer) return Promise.reject(new Error(`no stored answer for ${wire.method} ${wire.url}`))
      return answer.status < 400 || expect.includes(answer.status)
        ? Promise.resolve(answer)
        : Promise.reject(new Error(`refused: ${answer.status}`))
    },
    publicUrl: (rendition) => Promise.resolve(`https://media.example/${rendition}`),
  }
}

export const intent = (wire: Wire, taken: readonly string[] = []): Intent => ({ sentAt, wire, taken: new Set(taken) })

export const failure = (during: string, wire: Wire, answer?: Reply): Failure => ({
  during,
  wire,
  sent: true,
  ...(answer ? { reply: answer } : {}),
})

export function channel(of: Partial<Channel> = {}): Channel {
  return { id: 'c-1', remoteId: '1', kind: 'member', via: 'oauth', handle: 'example', facts: {}, ...of }
}

export function onceStep(steps: readonly Step[], name: string): OnceStep {
  const step = steps.find((one) => one.name === name)
  if (step?.repeat !== 'never') throw new Error(`the plan has no never-step ${name}`)
  return step
}
export function freeStep(steps: readonly Step[], name: string): Extract<Step, { repeat: 'freely' }> {
  const step = steps.find((one) => one.name === name)
  if (step?.repeat !== 'freely') throw new Error(`the plan has no free step ${name}`)
  return step
}

/** Same memory, same bytes: the rule every request has to keep. */
export const isPure = (step: OnceStep, of: Memory): boolean => isDeepStrictEqual(step.request(of), step.request(of))
