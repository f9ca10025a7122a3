/** What may hang on a post, sent as JSON in a parameter (sheet sections 4 and 7). */
import { z } from 'zod'
import { badParameter } from '../../sandbox/graph/errors.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import { gifProviders, longText, poll, spoilers } from '../rules.ts'
import type { LongText } from './state.ts'
import { tooLong } from './text.ts'

const range = { offset: z.int().min(0), length: z.int().min(1) }
const option = z
  .string()
  .min(poll.length[0])
  .refine((text) => !tooLong(text, poll.length[1]), `must be at most ${poll.length[1]} characters`)
const shapes = {
  poll_attachment: z.strictObject({
    option_a: option,
    option_b: option,
    option_c: option.or(z.literal('')).optional(),
    option_d: option.or(z.literal('')).optional(),
  }),
  gif_attachment: z.strictObject({ gif_id: z.string().min(1), provider: z.enum(gifProviders) }),
  text_attachment: z.strictObject({
    plaintext: z
      .string()
      .min(1)
      .refine((text) => !tooLong(text, longText.max), `must be at most ${longText.max} characters`),
    link_attachment_url: z.url({ protocol: /^https?$/ }).optional(),
    text_with_styling_info: z
      .array(z.strictObject({ ...range, styling_info: z.array(z.enum(longText.styles)).min(1) }))
      .optional(),
  }),
  text_entities: z.array(z.strictObject({ entity_type: z.literal('SPOILER'), ...range })).max(spoilers.max),
}

/** The value as its shape has it; code 100 with the first thing that is wrong; undefined when it was not sent. */
function read<T>(ask: Parameters, name: string, shape: z.ZodType<T>): T | undefined {
  const value = ask.value(name)
  if (value === undefined || value === '') return undefined
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw badParameter(`Param ${[name, ...(issue?.path ?? [])].join('.')} is invalid: ${issue?.message ?? ''}`)
}

function checkRanges(name: string, ranges: readonly { offset: number; length: number }[], text: string): void {
  let end = 0
  for (const { offset, length } of ranges.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < end) throw badParameter(`Param ${name}: ranges must not overlap`)
    end = offset + length
  }
  if (end > text.length) throw badParameter(`Param ${name}: a range ends behind the text`)
}

export function readPoll(ask: Parameters): readonly string[] | undefined {
  const found = read(ask, 'poll_attachment', shapes.poll_attachment)
  if (!found) return undefined
  const { option_a: a, option_b: b, option_c: c = '', option_d: d = '' } = found
  if (d !== '' && c === '') throw badParameter('Param poll_attachment: option_d needs option_c')
  return [a, b, c, d].filter((one) => one !== '')
}

export const readGif = (ask: Parameters) => read(ask, 'gif_attachment', shapes.gif_attachment)?.gif_id

export function readLongText(ask: Parameters): LongText | undefined {
  const found = read(ask, 'text_attachment', shapes.text_attachment)
  if (found) checkRanges('text_attachment', found.text_with_styling_info ?? [], found.plaintext)
  return found
}

export function readSpoilers(ask: Parameters, text: string) {
  const found = read(ask, 'text_entities', shapes.text_entities) ?? []
  checkRanges('text_entities', found, text)
  return found.map(({ offset, length }) => ({ offset, length }))
}
