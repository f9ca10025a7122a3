/** Films go through the video service, which works on them and brings them to the account's server itself. */
import type { Call, Channel, FreeStep, Progress, Rendition, Wire } from '../interface.ts'
import { address, at, get, num, obj, post, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { brought, uploadBlob } from './adapter.media.ts'
import { asUploader, asVideoCaller, refusals, videoHost, xrpcAt } from './adapter.wire.ts'
import { singleVideo } from './rules.ts'

const method = (name: string): string => `app.bsky.video.${name}`
const urlOf = (name: string): string => xrpcAt(videoHost, method(name))

/** Seconds: asked after 2, 4, 8 … 30; after an hour nobody waits any more. Source: sheet, section 6. */
const pace = { most: 30, patience: 60 * 60 } as const
/** The limit of a day is looked at once an hour, a little longer than a day. */
const quota = { seconds: 60 * 60, times: 26 } as const

interface Film {
  readonly channel: Channel
  readonly file: Rendition
  readonly name: string
  /** What the service is to call it; another for each publication. */
  readonly title: string
}

/** Goes on from what is kept: a job that is worked on, parts that are on their way, or nothing yet. */
export function videoStep(channel: Channel, file: Rendition, name: string, title: string): FreeStep {
  const film = { channel, file, name, title }
  return {
    name,
    for: 'post',
    repeat: 'freely',
    run(call, memory) {
      const kept = obj(memory.get(name))
      if (str(kept['jobId']) !== '') return ask(call, film, kept)
      if (str(kept['uploadId']) !== '') return nextPart(call, film, kept)
      // The service has it and will not bring it again. The server takes it as it is, and it is worked on afterwards.
      if (memory.note(name) === 'gone') return uploadBlob(call, channel, file)
      return begin(call, film, kept)
    },
  }
}

/** What the service lets this account upload today; undefined where it does not say. */
export async function askLimits(call: Call): Promise<Obj | undefined> {
  const name = 'getUploadLimits'
  const reply = await call.send(get(urlOf(name), asVideoCaller(method(name))), refusals)
  return reply.status === 200 ? obj(reply.body) : undefined
}
export const isUsedUp = (limits: Obj, bytes = 1): boolean =>
  limits['remainingDailyVideos'] === 0 ||
  (typeof limits['remainingDailyBytes'] === 'number' && limits['remainingDailyBytes'] < bytes)
/** Why this account cannot upload at all. */
export function closedWhy(limits: Obj): string | undefined {
  if (limits['canUpload'] !== false || isUsedUp(limits)) return undefined
  return limits['error'] === 'unconfirmed_email' ? 'network.email-unconfirmed' : 'network.video-closed'
}

async function begin(call: Call, film: Film, kept: Obj): Promise<Progress> {
  const limits = (await askLimits(call)) ?? {}
  const problem = closedWhy(limits)
  const words = str(limits['message'])
  if (problem !== undefined) return { is: 'refused', problem, words }
  if (isUsedUp(limits, film.file.bytes)) {
    const asked = num(kept['asked']) + 1
    return asked > quota.times
      ? { is: 'refused', problem: 'network.daily-limit', words }
      : { is: 'wait', seconds: quota.seconds, value: { ...kept, asked } }
  }
  return film.file.bytes > singleVideo.bytes ? startParts(call, film, kept) : uploadWhole(call, film)
}

async function uploadWhole(call: Call, { channel, file, title, name }: Film): Promise<Progress> {
  const wire: Wire = {
    method: 'POST',
    url: address(urlOf('uploadVideo'), { did: channel.remoteId, name: `${title}.mp4` }),
    as: asUploader(channel),
    body: { is: 'bytes', file: { rendition: file.id }, type: file.type },
  }
  // 409: it has these bytes already, and tells of them like of new ones.
  return progressOf((await call.send(wire, [409])).body, name)
}

/** No document tells for whom the token of an upload in parts is made: the service itself, or else the server. */
const asFor = ({ channel }: Film, kept: Obj, name: string): Wire['as'] =>
  kept['asUploader'] === true ? asUploader(channel) : asVideoCaller(method(name))

async function startParts(call: Call, film: Film, kept: Obj): Promise<Progress> {
  const { file, title } = film
  const [width, height] = file.size ?? []
  const about = {
    sizeBytes: file.bytes,
    mimeType: file.type,
    name: `${title}.mp4`,
    ...(file.seconds === undefined ? {} : { durationMs: Math.round(file.seconds * 1000) }),
    ...(width === undefined || height === undefined ? {} : { width, height }),
  }
  const isSecond = kept['asUploader'] === true
  const wire = { ...post(urlOf('startUpload'), about), as: asFor(film, kept, 'startUpload') }
  const reply = await call.send(wire, isSecond ? [] : [401])
  if (reply.status === 401) return { is: 'more', value: { ...kept, asUploader: true } }
  const uploadId = str(at(reply.body, 'jobId'))
  const partBytes = num(at(reply.body, 'partSizeBytes'))
  if (uploadId === '' || partBytes <= 0) throw new Error('Bluesky began an upload without naming it')
  return { is: 'more', value: { ...kept, uploadId, partBytes, next: 1 } }
}

async function nextPart(call: Call, film: Film, kept: Obj): Promise<Progress> {
  const { file, name } = film
  const jobId = str(kept['uploadId'])
  const [partBytes, next] = [num(kept['partBytes']), num(kept['next'])]
  const from = (next - 1) * partBytes
  if (from >= file.bytes) {
    const wire = { ...post(urlOf('finishUpload'), { jobId }), as: asFor(film, kept, 'finishUpload') }
    const { body } = await call.send(wire)
    return progressOf({ ...obj(at(body, 'jobStatus')), jobId: str(at(body, 'completedJobId')) }, name)
  }
  await call.send({
    method: 'POST',
    url: address(urlOf('uploadPart'), { jobId, partNumber: String(next) }),
    as: asFor(film, kept, 'uploadPart'),
    body: {
      is: 'bytes',
      file: { rendition: file.id, from, to: Math.min(file.bytes, from + partBytes) },
      type: 'application/octet-stream',
    },
  })
  return { is: 'more', value: { ...kept, next: next + 1 } }
}

async function ask(call: Call, { name }: Film, kept: Obj): Promise<Progress> {
  const url = address(urlOf('getJobStatus'), { jobId: str(kept['jobId']) })
  const { status, body } = await call.send(get(url, 'nobody'), [400, 404])
  return status === 200 ? progressOf(body, name, num(kept['waited'])) : { is: 'redo', from: name, note: 'again' }
}

/** The documents have the status under `jobStatus`, their own sample at the top. */
function progressOf(body: unknown, name: string, waited = 0): Progress {
  const status = obj(at(body, 'jobStatus') ?? obj(body))
  if (status['blob'] !== undefined) return brought(status['blob'])
  if (status['state'] === 'JOB_STATE_FAILED') return failedWith(status, name)
  const jobId = str(status['jobId'])
  if (jobId === '') throw new Error('Bluesky took a film without naming the job')
  if (waited >= pace.patience) return unprocessed('still not done after an hour')
  const seconds = Math.min(pace.most, waited + 2)
  return { is: 'wait', seconds, value: { jobId, waited: waited + seconds } }
}

function failedWith(status: Obj, name: string): Progress {
  const words = str(status['message']) || str(status['error']) || str(status['failureCode'])
  switch (status['failureCode']) {
    case 'pds_upload_failure':
      return { is: 'redo', from: name, note: 'gone' }
    case 'pds_upload_unsupported_blob_size':
      return { is: 'refused', problem: 'network.media-refused', words }
    default:
      return unprocessed(words)
  }
}

const unprocessed = (words: string): Progress => ({ is: 'refused', problem: 'network.media-processing', words })
