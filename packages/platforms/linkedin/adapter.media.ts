/** Bringing media to LinkedIn: bytes are pushed to an address it hands out, then it works on them. */
import type { Call, Channel, FreeStep, Json, Memory, Progress, Rendition } from '../interface.ts'
import { at, header, num, obj, objs, str, strs } from '../reply.ts'
import { enc, read, rest, write } from './adapter.wire.ts'
import { canReadBack } from './compose.ts'

/** The three upload services differ in name only, apart from the parts of a video. */
const services = {
  image: { path: 'images', urn: 'image' },
  document: { path: 'documents', urn: 'document' },
  video: { path: 'videos', urn: 'video' },
} as const

/** Who must not ask whether a file is ready waits this long instead, once for all files. */
const graceSeconds = { image: 10, document: 15, video: 10 } as const
/** Every question costs one of 150 calls a day. */
const askAgainSeconds = { first: 10, later: 20 } as const

export const mediaUrn = (memory: Memory, name: string): string => str(at(memory.get(name), 'urn'))

/** Uploads one file; its result is `{ urn }`. */
export function uploadStep(file: Rendition, name: string, owner: string): FreeStep {
  return {
    name,
    for: 'post',
    repeat: 'freely',
    run: (call, memory) =>
      file.kind === 'video'
        ? uploadVideo(call, memory, file, name, owner)
        : uploadWhole(call, memory, file, name, owner),
  }
}

async function initialize(call: Call, file: Rendition, owner: string): Promise<Progress> {
  const { path, urn } = services[file.kind]
  const request =
    file.kind === 'video'
      ? { owner, fileSizeBytes: file.bytes, uploadCaptions: false, uploadThumbnail: false }
      : { owner }
  const reply = await call.send(write(`${rest}/${path}?action=initializeUpload`, { initializeUploadRequest: request }))
  const value = obj(at(reply.body, 'value'))
  const id = str(value[urn])
  if (id === '') throw new Error('LinkedIn opened an upload without naming it')
  const parts = objs(value['uploadInstructions']).map(({ uploadUrl, firstByte, lastByte }) => ({
    url: str(uploadUrl),
    from: num(firstByte),
    to: Math.min(num(lastByte) + 1, file.bytes),
  }))
  return {
    is: 'more',
    value: { urn: id, url: str(value['uploadUrl']), token: str(value['uploadToken']), parts, tags: [] },
  }
}

/** Pictures and documents go in one request: a second one to the address would overwrite the first. */
async function uploadWhole(
  call: Call,
  memory: Memory,
  file: Rendition,
  name: string,
  owner: string,
): Promise<Progress> {
  const opened = obj(memory.get(name))
  if (str(opened['url']) === '') return initialize(call, file, owner)
  await call.send({
    method: 'PUT',
    url: str(opened['url']),
    as: 'channel',
    body: { is: 'bytes', file: { rendition: file.id }, type: 'application/octet-stream' },
  })
  return { is: 'done', value: { urn: str(opened['urn']) } }
}

/** The parts of a video are LinkedIn's to choose; their tags go back in the same order. */
async function uploadVideo(
  call: Call,
  memory: Memory,
  file: Rendition,
  name: string,
  owner: string,
): Promise<Progress> {
  const opened = obj(memory.get(name))
  if (str(opened['urn']) === '') return initialize(call, file, owner)
  const tags = strs(opened['tags'])
  const part = objs(opened['parts'])[tags.length]
  if (!part) {
    const finalizeUploadRequest = {
      video: str(opened['urn']),
      uploadToken: str(opened['token']),
      uploadedPartIds: tags,
    }
    await call.send(write(`${rest}/videos?action=finalizeUpload`, { finalizeUploadRequest }))
    return { is: 'done', value: { urn: str(opened['urn']) } }
  }
  const reply = await call.send({
    method: 'PUT',
    url: str(part['url']),
    // The address is signed; a token would only leak to the upload's edge.
    as: 'nobody',
    body: {
      is: 'bytes',
      file: { rendition: file.id, from: num(part['from']), to: num(part['to']) },
      type: 'application/octet-stream',
    },
  })
  const tag = header(reply, 'etag').replace(/^"|"$/g, '')
  if (tag === '') throw new Error('LinkedIn took a part of a video without a tag for it')
  return { is: 'more', value: { ...opened, tags: [...tags, tag] } }
}

/**
 * Waits until all files are ready. Pages may ask; for a member only videos can be asked about, and everybody else
 * waits a moment: LinkedIn accepts a post before its pictures are ready.
 */
export function readyStep(
  files: readonly { readonly file: Rendition; readonly upload: string }[],
  channel: Channel,
): FreeStep {
  const name = 'ready'
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const state = obj(memory.get(name))
      const next = num(state['next'])
      const current = files[next]
      if (!current) return { is: 'done', value: state }
      const { file, upload } = current
      const grace = { is: 'wait', seconds: graceSeconds[file.kind], value: { next: files.length } } as const
      if (file.kind !== 'video' && !canReadBack(channel)) return grace
      const asked = num(state['asked'])
      if (asked === 0) return wait(askAgainSeconds.first, { next, asked: 1 })
      const { path } = services[file.kind]
      const reply = await call.send(read(`${rest}/${path}/${enc(mediaUrn(memory, upload))}`), [403])
      if (reply.status === 403) return grace
      const status = str(at(reply.body, 'status'))
      if (status === 'AVAILABLE') return { is: 'more', value: { next: next + 1, asked } }
      if (status !== 'PROCESSING_FAILED') return wait(askAgainSeconds.later, { next, asked: asked + 1 })
      return {
        is: 'refused',
        problem: 'network.media-processing',
        words: str(at(reply.body, 'processingFailureReason')) || status,
      }
    },
  }
}
const wait = (seconds: number, value: Json): Progress => ({ is: 'wait', seconds, value })
