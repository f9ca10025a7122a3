/** Bringing pictures to the account's server. The same bytes are the same file there, however often they come. */
import type { Call, Channel, FreeStep, Memory, Progress, Rendition } from '../interface.ts'
import { at, obj, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { uploadMethod, xrpc } from './adapter.wire.ts'

export const mediaName = (part: number, k: number): string => `media:${part}.${k}`

/** Put into the record as it was given. */
export const blobOf = (memory: Memory, step: string): Obj => obj(at(memory.get(step), 'blob'))

export async function uploadBlob(call: Call, channel: Channel, file: Rendition): Promise<Progress> {
  const reply = await call.send({
    method: 'POST',
    url: xrpc(channel, uploadMethod),
    as: 'channel',
    body: { is: 'bytes', file: { rendition: file.id }, type: file.type },
  })
  return brought(at(reply.body, 'blob'))
}

export function brought(blob: unknown): Progress {
  if (str(at(blob, 'ref', '$link')) === '') throw new Error('Bluesky took a file without naming it')
  return { is: 'done', value: { blob: obj(blob) } }
}

export const imageStep = (channel: Channel, file: Rendition, name: string): FreeStep => ({
  name,
  for: 'post',
  repeat: 'freely',
  run: (call) => uploadBlob(call, channel, file),
})
