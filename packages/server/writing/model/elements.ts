/**
 * What a model answered, element by element. The answer is judged here and not by the server's promise of a format: fences,
 * prose around it, a half answer or one of a wrong shape still give the elements that are whole.
 */
import { z } from 'zod'

/** Flat, nothing optional: local servers ignore or refuse richer schemas. Empty means none. */
export const element = z.object({
  channel: z.string(),
  hooks: z.array(z.string()),
  parts: z.array(z.string()),
  hashtags: z.array(z.string()),
  first_comment: z.string(),
  alt_text: z.string(),
  used: z.array(z.string()),
  left_out: z.string(),
})
export type Element = z.infer<typeof element>

/** What must be there; the rest has a safe default. */
const lenient = z.object({
  channel: z.string(),
  parts: z.union([
    z.array(z.string()).min(1),
    z
      .string()
      .min(1)
      .transform((text) => [text]),
  ]),
  hooks: z.array(z.string()).catch([]),
  hashtags: z.array(z.string()).catch([]),
  first_comment: z.string().catch(''),
  alt_text: z.string().catch(''),
  used: z.array(z.string()).catch([]),
  left_out: z.string().catch(''),
})

/** Longer answers are cut: nobody writes posts of a megabyte. */
export const longestAnswer = 200_000

/** The whole elements of a text, the first of each channel. */
export function elementsIn(text: string): Element[] {
  const found: Element[] = []
  for (const candidate of objectsIn(text.slice(0, longestAnswer))) {
    const parsed = lenient.safeParse(candidate)
    if (parsed.success && !found.some((other) => other.channel === parsed.data.channel)) found.push(parsed.data)
  }
  return found
}

/** Innermost-first is not needed: an object that parses is taken, and if it only wraps a list its members are looked at. */
function objectsIn(text: string): unknown[] {
  const found: unknown[] = []
  const open: number[] = []
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (inString) {
      if (char === '\\') at += 1
      else if (char === '"') inString = false
    } else if (char === '"' && open.length > 0) inString = true
    else if (char === '{') open.push(at)
    else if (char === '}') {
      const start = open.pop()
      const value = start === undefined ? undefined : parse(text.slice(start, at + 1))
      if (value !== undefined) found.push(value)
    }
  }
  return found
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
