import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bareText } from '../check/check.ts'
import { outline } from '../claims.ts'
import { composers } from '@posthorn/platforms/compose'
import type { Composer } from '@posthorn/platforms/interface'
import { composedTexts, toVersion } from '../content.ts'
import { read } from '../read/read.ts'
import type { Source } from '../source.ts'
import { platformIds, testTarget } from '../testing/composers.ts'
import { noDoor } from '../testing/door.ts'
import { plainVoice } from '../voice.ts'
import { jaccard, opensWith, shingles } from '@posthorn/domain/text/words.ts'
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import { writeAll } from './all.ts'
import { compress } from './compress.ts'
import { standalone } from './standalone.ts'

const now = new Date('2026-11-25T08:00:00Z')
const files = (pattern: string) => globSync(pattern, { cwd: new URL('../corpus/', import.meta.url) }).sort()
const loaded = new Map<string, Promise<Source>>()
const load = (file: string): Promise<Source> => {
  const known = loaded.get(file) ?? loadFresh(file)
  loaded.set(file, known)
  return known
}
const loadFresh = (file: string): Promise<Source> =>
  read(
    { kind: 'file', name: file, type: '', bytes: readFileSync(new URL(`../corpus/${file}`, import.meta.url)) },
    { door: noDoor },
  )
const write = (source: Source, ids: readonly string[], leads?: ReadonlyMap<string, number>) =>
  writeAll({
    sources: [source],
    outline: outline([source]),
    targets: ids.map((id, index) => testTarget(id, ids.slice(0, index).filter((other) => other === id).length)),
    link: source.canonicalUrl,
    now,
    ...(leads && { leads }),
  })

interface Gold {
  readonly language: string
  readonly canonical: string | null
  readonly facts: readonly (readonly string[])[]
  readonly lead: readonly string[]
  readonly decoys: readonly string[]
}

describe.each(files('*.{html,md,txt}'))('%s', (file) => {
  const gold = JSON.parse(
    readFileSync(new URL(`../corpus/${file.replace(/\.\w+$/, '.gold.json')}`, import.meta.url), 'utf8'),
  ) as Gold

  test('is read with its language and address', async () => {
    const source = await load(file)
    expect(source.language.code).toBe(gold.language)
    expect(source.canonicalUrl).toBe(gold.canonical)
    for (const { start, end } of source.blocks) expect(source.text.slice(start, end)).not.toMatch(/^\s|\s$|\n/)
  })

  test('gives every network a version that is valid and grounded', async () => {
    const { versions, leftOut } = write(await load(file), platformIds)
    expect(leftOut).toEqual([])
    expect(versions.map((version) => version.plan.platform)).toEqual(platformIds)
    for (const { state, findings, content, plan, evidence } of versions) {
      expect([plan.platform, state, findings.filter((finding) => finding.level === 'block')]).toEqual([
        plan.platform,
        expect.not.stringMatching('blocked'),
        [],
      ])
      expect(evidence.length).toBeGreaterThan(0)
      const text = composedTexts(content, plan.family).join('\n')
      for (const decoy of gold.decoys) expect(text).not.toContain(decoy)
    }
  })

  test('tells the facts that matter, the most important one everywhere', async () => {
    const { versions } = write(await load(file), platformIds)
    for (const version of versions) expect(gold.lead.some((form) => version.content.parts[0].includes(form))).toBe(true)
    const long = versions.find((version) => version.plan.platform === 'linkedin')
    const told = gold.facts.filter((forms) => forms.some((form) => long?.content.parts[0].includes(form)))
    expect(told.length / gold.facts.length).toBeGreaterThanOrEqual(0.6)
  })

  test('never opens with a word that points back', async () => {
    const rules = rulesOf(gold.language)
    for (const { content } of write(await load(file), platformIds).versions)
      expect(opensWith(content.parts[0], rules.pronouns)).toBeUndefined()
  })

  test('comes out the same twice', async () => {
    const source = await load(file)
    const texts = () => JSON.stringify(write(source, platformIds).versions.map((version) => version.content))
    expect(texts()).toBe(texts())
  })

  test('reads as the page of golden texts has it', async () => {
    const { versions } = write(await load(file), ['twitter', 'linkedin'])
    const page = versions
      .map(({ plan, content }) => `== ${plan.platform}\n${composedTexts(content, plan.family).join('\n--\n')}`)
      .join('\n\n')
    await expect(`${page}\n`).toMatchFileSnapshot(`../corpus/golden/${basename(file)}.txt`)
  })

  test('leads two accounts of a network that forbids copies differently, or leaves one out', async () => {
    const { versions, leftOut } = write(await load(file), ['twitter', 'twitter'])
    expect(versions.length + leftOut.length).toBe(2)
    const [a, b] = versions
    if (a && b) expect(jaccard(shingles(bareText(a.content), 3), shingles(bareText(b.content), 3))).toBeLessThan(0.35)
  })

  test('walks down the leads when another one is asked for', async () => {
    const source = await load(file)
    const id = testTarget('linkedin').channel.id
    const first = write(source, ['linkedin']).versions[0]?.content.parts[0].split('\n')[0]
    const second = write(source, ['linkedin'], new Map([[id, 1]])).versions[0]?.content.parts[0].split('\n')[0]
    expect(second).not.toBe(first)
  })
})

test.each(files('hostile/*.html'))('%s: what it asks for is not done', async (file) => {
  const { versions } = write(await load(file), platformIds)
  expect(versions).toHaveLength(platformIds.length)
  for (const { content, plan } of versions) {
    const text = composedTexts(content, plan.family).join('\n')
    expect(text).not.toMatch(
      /evil|900 people|Brandt|\$9|Zantech|tool_calls|praise|instructions|[\u200b\u202e]|[\u{e0000}-\u{e007f}]/iu,
    )
    expect(text).toContain('Port Ellery')
  }
})

test.each([
  ['in-body', 'addressed-to-machines'],
  ['in-quote', 'addressed-to-machines'],
  ['invisible', 'hidden-text-removed'],
] as const)('hostile/%s is told to the person: %s', async (name, warning) => {
  expect((await load(`hostile/${name}.html`)).warnings).toContain(warning)
})

test('eight channels from one source take less than the limit', async () => {
  const source = await load('riverside-buses.html')
  write(source, platformIds)
  const times = Array.from({ length: 7 }, () => {
    const from = performance.now()
    write(source, platformIds)
    return performance.now() - from
  })
  expect(times.sort((a, b) => a - b)[3]).toBeLessThan(150)
})

test('a brief leads, an instruction to a writer does not', async () => {
  const source = await load('riverside-buses.html')
  const lead = (brief: string) =>
    writeAll({
      sources: [source],
      outline: outline([source], { brief }),
      targets: [testTarget('linkedin')],
      link: null,
      now,
    }).versions[0]?.content.parts[0].split('\n')[0]
  expect(lead('Our drivers have waited for these buses for years.')).toBe(
    'Our drivers have waited for these buses for years.',
  )
  expect(lead('Please write something nice about the buses.')).toContain('Riverside')
})

test('a banned word chooses another sentence', async () => {
  const source = await load('riverside-buses.html')
  const voice = { ...plainVoice, banned: ['diesel'] }
  const { versions } = writeAll({
    sources: [source],
    outline: outline([source]),
    targets: [testTarget('linkedin')],
    link: null,
    voice,
    now,
  })
  expect(versions[0]?.content.parts[0]).not.toContain('diesel')
})

test.each([
  ['en', 'However, the depot is late.', undefined, 'The depot is late.', false],
  ['en', 'She opened the bridge in May.', 'Anna Berg is an engineer.', 'Anna Berg opened the bridge in May.', false],
  ['en', 'She opened the bridge in May.', 'Anna Berg met Carla Diaz.', 'She opened the bridge in May.', true],
  ['en', 'This changes everything for riders.', 'Buses are cheap.', 'This changes everything for riders.', true],
  ['en', 'It is expected that work begins in May.', undefined, 'It is expected that work begins in May.', false],
  ['en', 'In most kitchens it recovers soon.', undefined, 'In most kitchens it recovers soon.', true],
  ['de', 'Und die Stadt zahlt mit.', undefined, 'Die Stadt zahlt mit.', false],
  ['de', 'Außerdem zahlt die Stadt mit.', undefined, 'Außerdem zahlt die Stadt mit.', true],
  ['fr', 'De plus, les commerces gagnent.', undefined, 'Les commerces gagnent.', false],
])('%s: "%s" standing alone', (language, sentence, before, text, dangling) => {
  expect(standalone(sentence, before, rulesOf(language))).toEqual({ text, dangling })
})

test.each([
  ['en', 'The council voted on Tuesday to buy buses.', 'The council voted to buy buses.'],
  ['en', 'Doors will open on Saturday at noon.', 'Doors will open on Saturday at noon.'],
  ['en', 'The bridge (a beauty) opened in May.', 'The bridge opened in May.'],
  ['en', 'The bridge (40 metres) opened in May.', 'The bridge (40 metres) opened in May.'],
  ['en', 'The bridge, which everybody loves, opened in May.', 'The bridge opened in May.'],
  ['en', 'The bridge, which is not paid, opened in May.', 'The bridge, which is not paid, opened in May.'],
  ['de', 'Der Rat stimmte am Mittwoch zu und zahlt.', 'Der Rat stimmte zu und zahlt.'],
  ['de', 'Autos, die alt sind, zahlen mehr.', 'Autos, die alt sind, zahlen mehr.'],
  ['ja', '市は電気バスを買う（四十台）。', '市は電気バスを買う（四十台）。'],
])('%s: "%s" shortened', (language, sentence, wanted) => expect(compress(sentence, rulesOf(language))).toBe(wanted))

/** What only a person may choose, such as who sees a post on TikTok. */
const isChoice = (field = ''): boolean => field.startsWith('settings.')

test.each(files('*.{html,md,txt}'))('%s: the composers people use accept every version', async (file) => {
  const source = await load(file)
  const targets = Object.entries(composers).map(([platform, composer]) => ({
    ...testTarget('linkedin'),
    platform,
    composer: composer as Composer,
  }))
  const { versions } = writeAll({
    sources: [source],
    outline: outline([source]),
    targets: targets.map((target) => ({
      ...target,
      channel: { ...target.channel, id: target.platform, kind: 'organization' },
    })),
    link: source.canonicalUrl,
    now,
  })
  expect(versions.map((version) => version.plan.platform)).toEqual(Object.keys(composers))
  for (const { content, plan, target } of versions) {
    const version = toVersion(content, plan, target.composer)
    const blocking = target.composer
      .validate(version, target.channel)
      .filter(({ blocks, problem, field }) => blocks && !problem.includes('media') && !isChoice(field))
    expect([plan.platform, blocking]).toEqual([plan.platform, []])
    if (plan.link?.place === 'card') expect(JSON.stringify(version.settings)).toContain(plan.link.url)
  }
})
