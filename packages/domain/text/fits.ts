/** Where a text stops fitting into a limit. */
import { graphemeSegments } from 'unicode-segmenter/grapheme'

/**
 * The end (in UTF-16 units) of the longest beginning that measures at most `max`, cut only between graphemes. Costs a
 * dozen measurements, whatever the length.
 */
export function fitsUntil(text: string, max: number, measure: (text: string) => number): number {
  if (measure(text) <= max) return text.length
  const ends = Array.from(graphemeSegments(text), (part) => part.index)
  let [low, high] = [0, ends.length]
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if (measure(text.slice(0, ends[middle])) <= max) low = middle
    else high = middle
  }
  return ends[low] ?? 0
}
