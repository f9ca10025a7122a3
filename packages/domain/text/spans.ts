/** A stretch of a text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export const cut = (text: string, span: Span): string => text.slice(span.start, span.end)

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

export const inside = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end

/** The span without white space at its edges. */
export function trimmed(text: string, span: Span): Span {
  let { start, end } = span
  while (start < end && /\s/.test(text.charAt(start))) start += 1
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1
  return { start, end }
}
