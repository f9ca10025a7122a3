/** What the commands do about posts; each asks the API and says what came back. */
import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Answer } from '@posthorn/contract/route.ts'
import type { Routes } from '@posthorn/contract/routes.ts'
import { Refusal, type SignedIn } from './session.ts'

type Post = Answer<Routes['GET /api/v1/workspaces/{workspaceId}/posts/{id}']>
type Asset = Answer<Routes['POST /api/v1/workspaces/{workspaceId}/assets']>
type Channel = Answer<Routes['GET /api/v1/workspaces/{workspaceId}/channels']>['items'][number]
type Print = (line: string) => void
export type When = { is: 'now' } | { is: 'next-slot' } | { is: 'at'; wallTime: string; zone: string }

const pollMs = 1000

export async function listChannels({ api, workspaceId }: SignedIn): Promise<Channel[]> {
  const { data } = await api('GET /api/v1/workspaces/{workspaceId}/channels', { params: { workspaceId } })
  return data.items
}

/** Channels by handle, name, platform or id; all connected ones without a choice. */
async function choose(session: SignedIn, wanted: readonly string[] | undefined): Promise<Channel[]> {
  const channels = (await listChannels(session)).filter(({ state }) => state === 'connected')
  if (!wanted) return channels
  return wanted.flatMap((word) => {
    const found = channels.filter(({ id, handle, name, platform }) => [id, handle, name, platform].includes(word))
    if (found.length === 0) throw new Refusal(`No connected channel is called ${word}. See: posthorn channels`)
    return found
  })
}

/** Puts a file into the library; it is read from the disk as it leaves, however large it is. */
export async function upload({ api, workspaceId }: SignedIn, path: string, alt: string): Promise<Asset> {
  const { data } = await api('POST /api/v1/workspaces/{workspaceId}/assets', {
    params: { workspaceId },
    query: { name: basename(path), alt },
    body: await openFile(path),
    idempotencyKey: randomUUID(),
  })
  return data
}

async function openFile(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path)
  } catch {
    throw new Refusal(`${path} cannot be read.`)
  }
}

/** `video/mp4  1280 × 720  12.4 s  2.1 MB` */
export const showAsset = ({ type, width, height, seconds, pages, bytes }: Asset): string =>
  [
    type,
    width === null || height === null ? '' : `${width} × ${height}`,
    seconds === null ? '' : `${Math.round(seconds * 10) / 10} s`,
    pages === null ? '' : `${pages} pages`,
    `${Math.max(0.1, Math.round(bytes / 100_000) / 10)} MB`,
  ]
    .filter(Boolean)
    .join('  ')

/** A draft with the same text and files for each channel. */
export async function draft(
  session: SignedIn,
  text: string,
  { wanted, files }: { wanted: readonly string[] | undefined; files: readonly string[] },
): Promise<Post> {
  const versions = (await choose(session, wanted)).map(({ id }) => ({ channelId: id }))
  const media: { assetId: string }[] = []
  for (const path of files) media.push({ assetId: (await upload(session, path, '')).id })
  const { data } = await session.api('POST /api/v1/workspaces/{workspaceId}/posts', {
    params: { workspaceId: session.workspaceId },
    body: { base: { parts: [{ text, media }] }, versions },
    idempotencyKey: randomUUID(),
  })
  return data
}

/** Lets the writer make one version for each channel out of a link or a file. */
export async function write(
  session: SignedIn,
  { from, brief, wanted }: { from: string; brief: string; wanted: readonly string[] | undefined },
): Promise<Post> {
  const { api, workspaceId } = session
  const channelIds = (await choose(session, wanted)).map(({ id }) => id)
  const params = { workspaceId }
  const started = await api('POST /api/v1/workspaces/{workspaceId}/draft-runs', {
    params,
    body: { sources: [await sourceOf(from)], brief, channelIds },
    idempotencyKey: randomUUID(),
  })
  let run = started.data
  while (run.endedAt === null) {
    await wait(pollMs)
    run = (await api('GET /api/v1/workspaces/{workspaceId}/draft-runs/{id}', { params: { workspaceId, id: run.id } }))
      .data
  }
  if (run.suggestions.length === 0) throw new Refusal(run.problem?.says ?? 'The writer wrote nothing.')
  const accepted = await api('POST /api/v1/workspaces/{workspaceId}/draft-runs/{id}/accept', {
    params: { workspaceId, id: run.id },
    body: { suggestionIds: run.suggestions.map(({ id }) => id) },
    idempotencyKey: randomUUID(),
  })
  return accepted.data
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.md': 'text/markdown',
  '.pdf': 'application/pdf',
}

async function sourceOf(from: string) {
  if (/^https?:\/\//.test(from)) return { is: 'url' as const, url: from }
  const bytes = await readFile(from)
  const type = types[extname(from)] ?? 'text/plain'
  return { is: 'file' as const, name: basename(from), type, base64: bytes.toString('base64') }
}

export async function schedule({ api, workspaceId }: SignedIn, id: string, when: When): Promise<Post> {
  const { data } = await api('POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule', {
    params: { workspaceId, id },
    body: { when },
    idempotencyKey: randomUUID(),
  })
  return data
}

export async function readPost({ api, workspaceId }: SignedIn, id: string): Promise<Post> {
  return (await api('GET /api/v1/workspaces/{workspaceId}/posts/{id}', { params: { workspaceId, id } })).data
}

export async function readToday({ api, workspaceId }: SignedIn) {
  return (await api('GET /api/v1/workspaces/{workspaceId}/today', { params: { workspaceId } })).data
}

const ended = new Set(['published', 'handed_over', 'failed', 'missed', 'cancelled', 'removed', 'needs_you', 'draft'])

/** Says each change of a post's publications until none is under way; true if all are out. */
export async function watch(session: SignedIn, id: string, print: Print): Promise<boolean> {
  const told = new Map<string, string>()
  for (;;) {
    const { publications } = await readPost(session, id)
    for (const one of publications) {
      const line = showCard(one)
      if (told.get(one.id) !== line) print(line)
      told.set(one.id, line)
    }
    if (publications.every(({ state }) => ended.has(state))) {
      return (
        publications.length > 0 && publications.every(({ state }) => state === 'published' || state === 'handed_over')
      )
    }
    await wait(pollMs)
  }
}

/** `published  x  2026-11-27T09:00 Europe/Rome  First words …  https://…` */
export const showCard = (card: Post['publications'][number]): string =>
  [
    card.state,
    card.platform,
    `${card.wallTime} ${card.zone}`,
    card.reason ?? '',
    plain(card.words),
    card.permalink ?? '',
  ]
    .filter(Boolean)
    .join('  ')

/** What people or networks wrote must not steer a terminal. */
export const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ')
