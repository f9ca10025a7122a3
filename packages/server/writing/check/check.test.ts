import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { outline } from '../claims.ts'
import { clean } from '../clean.ts'
import { emptyContent } from '../content.ts'
import { planFor } from '../plan.ts'
import { read } from '../read/read.ts'
import { readPlain } from '../read/plain.ts'
import { repair } from '../repair.ts'
import type { Source } from '../source.ts'
import { platformIds, testTarget } from '../testing/composers.ts'
import { noDoor } from '../testing/door.ts'
import { plainVoice } from '../voice.ts'
import { check, type CheckContext } from './check.ts'
import { groundsOf, type Grounds } from './grounds.ts'
import { guard } from './guard.ts'

const now = new Date('2026-11-25T00:00:00Z')
const story = `Riverside council approves electric fleet

The Riverside city council voted 7-2 on Tuesday to replace its diesel fleet with 40 battery buses by 2028. The buses will cost €18.4 million, of which €6.2 million comes from a national climate fund.

“Nobody on Line 12 asks for the old buses back,” said Mayor Helen Adeyemi. Energy costs fell by 31 percent during the trial. The grid operator plans to finish the power connection in March 2027.

The council did not approve a new depot. Riders can comment until 15 January 2027 at 6 p.m., according to Paul Okonjo.`

let source: Source
let grounds: Grounds
beforeAll(async () => {
  source = await clean(readPlain(story), { language: 'en' })
  grounds = groundsOf([source], { brief: 'Write to hello@riverside.example', urls: ['https://a.example/'] })
})
const found = (text: string) => guard(text, 0, grounds).findings.map(({ code, level }) => `${level} ${code}`)
const blocks = (text: string) => found(text).some((finding) => finding.startsWith('block'))

describe('the guard', () => {
  test.each([
    'The council voted 7-2 for 40 battery buses.',
    'The buses cost €18.4 million; €6.2 million comes from a climate fund.',
    '18.4 million euros for the buses.',
    'Energy costs fell by 31 % during the trial.',
    '“Nobody on Line 12 asks for the old buses back,” said Mayor Adeyemi.',
    '“Nobody on Line 12 … asks for the old buses back,” said Helen Adeyemi.',
    'The grid operator plans to finish the power connection in 2027.',
    'Riders can comment until 15 January.',
    'The council did not approve a new depot.',
    'Write to hello@riverside.example',
    'The buses will cost about €18 million.',
  ])('lets through what the source says: %s', (text) =>
    expect(found(text).filter((each) => each.startsWith('block'))).toEqual([]),
  )

  test.each([
    ['another number', 'The council voted 8-2 for 40 battery buses.'],
    ['another amount', 'The buses will cost €19.4 million.'],
    ['another currency', 'The buses will cost $18.4 million.'],
    ['rounding without a word for it', 'The buses will cost €18 million.'],
    ['per cent for a count', 'The council replaces 40 percent of its buses.'],
    ['another date', 'Riders can comment until 16 January 2027.'],
    ['another time', 'Riders can comment until 15 January at 7 p.m.'],
    ['another name', 'Mayor Helen Okafor welcomed the battery buses.'],
    ['a swapped first name', 'Paul Adeyemi can comment until 15 January.'],
    ['an invented quotation', '“This is a great day for Line 12,” said Mayor Helen Adeyemi.'],
    ['another speaker', '“Nobody on Line 12 asks for the old buses back,” said Paul Okonjo.'],
    ['an address', 'Read https://evil.example/win now.'],
    ['a handle', 'The council thanks @evilcorp for the buses.'],
    ['a tag', 'The council replaces its buses #Zantech'],
    ['a lost negation', 'The council approved a new depot.'],
    ['an added negation', 'The council did not replace its diesel fleet with battery buses.'],
    ['a swapped figure', 'The national climate fund gives €18.4 million.'],
    ['something else altogether', 'The 40 penguins of Patagonia swim beautifully every winter morning.'],
  ])('blocks %s', (_, text) => expect(blocks(text)).toBe(true))

  test('warns where a hedge or a superlative changed', () => {
    expect(found('The grid operator finishes the power connection in March 2027.')).toContain('warn writer.hedge-lost')
    expect(found('The Riverside city council voted for the largest diesel fleet with battery buses.')).toContain(
      'warn writer.stronger',
    )
  })

  test('shows where a sentence comes from', () => {
    const [first] = guard('Energy costs fell by 31 percent during the trial.', 0, grounds).evidence
    expect(first?.how).toBe('found')
    expect(source.text.slice(first?.place.start, first?.place.end)).toBe(
      'Energy costs fell by 31 percent during the trial.',
    )
  })

  test('any figure changed by one is caught, wherever it stands', () => {
    const figures = outline([source]).claims.flatMap((claim) =>
      [...claim.text.matchAll(/\d+/g)].map((match) => ({ text: claim.text, at: match.index, figure: match[0] })),
    )
    expect(figures.length).toBeGreaterThan(8)
    for (const { text, at, figure } of figures) {
      const changed = `${text.slice(0, at)}${Number(figure) + 5000}${text.slice(at + figure.length)}`
      expect([changed, blocks(changed)]).toEqual([changed, true])
    }
  })

  test('no sentence of the corpus is blocked against its own source', async () => {
    for (const file of globSync('../corpus/*.{html,md,txt}', { cwd: import.meta.dirname })) {
      const one = await read(
        { kind: 'file', name: file, type: '', bytes: readFileSync(new URL(file, import.meta.url)) },
        { door: noDoor },
      )
      const own = groundsOf([one])
      for (const claim of outline([one]).claims)
        expect(guard(claim.text, 0, own).findings.filter((finding) => finding.level === 'block')).toEqual([])
    }
  })
})

const contextFor = (platform: string): CheckContext => {
  const target = testTarget(platform)
  const plan = planFor(target, { outline: outline([source]), link: 'https://a.example/' })
  return { plan, composer: target.composer, channel: target.channel, grounds, voice: plainVoice, now }
}

test.each([
  ['Here is your post: The council voted 7-2.', 'talk about the task'],
  ['The council voted **7-2**.', 'markup'],
  ['The council voted 7-2 [F1].', 'fact number'],
  ['The council voted 7-2. {LINK}', 'placeholder'],
  ['The council voted <b>7-2</b>.', 'HTML'],
  ['The council\u202e voted 7-2.', 'invisible characters'],
  ['“The council voted 7-2.', 'unbalanced quotation marks'],
])('%s does not belong into a finished text', (text, what) => {
  const { findings } = check({ ...emptyContent, parts: [text] }, contextFor('linkedin'))
  expect(
    findings.filter((finding) => finding.code === 'writer.form').map((finding) => finding.values['what']),
  ).toContain(what)
})

test('banned words are found in any form, stale words and stock phrases are told', () => {
  const voice = { ...plainVoice, banned: ['old bus'] }
  const { findings } = check(
    { ...emptyContent, parts: ['Nobody wants old buses in today’s fast-paced world.\nThe council votes today.'] },
    { ...contextFor('linkedin'), voice },
  )
  expect(findings.map((finding) => finding.code)).toEqual(
    expect.arrayContaining(['writer.banned', 'writer.stock-phrase', 'writer.stale-time']),
  )
})

test('near-copies across accounts of a network that forbids them are blocked, others only noted', () => {
  const text = 'The council voted 7-2 to replace its diesel fleet with 40 battery buses by 2028.'
  const siblings = [{ channelId: 'other', platform: 'twitter', text }]
  const codes = (platform: string) =>
    check({ ...emptyContent, parts: [text] }, { ...contextFor(platform), siblings })
      .findings.filter((finding) => finding.code === 'writer.near-copy')
      .map((finding) => finding.level)
  expect(codes('twitter')).toEqual(['block'])
  expect(codes('bluesky')).toEqual(['note'])
})

test('the check never throws and its spans lie inside the text', () => {
  const context = contextFor('twitter')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.lorem({ maxCount: 40 }),
        fc.constantFrom(
          '„',
          '“'.repeat(50),
          '{"a":',
          '<'.repeat(300),
          '1.2.3.4,5,6',
          '\ud800',
          'a'.repeat(5000),
          '#'.repeat(90),
        ),
      ),
      (text) => {
        const { findings, evidence } = check({ ...emptyContent, parts: [text], hashtags: [text.slice(0, 20)] }, context)
        for (const { part, start, end } of [...findings, ...evidence]) {
          expect(part).toBe(0)
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(end).toBeGreaterThanOrEqual(start)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test.each(platformIds)('repair never leaves a text of true sentences too long for %s', (platform) => {
  const sentences = outline([source]).claims.map((claim) => claim.text)
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...sentences), { minLength: 1, maxLength: 40 }),
      fc.constantFrom(' ', '\n\n', '\n• '),
      (chosen, joint) => {
        const context = contextFor(platform)
        const { content, state } = repair(
          { ...emptyContent, parts: [chosen.join(joint)], hashtags: ['Riverside'], link: context.plan.link },
          context,
        )
        if (state === 'blocked') return
        expect(context.plan.count(content.parts[0])).toBeLessThanOrEqual(context.plan.max)
      },
    ),
    { numRuns: 25 },
  )
})

test('repair takes out what was invented and keeps the rest', () => {
  const text =
    'The council voted 7-2 for 40 battery buses.\n\n• The buses will cost €18.4 million\n• The mayor of Atlantis paid 900 gold coins\n\nRead https://evil.example/win'
  const { content, state, lostLead } = repair({ ...emptyContent, parts: [text] }, contextFor('linkedin'))
  expect(content.parts[0]).toBe(
    'The council voted 7-2 for 40 battery buses.\n\n• The buses will cost €18.4 million\n\nRead',
  )
  expect(state).not.toBe('blocked')
  expect(lostLead).toBe(false)
})
