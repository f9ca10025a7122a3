/**
 * How fast and how punctual is delivery, beside the barest program that does the same?
 *
 * burst: `posts` publications on `lanes` accounts due in one second, the network answers after 20 ms. Bare: the same
 * requests from as many serial loops, each with two single-row commits (an intent and a result cannot be one).
 * lateness: one publication each 100 ms, arrival at the network minus due time.
 */
import { parseArgs } from 'node:util'
import { Agent, request } from 'undici'
import { startDelivery } from '@posthorn/server/publishing/delivery.ts'
import { load, setBenchStage, type BenchStage } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'publish'),
  options: {
    json: { type: 'boolean', default: false },
    posts: { type: 'string', default: '10000' },
    lanes: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    places: { type: 'string', default: '256' },
  },
})
const posts = Number(values.posts)
const lanes = Number(values.lanes)
const say = (line: string): void => void (values.json ? 0 : process.stdout.write(`${line}\n`))

async function until(done: () => Promise<boolean>, everyMs: number): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, everyMs))
}

/** Publications a second from the first arrival at the network to the last. */
const rateOf = (arrivals: readonly { at: number }[]): number => {
  const times = arrivals.map(({ at }) => at)
  return (arrivals.length / Math.max(1, Math.max(...times) - Math.min(...times))) * 1000
}

async function burst(stage: BenchStage) {
  await stage.reset()
  const start = Date.now() + 1500
  await stage.plan(posts, (n) => new Date(start + (n % 1000)))
  const delivery = startDelivery(stage.parts)
  await until(
    async () =>
      (await stage.pool.query<{ n: number }>(`select count(*)::int as n from publication where state <> 'published'`))
        .rows[0]?.n === 0,
    500,
  )
  await delivery[Symbol.asyncDispose]()
  return stage.verdict()
}

/** The same requests and commits with nothing around them. `commits: 0` is HTTP alone. */
async function bare(stage: BenchStage, commits: 0 | 2) {
  await stage.reset()
  await stage.pool.query(
    `create table if not exists bench_bare (id int primary key, account text, state text, text text, remote_id text)`,
  )
  await stage.pool.query('truncate bench_bare')
  await stage.pool.query(
    `insert into bench_bare select n, '', 'scheduled', 'bare post ' || n, null from generate_series(0, $1::int - 1) n`,
    [posts],
  )
  const agent = new Agent({ connections: lanes })
  const loop = async (lane: number) => {
    for (let n = lane; n < posts; n += lanes) {
      const text = `bare post ${n}`
      if (commits)
        await stage.pool.query({
          name: 'bare-intent',
          text: `update bench_bare set state = 'sending' where id = $1`,
          values: [n],
        })
      const answer = await request(`${stage.network}/bench/posts`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account: `account-${lane}`, text }),
      })
      const { id } = (await answer.body.json()) as { id: string }
      if (commits)
        await stage.pool.query({
          name: 'bare-result',
          text: `update bench_bare set state = 'published', remote_id = $2 where id = $1`,
          values: [n, id],
        })
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => loop(lane)))
  await agent.close()
  return stage.verdict()
}

const percentile = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)

async function lateness(stage: BenchStage) {
  await stage.reset()
  const count = Number(values.seconds) * 10
  const start = Date.now() + 2000
  const due = (n: number) => new Date(start + n * 100)
  await stage.plan(count, due)
  const delivery = startDelivery(stage.parts)
  await until(async () => (await stage.verdict()).accepted >= count, 500)
  await delivery[Symbol.asyncDispose]()
  const { arrivals, overlaps, doubled } = await stage.verdict()
  const late = arrivals
    .map(({ text, at }) => at - due(Number(text.split(' ')[1]) - 1).getTime())
    .toSorted((a, b) => a - b)
  return {
    lateMs: { p50: percentile(late, 0.5), p99: percentile(late, 0.99), max: late.at(-1) ?? 0 },
    early: late.filter((ms) => ms < 0).length,
    overlaps,
    doubled,
  }
}

await using stage = await setBenchStage({ lanes, latencyMs: 20 })
say(`${posts} publications on ${lanes} lanes due in one second, the network answers in 20 ms …`)
const ours = await burst(stage)
say(
  `ours: ${rateOf(ours.arrivals).toFixed(0)} a second, ${ours.accepted} accepted, ${ours.doubled} doubled, ${ours.overlaps} overlaps`,
)
const plain = await bare(stage, 2)
say(`bare, two commits each: ${rateOf(plain.arrivals).toFixed(0)} a second`)
const http = await bare(stage, 0)
say(`bare, HTTP alone: ${rateOf(http.arrivals).toFixed(0)} a second`)
const late = await lateness(stage)
say(
  `one each 100 ms for ${values.seconds} s: p50 ${late.lateMs.p50} ms, p99 ${late.lateMs.p99} ms, ${late.early} early`,
)
const answer = {
  ratio: Number((rateOf(ours.arrivals) / rateOf(plain.arrivals)).toFixed(3)),
  ratioToHttp: Number((rateOf(ours.arrivals) / rateOf(http.arrivals)).toFixed(3)),
  perSecond: {
    ours: Math.round(rateOf(ours.arrivals)),
    bare: Math.round(rateOf(plain.arrivals)),
    http: Math.round(rateOf(http.arrivals)),
  },
  accepted: ours.accepted,
  doubled: ours.doubled + late.doubled,
  overlaps: ours.overlaps + late.overlaps,
  lateMs: late.lateMs,
  early: late.early,
  load: load(),
}
if (values.json) process.stdout.write(`${JSON.stringify(answer)}\n`)
else say(JSON.stringify(answer, null, 2))
