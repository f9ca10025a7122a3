/**
 * Repairs without a model: take out what must go, then the weakest sentences until the text fits. Never adds a word.
 * What it cannot save is given up, and the built-in version takes its place.
 */
import { cut } from '@posthorn/domain/text/spans.ts'
import { terms } from '@posthorn/domain/text/words.ts'
import { check, type CheckContext, type Checked } from './check/check.ts'
import type { Finding } from './check/finding.ts'
import { linesAndSentences } from './check/guard.ts'
import type { Content } from './content.ts'

export interface Repaired extends Checked {
  readonly content: Content
  /** The first sentence fell, so the text says something else than it was meant to. */
  readonly lostLead: boolean
}

/** Each round takes something away, so this ends; the bound is for the reader's peace. */
const mostRounds = 12

export function repair(content: Content, context: CheckContext): Repaired {
  let current = tidy(content, context)
  let checked = check(current, context)
  let lostLead = false
  for (let round = 0; checked.state === 'blocked' && round < mostRounds; round += 1) {
    const next = step(current, checked.findings, context)
    if (next === undefined) break
    lostLead ||= leadOf(current, context) !== leadOf(next, context)
    current = next
    checked = check(current, context)
  }
  return { content: current, ...checked, lostLead }
}

/** White space, doubled tags, tags over the plan's number. */
function tidy(content: Content, { plan }: CheckContext): Content {
  const [first = '', ...more] = content.parts.map(tidyText).filter((part, index) => part !== '' || index === 0)
  const hashtags = [...new Set(content.hashtags.map((tag) => tag.replace(/^[#＃]+/, '')))]
    .filter(Boolean)
    .slice(0, plan.hashtags[1])
  return { ...content, parts: [first, ...more], hashtags }
}
const tidyText = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\s+([.,;!?])(?=\s|$)/g, '$1')
    .replace(/[^\S\n]*\(\s*\)/g, '')
    .trim()

const leadOf = (content: Content, { grounds }: CheckContext): string => {
  const [first] = linesAndSentences(content.parts[0], grounds)
  return first === undefined ? '' : cut(content.parts[0], first)
}

function step(content: Content, findings: readonly Finding[], context: CheckContext): Content | undefined {
  const blocks = findings.filter((finding) => finding.level === 'block')
  const tag = blocks.find((finding) => finding.values['what'] === 'hashtag' && finding.end === 0)
  if (tag) return { ...content, hashtags: content.hashtags.filter((each) => `#${each}` !== tag.values['text']) }
  const placed = blocks.find((finding) => finding.fix !== undefined && finding.end > finding.start)
  if (placed) return takeOut(content, placed, context)
  if (blocks.some((finding) => finding.code === 'writer.near-copy')) return undefined
  // Too long or otherwise refused: tags first, then the weakest sentence.
  if (content.hashtags.length > context.plan.hashtags[0]) return { ...content, hashtags: content.hashtags.slice(0, -1) }
  return (
    withoutWeakest(content, blocks[0]?.part ?? 0, context) ??
    (content.hashtags.length > 0 ? { ...content, hashtags: [] } : undefined)
  )
}

function takeOut(content: Content, finding: Finding, context: CheckContext): Content | undefined {
  const isComment = finding.part >= content.parts.length
  const text = isComment ? content.firstComment : (content.parts[finding.part] ?? '')
  const span =
    finding.fix === 'remove'
      ? finding
      : (linesAndSentences(text, context.grounds).find(
          (each) => each.start < finding.end && finding.start < each.end,
        ) ?? finding)
  const rest = withoutLine(text, span.start, span.end)
  if (isComment) return { ...content, firstComment: rest }
  return withPart(content, finding.part, rest)
}

/** Takes a stretch out, and its line with it if nothing but a list mark is left there. */
function withoutLine(text: string, start: number, end: number): string {
  const before = text.slice(0, start).replace(/(^|\n)[ \t]*[•·*–-][ \t]*$/, '$1')
  const after = text.slice(end)
  const joined = /\n$|^$/.test(before) ? before + after.replace(/^[ \t]*\n?/, '') : before + after
  return tidyText(joined)
}

function withPart(content: Content, index: number, text: string): Content | undefined {
  const [first, ...more] = content.parts.map((part, at) => (at === index ? text : part)).filter((part) => part !== '')
  return first === undefined ? undefined : { ...content, parts: [first, ...more] }
}

/** The last sentence that says least: the lead stays to the end. */
function withoutWeakest(content: Content, part: number, { grounds }: CheckContext): Content | undefined {
  const text = content.parts[part] ?? ''
  const all = linesAndSentences(text, grounds)
  if (all.length < 2) return undefined
  const weight = (from: string) => terms(from, grounds.rules).reduce((sum, term) => sum + grounds.weight(term), 0)
  const [, ...rest] = all
  const weakest = rest.reduce((a, b) => (weight(cut(text, b)) <= weight(cut(text, a)) ? b : a))
  return withPart(content, part, withoutLine(text, weakest.start, weakest.end))
}
