import { expect, test } from 'vitest'
import { createChance } from '../chance.ts'
import { GraphRefusal, respond } from './errors.ts'
import { edgeOf, parseFields, pick, type Node } from './fields.ts'
import { pageOf } from './paging.ts'
import { readParameters } from './parameters.ts'
import { graphPath, servedVersion } from './path.ts'
import { checkProof, headerToken, oauthToken, proofOf, sentToken } from './token.ts'
import { businessUsage, createMeter } from './usage.ts'

const address = 'https://graph.example.test/v26.0/555/feed'
const post = (body: string | FormData | URLSearchParams, headers: Record<string, string> = {}, query = '') =>
  readParameters(new Request(address + query, { method: 'POST', body, headers }))
const told = (act: () => unknown) => {
  try {
    return act()
  } catch (error) {
    if (error instanceof GraphRefusal) return `${error.problem.code}: ${error.message}`
    throw error
  }
}

test('a parameter means the same in the query, a form, a multipart form and JSON', async () => {
  const multipart = new FormData()
  multipart.set('media[0]', '{"id":"1"}')
  multipart.set('source', new Blob(['abc']), 'a.jpg')
  const ways = [
    await readParameters(new Request(`${address}?media=[{"id":"1"}]`)),
    await post(new URLSearchParams({ media: '[{"id":"1"}]' })),
    await post(new URLSearchParams({ 'media[0]': '{"id":"1"}' })),
    await post(new URLSearchParams({ 'media[0][id]': '1' })),
    await post(new URLSearchParams({ 'media[][id]': '1' })),
    await post(multipart),
    await post(JSON.stringify({ media: [{ id: '1' }] }), { 'content-type': 'application/json' }),
  ]
  for (const parameters of ways) expect(parameters.value('media')).toEqual([{ id: '1' }])
  expect(ways[5]?.file('source')).toHaveLength(3)
})

test('readers refuse values of another kind, and name what nobody read', async () => {
  const json = { 'content-type': 'application/json' }
  const body = { id: '5', n: 'x', flag: 'maybe', none: null, when: 'never', kind: 'C', extra: 1, text: 7 }
  const parameters = await post(JSON.stringify(body), json)
  expect([parameters.text('text'), parameters.text('none'), parameters.has('none'), parameters.has('gone')]).toEqual([
    '7',
    undefined,
    true,
    false,
  ])
  expect([
    told(() => parameters.number('n')),
    told(() => parameters.flag('flag')),
    told(() => parameters.time('when')),
    told(() => parameters.oneOf('kind', ['A', 'B'])),
    told(() => parameters.needed('none')),
  ]).toEqual([
    '100: (#100) Param n must be a number',
    '100: (#100) Param flag must be a boolean',
    '100: (#100) Param when must be a valid time',
    '100: (#100) Param kind must be one of {A, B} - got "C".',
    '100: (#100) Missing parameter: none',
  ])
  expect(parameters.unread()).toEqual(['extra'])
  await expect(post('{', json)).rejects.toThrow('not valid JSON')
  await expect(post('[]', json)).rejects.toThrow('has to be an object')
})

test('versions and doubled slashes leave the path; a dead version is served by the oldest that lives', () => {
  const now = Date.parse('2026-11-23')
  expect([
    graphPath('/x//v26.0//555/feed/', '/x'),
    graphPath('/x/me', '/x'),
    graphPath('/x/v26.0', '/x'),
    graphPath('/x', '/x'),
  ]).toEqual(['/x/555/feed', '/x/me', '/x/', '/x/'])
  expect(['/v25.0/me', '/v20.0/me', '/v99.0/me', '/me'].map((path) => servedVersion(path, now))).toEqual([
    'v25.0',
    'v21.0',
    'v21.0',
    'v26.0',
  ])
})

test('a token comes by parameter or by either header, and its proof is checked', async () => {
  const parameters = await post(new URLSearchParams({ access_token: 'T', appsecret_proof: proofOf('s', 'T') }))
  expect([sentToken(parameters, 'Bearer other'), headerToken('OAuth H'), oauthToken('Bearer H')]).toEqual([
    'T',
    'H',
    undefined,
  ])
  const check = (secret: string) => told(() => checkProof(parameters, { secret, token: 'T', required: true }))
  expect([check('s'), check('z')]).toEqual([undefined, '100: Invalid appsecret_proof provided in the API argument'])
  const bare = await post(new URLSearchParams())
  expect(told(() => checkProof(bare, { secret: 's', token: 'T', required: true }))).toMatch(/^100/)
})

const leaf = (id: string): Node => ({ type: 'Leaf', usual: ['id'], fields: { id, name: `leaf ${id}` } })
const tree: Node = {
  type: 'Tree',
  usual: ['name'],
  fields: {
    id: '9',
    name: 'oak',
    picture: { data: { url: 'u', width: 5 } },
    best: { node: leaf('1') },
    leaves: { edge: { nodes: [leaf('1'), leaf('2'), leaf('3')], summary: { total_count: 3 } } },
    none: undefined,
  },
}

test('fields are picked deep, edges are cut and counted, a field that is not there is named', () => {
  const asked = parseFields('name,picture{url},best{name},leaves.limit(1).summary(true){id},none')
  expect(pick(tree, asked)).toMatchObject({
    id: '9',
    name: 'oak',
    picture: { data: { url: 'u' } },
    best: { id: '1', name: 'leaf 1' },
    leaves: { data: [{ id: '1' }], summary: { total_count: 3 } },
  })
  expect(pick(tree, parseFields('leaves.limit(0).summary(1)'))).toEqual({
    id: '9',
    leaves: { data: [], summary: { total_count: 3 } },
  })
  expect(pick(tree, undefined)).toEqual({ id: '9', name: 'oak' })
  expect(told(() => pick(tree, parseFields('root')))).toBe(
    '100: (#100) Tried accessing nonexisting field (root) on node type (Tree)',
  )
  expect(told(() => parseFields('a{b'))).toMatch(/^2500: Syntax error/)
})

test('pages follow their cursors to the end and back', () => {
  const all = ['a', 'b', 'c']
  const self = (item: string) => item
  const url = 'https://graph.example.test/me/accounts?limit=2'
  const first = pageOf(all, { limit: 2 }, self, url)
  expect([first.items, first.paging?.next]).toEqual([['a', 'b'], expect.stringContaining('after=')])
  const last = pageOf(all, { limit: 2, after: first.paging?.cursors.after }, self, url)
  expect([last.items, last.paging && 'next' in last.paging]).toEqual([['c'], false])
  expect(pageOf(all, { limit: 2, before: last.paging?.cursors.before }, self, url).items).toEqual(['a', 'b'])
  expect(pageOf(all, { reversed: true }, self).items).toEqual(['c', 'b', 'a'])
  expect(told(() => pageOf(all, { after: 'zz' }, self))).toBe('100: (#100) Invalid cursors values.')
  expect(edgeOf({ nodes: [] }, undefined, {})).toEqual({ data: [] })
})

test('calls are counted in a window that rolls, and told in percent', () => {
  let time = 0
  const meter = createMeter(() => time)
  expect([meter.count('p', 60), meter.count('p', 60), meter.minutes('p', 60)]).toEqual([1, 2, 1])
  time = 60_001
  expect(meter.count('p', 60)).toBe(1)
  expect(JSON.parse(businessUsage('5', 'pages', 97)['x-business-use-case-usage'] ?? '')).toMatchObject({
    5: [{ type: 'pages', call_count: 97, estimated_time_to_regain_access: 0 }],
  })
})

test('the envelope says only what there is', async () => {
  const answer = respond({ message: 'no', code: 190, subcode: 463, transient: false }, createChance(1))
  expect([answer.status, await answer.json()]).toEqual([
    400,
    {
      error: {
        message: 'no',
        type: 'OAuthException',
        code: 190,
        error_subcode: 463,
        is_transient: false,
        fbtrace_id: expect.stringMatching(/^A\w{22}$/),
      },
    },
  ])
})
