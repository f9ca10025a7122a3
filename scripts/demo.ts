/**
 * The main job without a browser, on a throw-away instance: connect the practice networks, write from a real page or
 * file, schedule, publish, and show what followers see.
 *
 *   npm run demo -- [--from FILE|URL] [--json]
 */
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { parseArgs } from 'node:util'
import type { Client } from '@posthorn/contract/client.ts'
import { illustrate } from './demo-picture.ts'
import { startInstance } from './instance.ts'
import { setUp } from './session.ts'

const { values } = parseArgs({
  options: { from: { type: 'string', default: 'README.md' }, json: { type: 'boolean', default: false } },
})
const started = performance.now()
const say = (line: string): void => void (values.json ? 0 : process.stdout.write(`${line}\n`))

const types: Readonly<Record<string, string>> = {
  '.md': 'text/markdown',
  '.txt': 'text/plain',
  '.html': 'text/html',
  '.pdf': 'application/pdf',
}

/** What to write from. The person at the terminal is the operator, so a page of this machine may be read here. */
async function source(from: string) {
  if (/^https?:/.test(from)) return { is: 'url', url: from } as const
  const bytes = await readFile(from)
  return {
    is: 'file',
    name: basename(from),
    type: types[extname(from)] ?? 'text/plain',
    base64: bytes.toString('base64'),
  } as const
}

/** Asks until `done` says so; nothing here waits for a time, only for the thing. */
async function until<T>(ask: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const value = await ask()
    if (done(value)) return value
    if (performance.now() > deadline) throw new Error('it took longer than a minute')
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

/** A clock time of the workspace's zone a few seconds from now. */
const soon = (zone: string, seconds: number): string =>
  new Date(Date.now() + seconds * 1000).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')

async function write(api: Client, workspaceId: string, channelIds: string[]) {
  const { data: run } = await api('POST /api/v1/workspaces/{workspaceId}/draft-runs', {
    params: { workspaceId },
    body: { sources: [await source(values.from)], channelIds },
  })
  const ended = await until(
    async () =>
      (await api('GET /api/v1/workspaces/{workspaceId}/draft-runs/{id}', { params: { workspaceId, id: run.id } })).data,
    ({ state }) => ['done', 'done_with_warnings', 'failed', 'cancelled'].includes(state),
  )
  if (ended.problem) throw new Error(`${ended.problem.says} ${ended.problem.todo ?? ''}`)
  const { data: post } = await api('POST /api/v1/workspaces/{workspaceId}/draft-runs/{id}/accept', {
    params: { workspaceId, id: run.id },
    body: { suggestionIds: ended.suggestions.map(({ id }) => id) },
  })
  return post
}

const settled = ['published', 'handed_over', 'failed', 'needs_you', 'missed', 'cancelled']

async function main(): Promise<void> {
  say('Starting a throw-away Posthorn with its practice networks …')
  const local = { OUTSIDE_ALLOW: '127.0.0.1,localhost' }
  await using instance = await startInstance({ settings: local })
  const { api, workspaceId } = await setUp(instance)
  const params = { workspaceId }
  const { data: practice } = await api('POST /api/v1/workspaces/{workspaceId}/channels/practice', { params, body: {} })
  const { channels } = practice
  say(`Connected ${channels.map(({ platform, handle }) => `${platform} ${handle}`).join(', ')}.`)
  const written = await write(
    api,
    workspaceId,
    channels.map(({ id }) => id),
  )
  const post = await illustrate(api, workspaceId, written)
  for (const version of post.versions) {
    const channel = channels.find(({ id }) => id === version.channelId)
    say(`\n── ${channel?.platform} ${channel?.handle}\n${version.effective.parts.map(({ text }) => text).join('\n\n')}`)
  }
  const zone = 'Europe/Rome'
  await api('POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule', {
    params: { workspaceId, id: post.id },
    body: { when: { is: 'at', wallTime: soon(zone, 3), zone } },
  })
  say('\nScheduled for three seconds from now. Publishing …')
  const out = await until(
    async () =>
      (await api('GET /api/v1/workspaces/{workspaceId}/posts/{id}', { params: { workspaceId, id: post.id } })).data,
    ({ publications }) => publications.every(({ state }) => settled.includes(state)),
  )
  const publications = await Promise.all(
    out.publications.map(
      async ({ id }) =>
        (await api('GET /api/v1/workspaces/{workspaceId}/publications/{id}', { params: { workspaceId, id } })).data,
    ),
  )
  const accepted = (await (await fetch(`${instance.sandbox}/_sandbox/ledger`)).json()) as {
    account: string
    text: string
    kind: string
  }[]
  const kinds = new Map<string, number>()
  for (const { account, text, kind } of accepted)
    kinds.set(`${kind}:${account}:${text}`, (kinds.get(`${kind}:${account}:${text}`) ?? 0) + 1)
  const doubled = [...kinds.values()].filter((times) => times > 1).length
  for (const one of publications) {
    say(
      `${one.platform.padEnd(10)} ${one.state}  ${one.latenessMs === null ? '' : `+${(one.latenessMs / 1000).toFixed(2)} s`}  ${one.permalink ?? ''}`,
    )
    if (one.trouble) say(`           ${one.trouble.says} ${one.trouble.words ?? ''}`)
  }
  const numbers = await Promise.all(
    publications.map(async ({ id, platform }) => {
      const path = 'POST /api/v1/workspaces/{workspaceId}/publications/{id}/measures' as const
      // A network finds a fresh post after a moment only.
      const data = await until(
        async () => (await api(path, { params: { workspaceId, id } })).data,
        ({ names, latest }) => names.length === 0 || latest !== null,
      )
      return { platform, values: data.latest?.values ?? {} }
    }),
  )
  say('\nFirst numbers:')
  for (const { platform, values } of numbers) {
    const told = Object.entries(values).filter(([, value]) => typeof value === 'number')
    say(
      `${platform.padEnd(10)} ${told.map(([name, value]) => `${name} ${value}`).join(', ') || 'the network tells none'}`,
    )
  }
  say(`\nThe networks' own ledger: ${accepted.length} accepted, ${doubled} doubled.`)
  const answer = {
    seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    channels: channels.map(({ platform, handle }) => ({ platform, handle })),
    publications: publications.map(({ platform, state, remoteId, permalink, latenessMs }) => ({
      platform,
      state,
      remoteId,
      permalink,
      lateMs: latenessMs,
    })),
    measures: numbers,
    ledger: { accepted: accepted.length, doubled },
  }
  if (values.json) process.stdout.write(`${JSON.stringify(answer)}\n`)
  else say(`Done in ${answer.seconds} s.`)
  if (publications.some(({ state }) => state !== 'published' && state !== 'handed_over')) process.exitCode = 1
}

await main()
