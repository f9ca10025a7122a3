/** Numbers, from the imitated network to what the API shows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exams } from '@posthorn/platforms/exams'
import { measureRipe } from '@posthorn/server/analytics/analytics.jobs.ts'
import { channelMeasures, publicationMeasures } from '@posthorn/server/analytics/measures.ts'
import { openGround, type Connected, type Ground } from './real/ground.ts'
import { heir } from './real/heir.ts'

const exam = exams.find(({ platform }) => platform.measure && platform.rules.forms['text'])
if (!exam) throw new Error('no platform tells numbers')
const { platform, samples, accounts } = exam
let ground: Ground
let connected: Connected
let publication: string

beforeAll(async () => {
  ground = await openGround(platform.rules.id)
  connected = await ground.connect(accounts.at(-1) ?? accounts[0])
  publication = await ground.schedule(
    samples['text'] ?? { parts: [{ text: 'Hello', media: [] }], settings: {} },
    connected.channel,
  )
  await ground.settle(connected.channel.laneId, heir(ground))
}, 60_000)
afterAll(() => ground[Symbol.asyncDispose]())

const shown = () => publicationMeasures(ground.parts, ground.actor.workspaceId, publication)
const run = () => measureRipe(ground.abroad)

test('right after a post there are none, and nobody asks', async () => {
  await run()
  expect(await shown()).toMatchObject({
    names: platform.rules.measures.post,
    automatic: true,
    latest: null,
    trouble: null,
  })
})

test('they come by themselves, and again when they have had time to move', async () => {
  await ground.pass(15 * 60)
  await run()
  const first = await shown()
  expect(Object.keys(first.latest?.values ?? {}).sort()).toEqual([...platform.rules.measures.post].sort())
  await run()
  expect((await shown()).earlier).toEqual([])
  await ground.pass(3 * 3600)
  await run()
  const { latest, earlier } = await shown()
  expect(latest?.values).not.toEqual(first.latest?.values)
  expect(earlier.map(({ values }) => values)).toEqual([first.latest?.values])
})

test('so do those of the account', async () => {
  const { latest } = await channelMeasures(ground.parts, ground.actor.workspaceId, connected.channel.id)
  expect(Object.keys(latest?.values ?? {}).sort()).toEqual([...platform.rules.measures.channel].sort())
})

test('a network that does not answer leaves its words, and the old numbers stay', async () => {
  const before = await shown()
  await ground.pass(12 * 3600)
  await ground.control.fault('error_before', { times: 5 })
  await run()
  const after = await shown()
  expect(after.latest?.values).toEqual(before.latest?.values)
  expect(after.trouble?.words).not.toBe('')
})

test('another workspace sees nothing of it', async () => {
  const stranger = 'ffffffff-ffff-4fff-8fff-ffffffffffff'
  await expect(publicationMeasures(ground.parts, stranger, publication)).rejects.toMatchObject({
    code: 'access.not-here',
  })
})
