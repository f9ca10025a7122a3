/** Uploads (sheet section 6): LinkedIn gives an address, the client puts bytes there, LinkedIn works on them for a while. */
import { look, type Seen } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import type { Actor, Part, State, Upload, UploadKind } from './state.ts'

export type Status = 'WAITING_UPLOAD' | 'PROCESSING' | 'AVAILABLE' | 'PROCESSING_FAILED'
const partBytes = 4_194_304
const videoDays = 30
const office = new Set(['application/pdf', 'application/zip', 'application/x-ole'])
export const largest: Readonly<Record<UploadKind, number>> = { image: 20e6, document: 100e6, video: 500e6 }

export function status(state: State, upload: Upload): Status {
  if (!upload.done) return 'WAITING_UPLOAD'
  if (state.world.now() < upload.done.at + upload.done.seconds * 1000) return 'PROCESSING'
  return upload.done.failure === undefined ? 'AVAILABLE' : 'PROCESSING_FAILED'
}

function ranges(whole: boolean, size: number): readonly { first: number; last: number }[] {
  if (whole) return [{ first: 0, last: 0 }]
  return Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => ({
    first: index * partBytes,
    last: Math.min(size, (index + 1) * partBytes) - 1,
  }))
}

/** `size` of a film that comes in parts; `asset`: the old way, one PUT for everything. */
export function begin(state: State, kind: UploadKind, owner: Actor, { size = 0, asset = false } = {}): Upload {
  const hours = kind === 'video' ? videoDays * 24 : state.settings.uploadHours
  const mark = { image: 'C4E10AQ', video: 'C5505AQ', document: 'C4D1FAQ' }[kind]
  const whole = asset || kind !== 'video'
  const upload: Upload = {
    kind,
    urn: `urn:li:${asset ? 'digitalmediaAsset' : kind}:${mark}${state.world.chance.text(16)}`,
    owner: owner.urn,
    until: state.world.now() + hours * 3_600_000,
    whole,
    parts: ranges(whole, size).map((range) => ({ ...range, token: state.world.chance.text(24) })),
  }
  state.uploads.set(upload.urn, upload)
  for (const part of upload.parts) state.addresses.set(part.token, { upload, part })
  return upload
}

/** A further address of a video, for captions or a thumbnail: taken, not looked at. */
export function side(state: State, upload: Upload, name: string): string {
  const token = state.world.chance.text(24)
  state.addresses.set(token, { upload, part: undefined })
  return address(token, name)
}
export const address = (token: string, name: string) =>
  `https://www.linkedin.com/dms-uploads/${token}/${name}?sau=practice`

/** Why a file cannot be shown, or undefined. */
function failure(state: State, kind: UploadKind, seen: Seen, size: number): string | undefined {
  if (size > largest[kind]) return 'FILE_TOO_LARGE'
  if (kind === 'document') return office.has(seen.type) && (seen.pages ?? 1) <= 300 ? undefined : 'UNSUPPORTED_DOCUMENT'
  if (kind === 'video') {
    const { seconds = 0 } = seen
    const fits = seen.type === 'video/mp4' && size >= state.settings.minVideoBytes && seconds >= 3 && seconds <= 1800
    return fits ? undefined : 'UNSUPPORTED_VIDEO'
  }
  const { width = 0, height = 0, frames = 1 } = seen
  const known = ['image/jpeg', 'image/png', 'image/gif'].includes(seen.type)
  return known && width > 0 && width * height < 36_152_320 && frames <= 250 ? undefined : 'UNSUPPORTED_IMAGE'
}

async function finish(
  state: State,
  visit: Visit,
  upload: Upload,
  bytes: Uint8Array<ArrayBuffer>,
  broken: boolean,
): Promise<void> {
  const seen = await look(bytes)
  const ordered = state.world.fault(visit, 'media_fails') !== undefined
  const slow = state.world.fault(visit, 'media_slow')
  const { imageSeconds, documentSeconds, videoSeconds } = state.settings
  const usual = { image: imageSeconds, document: documentSeconds, video: videoSeconds }[upload.kind]
  upload.done = {
    at: state.world.now(),
    seconds: slow ? (slow.seconds ?? 60) : usual,
    failure: ordered || broken ? 'TRANSCODING_FAILED' : failure(state, upload.kind, seen, bytes.byteLength),
    seen,
  }
  state.world.files.put(upload.urn, { ...seen, bytes })
}

/** Bytes for one part. A second PUT replaces the first. */
export async function put(
  state: State,
  visit: Visit,
  upload: Upload,
  part: Part,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  part.bytes = bytes
  part.etag = state.world.chance.text(32).toLowerCase()
  if (upload.whole) await finish(state, visit, upload, bytes, false)
}

/** Puts the parts together in the order of the tags it was given; in another order than theirs the film is broken. */
export async function finalize(state: State, visit: Visit, upload: Upload, tags: readonly string[]): Promise<void> {
  const inOrder = upload.parts.every((part, index) => part.etag === tags[index])
  const bytes = Buffer.concat(upload.parts.flatMap((part) => part.bytes ?? []))
  await finish(state, visit, upload, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), !inOrder)
  for (const part of upload.parts) delete part.bytes
}
