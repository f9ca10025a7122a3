/** Which sentences carry a text: how central they are, where they stand, what the title promises, what they hold. */
import { jaccard } from '@posthorn/domain/text/words.ts'

/** Weights are data, tuned on the corpus only. */
export const weights = {
  centrality: 0.3,
  title: 0.2,
  position: 0.2,
  figure: 0.12,
  quote: 0.08,
  brief: 0.1,
  dangling: -0.35,
  length: -0.3,
  boilerplate: -0.5,
} as const

/** Beyond this the graph costs more than it tells. */
export const mostSentences = 400

const similarEnough = 0.1
const damping = 0.85
const rounds = 20

/**
 * LexRank: a sentence is central if central sentences resemble it. `bags` are the terms of each sentence; the result is
 * scaled so that the most central has 1. The graph is built from an inverted index, so unrelated pairs cost nothing.
 */
export function centrality(bags: readonly (readonly string[])[]): number[] {
  const postings = new Map<string, number[]>()
  bags.forEach((bag, index) => {
    for (const term of new Set(bag)) postings.set(term, [...(postings.get(term) ?? []), index])
  })
  const idf = (term: string) => Math.log(1 + bags.length / (postings.get(term)?.length ?? 1))
  const norms = bags.map((bag) => Math.sqrt([...new Set(bag)].reduce((sum, term) => sum + idf(term) ** 2, 0)) || 1)
  const rows: Map<number, number>[] = bags.map(() => new Map())
  for (const [term, where] of postings) {
    if (where.length > bags.length / 2 && bags.length > 6) continue
    const weight = idf(term) ** 2
    for (const a of where) for (const b of where) if (a !== b) rows[a]?.set(b, (rows[a].get(b) ?? 0) + weight)
  }
  const edges = rows.map((row, a) => {
    const kept = [...row]
      .map(([b, dot]) => [b, dot / ((norms[a] ?? 1) * (norms[b] ?? 1))] as const)
      .filter(([, w]) => w > similarEnough)
    const sum = kept.reduce((total, [, weight]) => total + weight, 0)
    return kept.map(([b, weight]) => [b, weight / sum] as const)
  })
  let rank = bags.map(() => 1 / Math.max(1, bags.length))
  for (let round = 0; round < rounds; round += 1) {
    const next = bags.map(() => (1 - damping) / Math.max(1, bags.length))
    edges.forEach((row, a) => {
      for (const [b, weight] of row) next[b] = (next[b] ?? 0) + damping * (rank[a] ?? 0) * weight
    })
    rank = next
  }
  const top = Math.max(...rank, Number.MIN_VALUE)
  return rank.map((value) => value / top)
}

/** Share of the wanted terms that stand in the bag. */
export function overlap(bag: readonly string[], wanted: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0
  return wanted.intersection(new Set(bag)).size / wanted.size
}

/** The first sentence 1, then falling to 0 at the end. */
export const position = (index: number, count: number): number => (count <= 1 ? 1 : 1 - Math.sqrt(index / (count - 1)))

interface Ranked {
  readonly salience: number
  readonly terms: ReadonlySet<string>
}
/** Two claims that share this much of their terms say the same. */
export const sameTerms = 0.6
const relevance = 0.7

/** Ranks by maximal marginal relevance: each next one is strong and says something new. */
export function diverse<T extends Ranked>(items: readonly T[], most: number): T[] {
  const left = [...items]
  const chosen: T[] = []
  while (left.length > 0 && chosen.length < most) {
    let best = 0
    let bestScore = Number.NEGATIVE_INFINITY
    left.forEach((item, index) => {
      const alike = Math.max(0, ...chosen.map((other) => jaccard(item.terms, other.terms)))
      const score = relevance * item.salience - (1 - relevance) * alike
      if (score > bestScore) [best, bestScore] = [index, score]
    })
    chosen.push(...left.splice(best, 1))
  }
  return chosen
}

/** Share of the smaller set that the two have in common. */
export function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const least = Math.min(a.size, b.size)
  return least === 0 ? 0 : a.intersection(b).size / least
}
