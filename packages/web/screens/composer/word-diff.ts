/** What differs between two texts, word by word, for a person who has to choose one of them. */
export interface Piece {
  readonly is: 'same' | 'only-mine' | 'only-theirs'
  readonly text: string
}

/** Longer middles are shown as one replaced piece: nobody compares thousands of words by their marks. */
const mostWords = 1500

const words = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? []

export function wordDiff(mine: string, theirs: string): readonly Piece[] {
  const [a, b] = [words(mine), words(theirs)]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1
  const middle = changes(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  return joined([
    ...a.slice(0, head).map((text) => ({ is: 'same', text }) as const),
    ...middle,
    ...a.slice(a.length - tail).map((text) => ({ is: 'same', text }) as const),
  ])
}

/** Longest common subsequence, by the usual table. */
function changes(a: readonly string[], b: readonly string[]): Piece[] {
  if (a.length > mostWords || b.length > mostWords)
    return [
      { is: 'only-mine', text: a.join('') },
      { is: 'only-theirs', text: b.join('') },
    ]
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      pieces.push({ is: 'same', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ is: 'only-mine', text: a[i] ?? '' })
      i += 1
    } else {
      pieces.push({ is: 'only-theirs', text: b[j] ?? '' })
      j += 1
    }
  }
  return pieces
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (last?.is === piece.is) result[result.length - 1] = { is: piece.is, text: last.text + piece.text }
    else if (piece.text !== '') result.push(piece)
  }
  return result
}
