/**
 * A network for measurements, in a process of its own: answers every post after a fixed latency, and is the judge.
 * It counts what it accepted, how often a text came twice, when each came, and whether two requests of one account
 * were ever under way at once.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const latencyMs = Number(process.argv[2] ?? 20)
const busy = new Map<string, number>()
const seen = new Map<string, number>()
const arrivals: { text: string; at: number }[] = []
let overlaps = 0
let accepted = 0
let lastId = 0

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const json = (value: unknown) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(value))
  }
  if (request.url === '/reset') {
    for (const map of [busy, seen]) map.clear()
    arrivals.length = 0
    overlaps = accepted = 0
    return json({})
  }
  if (request.url === '/verdict') {
    const doubled = [...seen.values()].filter((times) => times > 1).length
    return json({ accepted, doubled, overlaps, arrivals })
  }
  const at = Date.now()
  const { account, text } = JSON.parse(await bodyOf(request)) as { account: string; text: string }
  const now = (busy.get(account) ?? 0) + 1
  busy.set(account, now)
  if (now > 1) overlaps++
  arrivals.push({ text, at })
  setTimeout(() => {
    busy.set(account, (busy.get(account) ?? 1) - 1)
    seen.set(text, (seen.get(text) ?? 0) + 1)
    accepted++
    json({ id: String(++lastId) })
  }, latencyMs)
}
const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy())
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`),
)
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
