/** A film in parts (sheet section 6): begun, filled in any order, finished; needed above 100 MB. */
import { l } from '@atproto/lex-schema'
import type { Context } from 'hono'
import { Answered } from '../../sandbox/answered.ts'
import { answerOf, bad } from './problems.ts'
import type { Account, BskyEnv, Job, Parts, State } from './state.ts'
import { beginJob, holder, jobStatus, mayUpload } from './video.ts'
import { encoding, input, params, procedure, query, type Method } from './xrpc.ts'

const name = 'app.bsky.video'
const lifeSeconds = 3600
const largest = 300_000_000

const jobId = l.string({ minLength: 1, maxLength: 256 })
const shapes = {
  start: l.object({
    sizeBytes: l.integer({ minimum: 1 }),
    mimeType: l.string({ minLength: 3, maxLength: 255 }),
    name: l.optional(l.string({ maxLength: 256 })),
    durationMs: l.optional(l.integer()),
    width: l.optional(l.integer()),
    height: l.optional(l.integer()),
  }),
  job: l.object({ jobId }),
}
const partParams = l.params({ jobId, partNumber: l.integer({ minimum: 1 }) })
const statusParams = l.params({ jobId })

const caller = (state: State, c: Context<BskyEnv>, method: string): Account =>
  holder(state, c.env.visit, c.req.header('authorization'), `${name}.${method}`)

function find(state: State, account: Account, id: string): Parts {
  const parts = state.uploads.get(id)
  if (parts?.account !== account) throw bad('UploadNotFound', 'Upload not found')
  return parts
}

const standingOf = (state: State, parts: Parts) =>
  parts.is === 'created' && parts.until <= state.world.now() ? 'expired' : parts.is

/** Only an upload that is still open can be filled or finished. */
function open(state: State, account: Account, id: string): Parts {
  const parts = find(state, account, id)
  const is = standingOf(state, parts)
  if (is === 'expired') throw bad('UploadExpired', 'Upload has expired')
  if (is === 'aborted') throw bad('UploadAborted', 'Upload was aborted')
  return parts
}

const countOf = ({ size, partBytes }: Parts) => Math.ceil(size / partBytes)
const sizeOf = (parts: Parts, part: number) =>
  part < countOf(parts) ? parts.partBytes : parts.size - parts.partBytes * (countOf(parts) - 1)

const start = (state: State) =>
  procedure(async (c) => {
    const account = caller(state, c, 'startUpload')
    const ask = await input(c, shapes.start)
    if (ask.mimeType !== 'video/mp4') throw bad('UnsupportedContentType', 'Only video/mp4 is supported')
    if (ask.sizeBytes > largest) throw bad('VideoTooLarge', 'The video is too large')
    if (ask.durationMs !== undefined && ask.durationMs > 600_000) throw bad('VideoTooLong', 'The video is too long')
    mayUpload(state, account)
    const until = state.world.now() + lifeSeconds * 1000
    const partBytes = state.settings.partBytes
    const id = state.nextTid()
    const parts: Parts = { id, account, size: ask.sizeBytes, partBytes, until, received: new Map(), is: 'created' }
    state.uploads.set(id, parts)
    return c.json({
      jobId: id,
      partSizeBytes: partBytes,
      partCount: countOf(parts),
      expiresAt: new Date(until).toISOString(),
    })
  })

const uploadPart = (state: State) =>
  procedure(async (c) => {
    const account = caller(state, c, 'uploadPart')
    const ask = params(c, partParams)
    const parts = open(state, account, ask.jobId)
    if (parts.is === 'completed') throw bad('UploadAlreadyCompleted', 'Upload is already completed')
    if (encoding(c) !== 'application/octet-stream')
      throw bad('UnsupportedContentType', 'Parts are application/octet-stream')
    if (ask.partNumber > countOf(parts)) throw bad('InvalidPartNumber', `There are ${countOf(parts)} parts`)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const size = sizeOf(parts, ask.partNumber)
    if (bytes.byteLength !== size) throw bad('PartSizeMismatch', `Expected ${size} bytes, got ${bytes.byteLength}`)
    parts.received.set(ask.partNumber, bytes)
    return c.json({ partNumber: ask.partNumber, sizeBytes: bytes.byteLength })
  })

async function completed(state: State, promised: Promise<Job>) {
  const job = await promised
  return { completedJobId: job.id, jobStatus: jobStatus(state, job) }
}

/** Finishing again answers the same. */
const finish = (state: State) =>
  procedure(async (c) => {
    const account = caller(state, c, 'finishUpload')
    const parts = open(state, account, (await input(c, shapes.job)).jobId)
    const numbers = [...parts.received.keys()].toSorted((a, b) => a - b)
    if (!parts.job && numbers.length < countOf(parts))
      throw bad('MissingParts', `${countOf(parts) - numbers.length} parts are missing`)
    if (!parts.job) {
      const bytes = new Uint8Array(Buffer.concat(numbers.flatMap((number) => parts.received.get(number) ?? [])))
      parts.is = 'completed'
      parts.job = beginJob(state, c.env.visit, account, bytes)
      parts.received.clear()
    }
    return c.json(await completed(state, parts.job))
  })

const status = (state: State) =>
  query(async (c) => {
    const parts = find(state, caller(state, c, 'getUploadStatus'), params(c, statusParams).jobId)
    const count = countOf(parts)
    const all = Array.from({ length: count }, (_, index) => index + 1)
    return c.json({
      jobId: parts.id,
      partSizeBytes: parts.partBytes,
      partCount: count,
      receivedParts: parts.job ? all : all.filter((number) => parts.received.has(number)),
      expiresAt: new Date(parts.until).toISOString(),
      state: standingOf(state, parts),
      ...(parts.job ? await completed(state, parts.job) : {}),
    })
  })

const abort = (state: State) =>
  procedure(async (c) => {
    const account = caller(state, c, 'abortUpload')
    const parts = find(state, account, (await input(c, shapes.job)).jobId)
    if (parts.is === 'created') parts.is = 'aborted'
    parts.received.clear()
    return c.json({ state: parts.is, ...(parts.job ? { completedJobId: (await parts.job).id } : {}) })
  })

/** The service has no room: the fault `video_overloaded`. */
const guarded = (state: State, method: Method): Method => ({
  is: method.is,
  run(c) {
    if (state.world.fault(c.env.visit, 'video_overloaded'))
      throw new Answered(answerOf(503, 'ServiceOverloaded', 'The service is overloaded'))
    return method.run(c)
  },
})

export const partMethods = (state: State): Readonly<Record<string, Method>> => ({
  [`${name}.startUpload`]: guarded(state, start(state)),
  [`${name}.uploadPart`]: guarded(state, uploadPart(state)),
  [`${name}.finishUpload`]: guarded(state, finish(state)),
  [`${name}.getUploadStatus`]: status(state),
  [`${name}.abortUpload`]: abort(state),
})
