/** Bringing media to X: pictures in one request, animations and videos in chunks, then waiting until X is done. */
import type { Call, FreeStep, Json, Memory, Progress, Rendition, Reply } from '../interface.ts'
import { address, at, get, num, obj, post, str } from '../reply.ts'
import { failureWords, see } from './adapter.errors.ts'
import { chunk } from './rules.ts'

const upload = 'https://api.x.com/2/media/upload'
/** X says when to ask again; never less than this, never more than that. */
const pace = { least: 1, usual: 5, most: 30 } as const

const isGif = (file: Rendition): boolean => file.type === 'image/gif'

/** Steps for one file of one part: upload, readiness, description. */
export function mediaSteps(file: Rendition, n: number, k: number): readonly FreeStep[] {
  const name = `media:${n}.${k}`
  const whole = file.kind === 'image' && !isGif(file)
  return [
    {
      name,
      for: 'post',
      repeat: 'freely',
      run: (call, memory) => (whole ? simple(call, file) : chunked(call, memory, file, name)),
    },
    ...(whole ? [] : [ready(name, `ready:${n}.${k}`)]),
    ...(file.alt === '' ? [] : [describe(name, `alt:${n}.${k}`, file.alt)]),
  ]
}

/** What later steps need of an accepted upload; reading it throws where the answer has no id. */
function kept(reply: Reply): {
  readonly id: string
  readonly key: string
  readonly state: string
  readonly after: number
} {
  const data = obj(at(reply.body, 'data'))
  const id = str(data['id'])
  if (id === '') throw new Error('X accepted an upload without naming it')
  const info = obj(data['processing_info'])
  return { id, key: str(data['media_key']), state: str(info['state']), after: num(info['check_after_secs']) }
}

async function simple(call: Call, file: Rendition): Promise<Progress> {
  const reply = await call.send({
    method: 'POST',
    url: upload,
    as: 'channel',
    body: {
      is: 'multipart',
      fields: { media_category: 'tweet_image' },
      file: { rendition: file.id },
      fileField: 'media',
    },
  })
  return { is: 'done', value: kept(reply) }
}

async function chunked(call: Call, memory: Memory, file: Rendition, name: string): Promise<Progress> {
  const before = obj(memory.get(name))
  const id = str(before['id'])
  if (id === '') {
    const category = isGif(file) ? 'tweet_gif' : 'tweet_video'
    const reply = await call.send(
      post(`${upload}/initialize`, { media_type: file.type, total_bytes: file.bytes, media_category: category }),
    )
    return { is: 'more', value: { ...kept(reply), next: 0, size: chunkSize(file.bytes, memory.note(name)) } }
  }
  const size = num(before['size'])
  const next = num(before['next'])
  const from = next * size
  if (from < file.bytes) {
    await call.send({
      method: 'POST',
      url: `${upload}/${id}/append`,
      as: 'channel',
      body: {
        is: 'multipart',
        fields: { segment_index: String(next) },
        file: { rendition: file.id, from, to: Math.min(from + size, file.bytes) },
        fileField: 'media',
      },
    })
    return { is: 'more', value: { ...before, next: next + 1 } }
  }
  return {
    is: 'done',
    value: kept(await call.send({ method: 'POST', url: `${upload}/${id}/finalize`, as: 'channel' })),
  }
}

/** At most a thousand chunks; smaller ones after X refused the usual size. */
export const chunkSize = (bytes: number, note: Json | undefined): number =>
  Math.min(chunk.most, Math.max(note === 'small' ? chunk.small : chunk.usual, Math.ceil(bytes / chunk.segments)))

const pause = (seconds: number): number => Math.min(pace.most, Math.max(pace.least, seconds || pace.usual))

/** Asks until X has processed the file; finalize may have said already that there is nothing to wait for. */
function ready(media: string, name: string): FreeStep {
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const uploaded = obj(memory.get(media))
      const waited = num(memory.get(name))
      if (waited === 0) {
        if (str(uploaded['state']) === '') return { is: 'done', value: 0 }
        return { is: 'wait', seconds: pause(num(uploaded['after'])), value: 1 }
      }
      const url = address(upload, { command: 'STATUS', media_id: str(uploaded['id']) })
      const data = at((await call.send(get(url))).body, 'data')
      const info = obj(obj(data)['processing_info'])
      const state = str(info['state'])
      if (state === 'succeeded' || state === '') return { is: 'done', value: waited }
      if (state === 'failed') return { is: 'refused', problem: 'network.media-processing', words: failureWords(data) }
      return { is: 'wait', seconds: pause(num(info['check_after_secs'])), value: waited + 1 }
    },
  }
}

/** X refused or could not store a description: told, but no reason to hold back the post. */
const tolerated = [400, 403, 404, 500, 502, 503, 504]

function describe(media: string, name: string, alt: string): FreeStep {
  return {
    name,
    for: 'extra',
    repeat: 'freely',
    async run(call, memory) {
      const id = str(obj(memory.get(media))['id'])
      const reply = await call.send(
        post('https://api.x.com/2/media/metadata', { id, metadata: { alt_text: { text: alt } } }),
        tolerated,
      )
      if (reply.status < 400) return { is: 'done', value: true }
      return { is: 'refused', problem: 'network.refused', words: see(reply).words || `X answered ${reply.status}` }
    },
  }
}
