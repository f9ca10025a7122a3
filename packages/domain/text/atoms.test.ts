import { describe, expect, test } from 'vitest'
import { atoms, quotations } from './atoms.ts'
import { covers, dates, times } from './dates.ts'
import { languagesWithRules, rulesOf } from './languages/all.ts'
import { names } from './names.ts'
import { quantities } from './numbers.ts'
import { sentences } from './sentences.ts'
import { cut } from './spans.ts'
import { jaccard, mentions, opensWith, shingles, stem } from './words.ts'

const read = (language: string, text: string) =>
  quantities(text, rulesOf(language)).map(({ value, unit, currency }) => [value, currency ?? unit ?? ''])

describe('numbers', () => {
  test.each([
    ['en', '18.4 million', [[18_400_000, '']]],
    ['de', '11,7 Mio. Euro', [[11_700_000, 'EUR']]],
    ['fr', '18,4 millions d’euros', [[18_400_000, 'EUR']]],
    ['fr', '80 000 visiteurs', [[80_000, '']]],
    ['fr', '80\u202f000 km', [[80_000, 'km']]],
    ['de', '2.400 Menschen', [[2400, '']]],
    ['de', '2.5 %', [[2.5, '%']]],
    ['ja', '約1,800万円', [[18_000_000, 'JPY']]],
    [
      'ja',
      '1日平均320人',
      [
        [1, ''],
        [320, ''],
      ],
    ],
    [
      'en',
      'voted 7-2',
      [
        [7, ''],
        [2, ''],
      ],
    ],
    ['en', '1,234.50', [[1234.5, '']]],
    ['de', '1.234,50', [[1234.5, '']]],
    ['en', '5.1k people', [[5100, '']]],
    ['en', 'a two-year trial', [[2, '']]],
    ['en', '½ of them', [[0.5, '']]],
    ['ar', '٣٢٠', [[320, '']]],
    ['en', '€18.4 million', [[18_400_000, 'EUR']]],
    ['en', '$5m', [[5_000_000, 'USD']]],
    ['en', '31 percent', [[31, '%']]],
    ['en', 'a 40-bus fleet', [[40, '']]],
    ['en', 'twenty-one', [[21, '']]],
    ['de', 'einundzwanzig Prozent', [[21, '%']]],
    ['en', 'about 28 °C', [[28, '°C']]],
    ['en', 'the 3rd time', [[3, '']]],
    ['en', '−4 points', [[-4, '']]],
  ] as const)('%s: %s', (language, text, wanted) => expect(read(language, text)).toEqual(wanted))
})

describe('dates and times', () => {
  const day = (language: string, text: string) =>
    dates(text, rulesOf(language)).map(({ start: _start, end: _end, kind: _kind, ...date }) => date)
  test.each([
    ['en', 'on 3 November 2026', [{ year: 2026, month: 11, day: 3 }]],
    ['en', 'November 3, 2026', [{ year: 2026, month: 11, day: 3 }]],
    ['en', 'June 2027', [{ year: 2027, month: 6 }]],
    ['en', 'It may march on', []],
    ['en', 'in May', [{ month: 5 }]],
    ['de', 'am 3. November', [{ month: 11, day: 3 }]],
    ['de', 'bis 31.12.2027', [{ year: 2027, month: 12, day: 31 }]],
    ['fr', 'le 1er mars 2026', [{ year: 2026, month: 3, day: 1 }]],
    ['es', '3 de noviembre de 2026', [{ year: 2026, month: 11, day: 3 }]],
    ['ja', '2026年11月3日', [{ year: 2026, month: 11, day: 3 }]],
    ['en', 'on Tuesday', [{ weekday: 2 }]],
  ] as const)('%s: %s', (language, text, wanted) => expect(day(language, text)).toEqual(wanted))

  test('a less precise date is covered, another is not', () => {
    const [known] = dates('3 November 2026', rulesOf('en'))
    const said = (text: string) => dates(text, rulesOf('en'))[0]
    if (!known) throw new TypeError('no date')
    for (const text of ['November 2026', '3 November', 'Tuesday']) expect(covers(known, said(text) ?? known)).toBe(true)
    for (const text of ['4 November', 'November 2025', 'Wednesday'])
      expect(covers(known, said(text) ?? known)).toBe(false)
  })

  test.each([
    ['5:30 p.m.', 1050],
    ['18 Uhr', 1080],
    ['10 h 30', 600],
    ['17:05', 1025],
    ['12 am', 0],
  ])('%s', (text, minutes) => expect(times(text)[0]?.minutes).toBe(minutes))
})

describe('sentences', () => {
  test.each([
    ['en', ['Mr. Smith of the U.S. Transit Fund came.', 'He left.']],
    ['en', ['Doors open at 5 p.m. on Monday.', 'Bring tea.']],
    ['en', ['“We did it. It was hard,” said Kim.', 'All cheered.']],
    ['de', ['Das kostet z. B. 11,7 Mio. Euro.', 'Am 3. November spricht Dr. Weber.']],
    ['de', ['„Gut. Sehr gut“, sagte sie.', 'Alle lachten.']],
    ['fr', ['M. Durand est venu.', 'Il est parti.']],
    ['ja', ['東京で会議が開かれた。', '三百人が参加した。']],
  ])('%s: %j', (language, wanted) => {
    const text = wanted.join(language === 'ja' ? '' : ' ')
    expect(sentences(text, language).map((span) => cut(text, span))).toEqual(wanted)
  })
})

test('names are runs of capitals, without the article that opens a sentence', () => {
  const text = 'The Riverside Council met Dr. Anna von Berg in Rome. Yesterday it rained.'
  expect(names(text, rulesOf('en')).map((name) => name.text)).toEqual([
    'Riverside Council',
    'Dr. Anna von Berg',
    'Rome',
  ])
})

test('quotations of three words and more, in the marks of many languages', () => {
  for (const text of ['“we did it”', '„wir haben es“', '« on a réussi »', '"we did it"', '「やっとできました」'])
    expect(quotations(text)).toHaveLength(1)
  expect(quotations('the “new deal” and Peter’s dog’s bone')).toEqual([])
})

test('addresses and codes are exact strings', () => {
  const kinds = (text: string) => atoms(text, rulesOf('en')).map((atom) => [atom.kind, cut(text, atom)])
  expect(kinds('see https://a.example/x?y=1, mail me@b.org, ask @kim #Bus')).toEqual([
    ['url', 'https://a.example/x?y=1'],
    ['email', 'me@b.org'],
    ['handle', '@kim'],
    ['hashtag', '#Bus'],
  ])
  expect(kinds('v2.1.0 on an A380')).toEqual([
    ['code', 'v2.1.0'],
    ['code', 'A380'],
  ])
})

test('every language has twelve months, seven weekdays and no phrase in capitals', () => {
  for (const rules of languagesWithRules) {
    expect(rules.months).toHaveLength(12)
    expect(rules.weekdays).toHaveLength(7)
    for (const list of [
      rules.pronouns,
      rules.connectives,
      rules.hedges,
      rules.negations,
      rules.abbreviations,
      rules.speech,
      Object.keys(rules.numbers),
      Object.keys(rules.relativeDays),
    ]) {
      expect(list.filter((phrase) => phrase !== phrase.toLowerCase())).toEqual([])
      expect(list.length).toBeGreaterThan(0)
    }
  }
})

test('words are compared by stem, phrases by whole words', () => {
  expect(stem('approved')).toBe(stem('approves'))
  expect(mentions('They plans to go', ['plans to'])).toBe(true)
  expect(mentions('a note', ['not'])).toBe(false)
  expect(mentions('it wasn’t there', ['n’t'])).toBe(false)
  expect(opensWith('In addition, we', ['in', 'in addition'])).toBe('In addition')
  expect(jaccard(shingles('a b c d e f'), shingles('a b c d e f'))).toBe(1)
  expect(jaccard(shingles('a b c d e f'), shingles('u v w x y z'))).toBe(0)
})
