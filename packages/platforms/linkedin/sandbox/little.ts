/** "little" text, the format of `commentary` (sheet 4.2). What is not escaped cuts the post, silently. */

type Element = {
  readonly start: number // in the plain text
  readonly end: number
} & ({ readonly is: 'hashtag' } | { readonly is: 'mention'; readonly urn: string })

export interface Little {
  readonly plain: string
  readonly elements: readonly Element[]
  /** The text as LinkedIn keeps it: hashtags as templates, the rest after a cut gone. */
  readonly stored: string
  /** The reserved character at which the text was cut. */
  readonly cut: { readonly at: number; readonly character: string } | undefined
  /** A mention whose URN is no URN. */
  readonly malformed: string | undefined
}

const reserved = new Set('\\|{}@[]()<>#*_~')
const mention = /@\[((?:\\.|[^\\\]])*)\]\(([^)]*)\)/y
const template = /\{hashtag\|\\#\|((?:\\.|[^\\}|])+)\}/y
const hashtag = /#([\p{L}\p{N}]+)/uy

const literal = (text: string) => text.replaceAll(/\\(.)/gs, '$1')
function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

export function parseLittle(text: string): Little {
  let plain = ''
  let stored = ''
  let malformed: string | undefined
  const elements: Element[] = []
  let at = 0
  const result = (cut?: Little['cut']): Little => ({ plain, elements, stored, cut, malformed })

  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '\\') {
      if (at + 1 >= text.length) return result({ at, character })
      plain += text.charAt(at + 1)
      stored += text.slice(at, at + 2)
      at += 2
      continue
    }
    if (!reserved.has(character)) {
      plain += character
      stored += character
      at += 1
      continue
    }
    const start = plain.length
    const person = match(mention, text, at)
    const tag = match(template, text, at) ?? match(hashtag, text, at)
    if (person) {
      const [whole, name = '', urn = ''] = person
      if (!/^urn:li:(person|organization):[\w-]+$/.test(urn)) malformed = urn
      plain += literal(name)
      stored += whole
      elements.push({ start, end: plain.length, is: 'mention', urn })
      at += whole.length
    } else if (tag) {
      const [whole, word = ''] = tag
      plain += `#${literal(word)}`
      stored += whole.startsWith('{') ? whole : `{hashtag|\\#|${word}}`
      elements.push({ start, end: plain.length, is: 'hashtag' })
      at += whole.length
    } else {
      return result({ at, character })
    }
  }
  return result()
}
