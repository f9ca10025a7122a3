/** Text as Threads sees it: its length, its links, its topic. */

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const emoji = /^\p{RGI_Emoji}/v

/** Code points, but an emoji counts as the bytes of its UTF-8 form (sheet section 4). */
function measure(text: string): number {
  let sum = 0
  for (const { segment } of clusters.segment(text)) {
    sum += emoji.test(segment) ? Buffer.byteLength(segment) : Array.from(segment).length
  }
  return sum
}

/** Longer than `max`. A code point has at most two UTF-16 units, so what is twice as long need not be measured. */
export const tooLong = (text: string, max: number) => text.length > 2 * max || measure(text) > max

interface Link {
  readonly start: number
  readonly end: number
  readonly address: string
}
/** Addresses in a text, without the punctuation of the sentence they stand in. */
export function linksIn(text: string): Link[] {
  return [...text.matchAll(/\bhttps?:\/\/[^\s<>"]+/gi)].map((found) => {
    const address = found[0].replace(/[.,:;!?)\]}'»”]+$/, '')
    return { start: found.index, end: found.index + address.length, address }
  })
}

// A tag ends at white space and at . & @ ! ? , ; : and begins a word, so that the fragment of a link is none.
const tags = /(?<=^|[\s(])#([^\s.&@!?,;:#]{1,50})/gu

interface Taken {
  readonly text: string
  readonly topic: string | undefined
  /** Where the `#` stood that is gone. */
  readonly cut: number
}
/** The first tag that is not only digits becomes the topic and loses its `#`. */
export function takeTopic(text: string): Taken {
  const found = [...text.matchAll(tags)].find((one) => !/^\p{Nd}+$/u.test(one[1] ?? ''))
  if (!found) return { text, topic: undefined, cut: Number.POSITIVE_INFINITY }
  return { text: text.slice(0, found.index) + text.slice(found.index + 1), topic: found[1], cut: found.index }
}

export const mentionsIn = (text: string): { start: number; end: number; handle: string }[] =>
  [...text.matchAll(/(?<![\w.@])@([\w.]{1,30})/g)].map((found) => {
    const handle = (found[1] ?? '').replace(/\.+$/, '')
    return { start: found.index, end: found.index + 1 + handle.length, handle }
  })
export const mentions = (text: string, handle: string) => mentionsIn(text).some((one) => one.handle === handle)
