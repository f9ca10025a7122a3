/** 'upload:0' and 'part:2' as a person reads them: the word of the step and which one it is, from one. */
export interface StepName {
  readonly word: string
  readonly number?: number
}
const known = [
  'upload',
  'media',
  'chunk',
  'init',
  'finish',
  'wait',
  'status',
  'create',
  'container',
  'publish',
  'part',
  'post',
  'comment',
  'alt',
  'poll',
  'card',
  'remove',
  'child',
  'ready',
  'quota',
  'permalink',
  'item',
  'photo',
  'limit',
  'creator',
  'urls',
  'start',
  'blob',
  'server',
  'quote',
  'cover',
  'arrived',
  'gap',
  'invite',
  'comments-off',
  'session',
  'record',
  'staged',
  'seen',
  'last',
  'link',
  'shown',
  'gate',
  'mention',
] as const
export type KnownStep = (typeof known)[number]

export const isKnownStep = (word: string): word is KnownStep => (known as readonly string[]).includes(word)

export function readStep(name: string): StepName {
  const [word = name, index] = name.split(':')
  const number = /^\d+/.exec(index ?? '')?.[0]
  return { word, ...(number !== undefined && { number: Number(number) + 1 }) }
}
