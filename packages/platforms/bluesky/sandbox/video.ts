/** The video service (sheet section 6): takes a film in one piece, works on it for a while, hands it to the repository. */
import { cidForRawBytes } from '@atproto/lex-data'
import { Answered } from '../../sandbox/answered.ts'
import { look, type Seen } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { blobView, keep } from './blobs.ts'
import { current, older } from './lexicons.ts'
import { unauthorized } from './problems.ts'
import { did, type Account, type Job, type State } from './state.ts'

const serviceDid = 'did:web:video.bsky.app'
const uploadMethod = 'com.atproto.repo.uploadBlob'
const longestSeconds = 600
const bytesPerDay = 10_000_000_000
export const largestSingle = 100_000_000

/** The account whose token this is: one for its own server and `uploadBlob`, or for this service and the very method. */
export function holder(state: State, visit: Visit, header: string | undefined, method: string): Account {
  const token = state.services.get(header?.replace(/^Bearer /i, '') ?? '')
  if (!token) throw unauthorized('AuthenticationRequired', 'missing or invalid service auth token')
  visit.account = token.account.id
  if (token.until <= state.world.now()) throw unauthorized('AuthenticationRequired', 'token is expired')
  const own = token.audience === did && token.method === uploadMethod
  const here = token.audience === serviceDid && token.method === method
  if (token.audience !== did && token.audience !== serviceDid)
    throw unauthorized('AuthenticationRequired', 'invalid token audience')
  if (!own && !here) throw unauthorized('AuthenticationRequired', 'invalid token method (lxm)')
  return token.account
}

export interface Limits {
  readonly canUpload: boolean
  readonly remainingDailyVideos?: number
  readonly remainingDailyBytes?: number
  readonly error?: string
  readonly message?: string
}

export function limitsOf(state: State, account: Account): Limits {
  if (!account.emailConfirmed)
    return { canUpload: false, error: 'unconfirmed_email', message: 'Confirm your email address to upload videos' }
  const since = state.world.now() - 86_400_000
  const today = [...state.jobs.values()].filter((job) => job.account === account && job.at > since)
  const left = {
    remainingDailyVideos: Math.max(0, state.settings.videosPerDay - today.length),
    remainingDailyBytes: Math.max(0, bytesPerDay - today.reduce((sum, job) => sum + job.size, 0)),
  }
  if (!account.mayUploadVideo)
    return { canUpload: false, ...left, error: 'upload_forbidden', message: 'You are not allowed to upload videos' }
  if (left.remainingDailyVideos === 0 || left.remainingDailyBytes === 0)
    return { canUpload: false, ...left, error: 'daily_limit', message: 'User has exceeded daily upload limit' }
  return { canUpload: true, ...left }
}

/** Refuses whoever cannot upload now. */
export function mayUpload(state: State, account: Account): void {
  if (!account.hasProfile) throw unauthorized('profile_not_found', 'No profile was found for this account')
  const { canUpload, error = '', message = '' } = limitsOf(state, account)
  if (canUpload) return
  if (error === 'unconfirmed_email') throw unauthorized(error, message)
  throw new Answered(Response.json({ error, message }, { status: error === 'daily_limit' ? 429 : 403 }))
}

/** What will become of a film, if nothing good. */
function failureOf(state: State, visit: Visit, { type, seconds }: Seen, size: number): Job['failure'] {
  if (state.world.fault(visit, 'media_fails'))
    return { code: 'encoding_failure', message: 'The video could not be encoded' }
  if (state.world.fault(visit, 'video_not_stored'))
    return { code: 'pds_upload_failure', message: 'The video could not be stored with the account' }
  if (type !== 'video/mp4' || seconds === undefined)
    return { code: 'validation_failure', message: 'The file is not a video that can be read' }
  if (seconds > longestSeconds)
    return { code: 'validation_failure', message: `The video is longer than ${longestSeconds / 60} minutes` }
  if (size > (state.settings.olderLexicons ? older : current).videoBytes)
    return { code: 'pds_upload_unsupported_blob_size', message: "The account's server does not take files so large" }
  return undefined
}

const workingStates = ['CREATED', 'ENCODING', 'ENCODED', 'SCANNING', 'SCANNED', 'UPLOADING', 'UPLOADED'] as const

/** The answer about a job: on its way, done with a blob, or failed with a code. */
export function jobStatus(state: State, job: Job): Record<string, unknown> & { readonly state: string } {
  const base = { jobId: job.id, did: job.account.id }
  const share = job.seconds === 0 ? 1 : (state.world.now() - job.at) / 1000 / job.seconds
  if (share < 1) {
    const index = Math.min(workingStates.length - 1, Math.floor(share * workingStates.length))
    return { ...base, state: `JOB_STATE_${workingStates[index] ?? 'CREATED'}`, progress: Math.floor(share * 100) }
  }
  if (job.failure)
    return {
      ...base,
      state: 'JOB_STATE_FAILED',
      progress: 100,
      failureCode: job.failure.code,
      error: job.failure.message,
      message: job.failure.message,
    }
  return { ...base, state: 'JOB_STATE_COMPLETED', progress: 100, blob: blobView(job), message: 'Video processed' }
}

/** A job of this account for the same bytes, if there is one that did not fail. */
export async function sameJob(
  state: State,
  account: Account,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Job | undefined> {
  const cid = String(await cidForRawBytes(bytes))
  return [...state.jobs.values()].findLast((job) => job.account === account && job.cid === cid && !job.failure)
}

/** Begins to work on a film. It is not coded anew: what comes out has the bytes that went in. */
export async function beginJob(
  state: State,
  visit: Visit,
  account: Account,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Job> {
  const seen = await look(bytes)
  const slow = state.world.fault(visit, 'media_slow')
  const seconds = slow ? (slow.seconds ?? 60) : state.settings.videoSeconds
  const failure = failureOf(state, visit, seen, bytes.byteLength)
  const now = state.world.now()
  const cid = failure
    ? String(await cidForRawBytes(bytes))
    : (await keep(state, account, bytes, 'video/mp4', now + seconds * 1000)).blob.cid
  const job: Job = {
    id: state.nextTid(),
    account,
    cid,
    type: 'video/mp4',
    size: bytes.byteLength,
    at: now,
    seconds,
    ...(failure ? { failure } : {}),
  }
  state.jobs.set(job.id, job)
  return job
}
