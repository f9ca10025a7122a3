/** Films that are what they claim to be: size, length, frames per second, tracks. Grey and silent, but every player shows them. */
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import { greyFilm } from './grey.ts'

export interface Film {
  /** Goes into the file, so that two films differ. */
  readonly id: string
  readonly type?: string
  readonly size?: readonly [width: number, height: number]
  readonly seconds?: number
  readonly fps?: number
  readonly sound?: boolean
  /** As a telephone held upright records: the sides are exchanged when it is shown. */
  readonly turned?: boolean
  /** Where it was recorded, as cameras note it (ISO 6709). */
  readonly place?: string
}

/** 1,024 samples of stereo silence in AAC-LC at 44.1 kHz. */
const silence = Buffer.from('210049900219002380', 'hex')
const rate = 44_100
const aac = { codec: 'mp4a.40.2', numberOfChannels: 2, sampleRate: rate, description: Buffer.from('1210', 'hex') }

export async function makeFilm({
  id,
  type = 'video/mp4',
  size = [1280, 720],
  seconds = 1,
  fps = 30,
  sound = false,
  turned = false,
  place,
}: Film): Promise<Buffer> {
  const [shownWidth, shownHeight] = size
  const [width, height] = turned ? [shownHeight, shownWidth] : size
  const target = new BufferTarget()
  const format = { fastStart: 'in-memory', metadataFormat: place === undefined ? 'auto' : 'mdta' } as const
  const output = new Output({
    format: type === 'video/quicktime' ? new MovOutputFormat(format) : new Mp4OutputFormat(format),
    target,
  })
  const pictures = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(pictures, { frameRate: fps, ...(turned ? { rotation: 90 } : {}) })
  const sounds = sound ? new EncodedAudioPacketSource('aac') : undefined
  if (sounds) output.addAudioTrack(sounds)
  output.setMetadataTags({
    comment: id,
    ...(place === undefined ? {} : { raw: { 'com.apple.quicktime.location.ISO6709': place } }),
  })
  await output.start()
  await addPictures(pictures, [width, height], seconds, fps)
  if (sounds) await addSilence(sounds, seconds)
  await output.finalize()
  return Buffer.from(target.buffer ?? new ArrayBuffer(0))
}

async function addPictures(
  track: EncodedVideoPacketSource,
  [width, height]: readonly [number, number],
  seconds: number,
  fps: number,
): Promise<void> {
  const grey = greyFilm(width, height)
  const { codec, description } = grey
  const meta = { decoderConfig: { codec, description, codedWidth: width, codedHeight: height } }
  for (let n = 0; n < Math.max(1, Math.round(seconds * fps)); n++) {
    const packet = new EncodedPacket(grey.picture(n), n === 0 ? 'key' : 'delta', n / fps, 1 / fps)
    await track.add(packet, n === 0 ? meta : undefined)
  }
}

async function addSilence(track: EncodedAudioPacketSource, seconds: number): Promise<void> {
  const each = 1024 / rate
  for (let n = 0; n < Math.floor(seconds / each); n++) {
    const packet = new EncodedPacket(silence, 'key', n * each, each)
    await track.add(packet, n === 0 ? { decoderConfig: aac } : undefined)
  }
}
