import { expect, test } from 'vitest'
import type { Channel, PublicationCard } from '../../app/api.ts'
import { addChannel, emptyDraft } from './draft.ts'
import { planOf } from './plan.ts'
import type { Verdict } from './verdict.ts'

const channel = (id: string, network: 'sandbox' | 'real' = 'sandbox') => [id, { id, network } as Channel] as const
const says = (id: string, more: Partial<Verdict>) =>
  [id, { channelId: id, findings: [], promise: 'exact', ...more } as unknown as Verdict] as const
const draft = addChannel(addChannel(emptyDraft(), 'x'), 'in')
const channels = new Map([channel('x'), channel('in')])
const none = new Map<string, PublicationCard>()
const blocks = [{ channelId: 'x', code: 'c', says: 's', blocks: true }]

test('sound channels go at a time without another question', () => {
  const plan = planOf(draft, { is: 'next-slot' }, channels, new Map([says('x', { price: 0.2 }), says('in', {})]), none)
  expect(plan).toMatchObject({ price: 0.2, confirm: false, staying: [] })
  expect(plan.going.map((one) => one.id)).toEqual(['x', 'in'])
})
test('now is always confirmed', () => {
  expect(planOf(draft, { is: 'now' }, channels, new Map(), none).confirm).toBe(true)
})
test('a channel with a problem stays, and that is said before', () => {
  const plan = planOf(draft, { is: 'next-slot' }, channels, new Map([says('x', { findings: blocks, price: 1 })]), none)
  expect(plan).toMatchObject({ price: 0, confirm: true })
  expect([plan.going[0]?.id, plan.staying[0]?.id]).toEqual(['in', 'x'])
})
test('what is out does not go again', () => {
  const runs = new Map([['x', { state: 'published' } as PublicationCard]])
  expect(planOf(draft, { is: 'now' }, channels, new Map(), runs).going.map((one) => one.id)).toEqual(['in'])
})
test('mixing networks and an outcome that may be asked about are confirmed', () => {
  const mixed = new Map([channel('x'), channel('in', 'real')])
  expect(planOf(draft, { is: 'next-slot' }, mixed, new Map(), none)).toMatchObject({ mixed: true, confirm: true })
  const asks = new Map([says('in', { promise: 'asks you' })])
  expect(planOf(draft, { is: 'next-slot' }, channels, asks, none)).toMatchObject({
    asking: [{ id: 'in' }],
    confirm: true,
  })
})
