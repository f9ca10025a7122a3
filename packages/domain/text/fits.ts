/** Where a text stops fitting into a limit. */
import { graphemeSegments } from 'unicode-segmenter/grapheme'

/**
 * The end (in UTF-16 units) of the longest beginning that measures at most `max`, cut only between graphemes. Looks
 * at little more than what fits, however long the text is.
 */
export function fitsUntil(text: string, max: number, measure: (text: string) => number): number {
  let reach = Math.min(text.length, Math.max(64, 2 * max))
  while (measure(text.slice(0, reach)) <= max) {
    if (reach === text.length) return reach
    reach = Math.min(text.length, 2 * reach)
  }
  const ends = Array.from(graphemeSegments(text.slice(0, reach)), (part) => part.index)
  let [low, high] = [0, ends.length]
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if (measure(text.slice(0, ends[middle])) <= max) low = middle
    else high = middle
  }
  return ends[low] ?? 0
}
