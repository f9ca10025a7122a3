/** Cuts a long text into the parts of a thread, where a careful reader would pause. */
import { graphemeSegments } from 'unicode-segmenter/grapheme'
import { findLinks } from './links.ts'

/** Kinds of edges, best first. An edge lies behind the match; white space around it is dropped. */
const edges: readonly RegExp[] = [
  /\n[^\S\n]*\n\s*/g,
  /(?:[.!?…]+["'”’)\]]*\s+|[。！？]+[”’」』）]*\s*|\n\s*)/g,
  /(?:[,;:—–]\s+|[、，；：]\s*|\s+(?=[—–(]))/g,
  /\s+/g,
]
/** A better edge wins over a later one as long as it leaves a part at least this full. */
const fullEnough = 0.5

/**
 * Splits at paragraph, sentence, clause and word edges, in this order of preference, never inside a link, so that
 * each part counts at most `max`. Only a single link longer than `max` stays whole and over the limit.
 */
export function splitThread(text: string, max: number, count: (text: string) => number): readonly string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest !== '' && count(rest) > max) {
    const cut = bestCut(rest, max, count)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return rest === '' ? parts : [...parts, rest]
}

function bestCut(text: string, max: number, count: (text: string) => number): number {
  const links = findLinks(text)
  const outside = (at: number): boolean => !links.some((link) => at > link.start && at < link.end)
  const fits = (at: number): boolean => count(text.slice(0, at).trimEnd()) <= max
  const lastFitting = (cuts: readonly number[]): number => {
    let [low, high] = [0, cuts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (fits(cuts[middle] ?? 0)) low = middle + 1
      else high = middle
    }
    return cuts[low - 1] ?? 0
  }
  const cutsOf = (edge: RegExp): number[] =>
    Array.from(text.matchAll(edge), (match) => match.index + match[0].length).filter(
      (at) => at > 0 && at < text.length && outside(at),
    )
  const best = edges.map((edge) => lastFitting(cutsOf(edge)))
  const furthest = Math.max(...best)
  const chosen = best.find((at) => at > 0 && at >= furthest * fullEnough)
  if (chosen !== undefined) return chosen
  const inWord = lastFitting(
    Array.from(graphemeSegments(text), (part) => part.index).filter((at) => at > 0 && outside(at)),
  )
  if (inWord > 0) return inWord
  // Not even the first thing fits: let it stand alone.
  return links[0]?.start === 0 ? links[0].end : ([...graphemeSegments(text)][1]?.index ?? text.length)
}
