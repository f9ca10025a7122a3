/**
 * A real Bluesky server with a directory, and plans that run straight against it. Hosts of the network lead to it; it
 * speaks http on this machine, so what it says about itself is read as https. There is no view of everybody's posts and
 * no video service: the first is not needed, and of the second only what it asks of a server is played.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Call, Channel, Frozen, Json, Platform, Reply, Version, Wire } from '@posthorn/platforms/interface'
import { drive, type Publication, type Surroundings } from '@posthorn/platforms/testing/direct-engine.ts'
import { makeFile } from '@posthorn/platforms/testing/files.ts'

export type Fetch = typeof globalThis.fetch

const folder = join(import.meta.dirname, 'bluesky-server')
export const isInstalled = existsSync(join(folder, 'node_modules'))

/** The value at a path of names; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const name of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined
  return found
}
export const wordAt = (value: unknown, ...path: readonly string[]): string => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

export interface BlueskyServer extends AsyncDisposable {
  /** As wires name it: host and port. */
  readonly host: string
  /** Plain XRPC; any status is an answer. */
  xrpc(
    method: string,
    ask?: { readonly json?: object; readonly token?: string; readonly query?: string },
  ): Promise<Reply>
  /** A request as data, with this token, at the place its host has here. */
  send(wire: Wire, token: string | undefined): Promise<Reply>
  readonly files: Map<string, Buffer>
}

/** Starts the installed server on free ports; it ends with us. */
export async function startBluesky(fetch: Fetch): Promise<BlueskyServer> {
  const child = spawn(process.execPath, [join(folder, 'serve.js')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as unknown[]
  if (typeof line !== 'string') throw new Error('the Bluesky server did not start')
  const { pds, plc } = JSON.parse(line) as { pds: string; plc: string }
  const { host } = new URL(pds)
  const places: Readonly<Record<string, string>> = { [host]: pds, 'public.api.bsky.app': pds, 'plc.directory': plc }
  const files = new Map<string, Buffer>()

  async function ask(url: string, init: RequestInit): Promise<Reply> {
    const answer = await fetch(url, { ...init, redirect: 'manual' })
    const text = (await answer.text()).replaceAll(`http://${host}`, `https://${host}`)
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: read(text) }
  }
  const bytesOf = (wire: Wire): BodyInit | null => {
    if (wire.body?.is === 'json') return JSON.stringify(wire.body.value)
    if (wire.body?.is !== 'bytes') return null
    const { rendition, from, to } = wire.body.file
    return new Uint8Array(files.get(rendition)?.subarray(from, to) ?? [])
  }
  const typeOf = ({ body }: Wire): Record<string, string> => {
    if (body?.is === 'json') return { 'content-type': 'application/json' }
    return body?.is === 'bytes' ? { 'content-type': body.type } : {}
  }

  /** The video service keeps nothing here: it brings the film to the server at once, with the token it was given. */
  async function video(wire: Wire, headers: Record<string, string>): Promise<Reply> {
    if (!wire.url.includes('.uploadVideo?')) return { status: 404, headers: {}, body: null }
    const url = `${pds}/xrpc/com.atproto.repo.uploadBlob`
    const reply = await ask(url, { method: 'POST', headers, body: bytesOf(wire) })
    if (reply.status !== 200) return reply
    const jobStatus = { jobId: 'job', state: 'JOB_STATE_COMPLETED', blob: at(reply.body, 'blob') }
    return { ...reply, body: { jobStatus } }
  }

  return {
    host,
    files,
    xrpc: (method, { json, token, query = '' } = {}) =>
      ask(`${pds}/xrpc/${method}${query}`, {
        method: json ? 'POST' : 'GET',
        headers: {
          ...(json ? { 'content-type': 'application/json' } : {}),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(json ? { body: JSON.stringify(json) } : {}),
      }),
    async send(wire, token) {
      const url = new URL(wire.url)
      const headers = {
        ...typeOf(wire),
        ...wire.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      }
      if (url.host === 'video.bsky.app') return await video(wire, headers)
      const place = places[url.host]
      if (url.protocol !== 'https:' || place === undefined) throw new Error(`nothing is at ${url.origin}`)
      return await ask(place + url.pathname + url.search, { method: wire.method, headers, body: bytesOf(wire) })
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await ended
    },
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What happens to the first request of a step: its answer is lost, or it never leaves this machine. */
export interface Loss {
  readonly step: string
  readonly is: 'answer' | 'request'
}

/** An account with its session, and the smallest engine to publish from it. */
export function publisher(platform: Platform, server: BlueskyServer, session: { access: string }) {
  const tokenFor = async (wire: Wire, channel?: Channel): Promise<string | undefined> => {
    if (wire.as === 'nobody') return undefined
    if (typeof wire.as === 'string') return session.access
    const mint = channel && platform.mint?.(channel, wire.as.audience, wire.as.method, new Date())
    if (!mint) throw new Error(`nothing is minted for ${wire.as.audience}`)
    const reply = await server.send(mint, session.access)
    if (reply.status !== 200) throw new Error(`no service token: ${JSON.stringify(reply.body)}`)
    return wordAt(reply.body, 'token')
  }
  const publicUrl: Call['publicUrl'] = () => Promise.reject(new Error('this network fetches nothing'))
  const call = (channel?: Channel): Call => ({
    async send(wire, expect = []) {
      const reply = await server.send(wire, await tokenFor(wire, channel))
      if (reply.status < 400 || expect.includes(reply.status)) return reply
      throw new Error(`${wire.method} ${wire.url}: ${reply.status} ${JSON.stringify(reply.body)}`)
    },
    publicUrl,
  })

  async function withFiles(version: Version): Promise<Version> {
    const make = async (wanted: Version['parts'][0]['media'][0]) => {
      const { bytes, rendition } = await makeFile(wanted)
      server.files.set(rendition.id, bytes)
      return rendition
    }
    const real = async (part: Version['parts'][0]) => ({ ...part, media: await Promise.all(part.media.map(make)) })
    const [head, ...rest] = version.parts
    const files: Record<string, Version['parts'][0]['media'][0]> = {}
    for (const [name, file] of Object.entries(version.files ?? {})) files[name] = await make(file)
    return { ...version, parts: [await real(head), ...(await Promise.all(rest.map(real)))], files }
  }

  /** Time passes only in the mind of the engine: nothing here has to be waited for. */
  const around = (channel: Channel, loss: Loss | undefined): Surroundings => {
    let left = loss
    let passed = 0
    return {
      platform,
      async send(wire, step) {
        const lost = left?.step === step ? left.is : undefined
        if (lost !== undefined) left = undefined
        if (lost === 'request') return { sent: true }
        const reply = await server.send(wire, await tokenFor(wire, channel))
        return lost === 'answer' ? { sent: true } : { sent: true, reply }
      },
      publicUrl,
      renew: () => Promise.resolve(false),
      now: () => new Date(Date.now() + passed),
      pass: (seconds) => {
        passed += seconds * 1000
        return Promise.resolve()
      },
      at: () => undefined,
      taken: () => new Set(),
    }
  }

  let count = 0
  return {
    call,
    async freeze(version: Version): Promise<Frozen> {
      count += 1
      return { ...(await withFiles(version)), key: `real-${count}`, at: new Date() }
    },
    async publish(frozen: Frozen, channel: Channel, loss?: Loss): Promise<Publication> {
      const publication: Publication = {
        id: frozen.key,
        frozen,
        channel,
        state: 'publishing',
        results: new Map<string, { ended: boolean; value: Json }>(),
        redone: new Map(),
        resent: false,
        renewed: false,
        tries: 0,
        remotes: [],
        notes: [],
        struck: false,
      }
      await drive(publication, around(channel, loss))
      return publication
    },
  }
}
