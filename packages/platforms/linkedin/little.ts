/**
 * LinkedIn's "little text": plain text in which fifteen characters carry meaning and must be escaped. A bare one
 * cuts the post off there, and LinkedIn still answers "created". Pure; used by composer and adapter.
 */
import { findLinks } from '@posthorn/domain/text/links.ts'

/** Who is meant by "@Name" in a text. The name has to be written exactly so. */
export interface Mention {
  readonly name: string
  readonly urn: string
}

const reserved = /[\\|{}@[\]()<>#*_~]/g
const escaped = (text: string): string => text.replace(reserved, String.raw`\$&`)

/** A single word with at least one letter. Words with an underscore stay plain: how to write them is not documented. */
const hashtag = /#(?=[\p{N}]*\p{L})[\p{L}\p{N}\p{M}]+(?![\p{L}\p{N}\p{M}_])/uy
const word = /[\p{L}\p{N}\p{M}_]/u

/** Plain text as LinkedIn wants it: hashtags as templates, known mentions as elements, everything else escaped. */
export function toLittle(text: string, mentions: readonly Mention[] = []): string {
  const links = findLinks(text)
  const byLength = [...mentions].filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length)
  let out = ''
  let plainFrom = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign !== '@' && sign !== '#') continue
    const link = links.find(({ start, end }) => at >= start && at < end)
    if (link || word.test(before(text, at))) continue
    const element = sign === '#' ? tagAt(text, at) : mentionAt(text, at, byLength)
    if (!element) continue
    out += escaped(text.slice(plainFrom, at)) + element.little
    plainFrom = at + element.length
    at = plainFrom - 1
  }
  return out + escaped(text.slice(plainFrom))
}

/** The whole character before an offset, also where it takes two units. */
const before = (text: string, at: number): string =>
  /[\uDC00-\uDFFF]/.test(text[at - 1] ?? '') ? text.slice(at - 2, at) : (text[at - 1] ?? '')

interface Element {
  readonly little: string
  readonly length: number
}

function tagAt(text: string, at: number): Element | undefined {
  hashtag.lastIndex = at
  const found = hashtag.exec(text)?.[0]
  return found === undefined ? undefined : { little: String.raw`{hashtag|\#|${found.slice(1)}}`, length: found.length }
}

function mentionAt(text: string, at: number, mentions: readonly Mention[]): Element | undefined {
  const meant = mentions.find(
    ({ name }) =>
      text.startsWith(name, at + 1) && !word.test(text.slice(at + 1 + name.length).match(/^./su)?.[0] ?? ''),
  )
  return meant ? { little: `@[${escaped(meant.name)}](${meant.urn})`, length: meant.name.length + 1 } : undefined
}

const element = /\\([\s\S])|@\[((?:\\[\s\S]|[^\]\\])*)\]\(urn:[^)]*\)|\{hashtag\|\\?#\|([^}]*)\}/g

const plain = (little: string, sign: '@' | ''): string =>
  little.replace(element, (_, char: string | undefined, name: string | undefined, tag: string | undefined) => {
    if (char !== undefined) return char
    return name === undefined ? `#${tag ?? ''}` : `${sign}${name.replace(/\\([\s\S])/g, '$1')}`
  })

/** Little text as it was written; the opposite of `toLittle`. LinkedIn gives hashtags back as templates. */
export const fromLittle = (little: string): string => plain(little, '@')

/** A text as followers see it: LinkedIn shows who is mentioned without the sign. */
export const asShown = (text: string, mentions?: readonly Mention[]): string => plain(toLittle(text, mentions), '')

/** Two texts are the same post if these are equal. */
export const comparable = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()
