/** Fetching and judging of media (sheet sections 5, 6 and 15): what is wrong with a file is told by the container. */
import { createHash } from 'node:crypto'
import { look, type Seen } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { audioChannels, bitRate, image, video } from '../rules.ts'
import type { Container, State } from './state.ts'

const within = (value: number | undefined, [least, most]: readonly [number, number]) =>
  value === undefined || (value >= least && value <= most)
const ratioOf = ({ width, height }: Seen) =>
  width === undefined || height === undefined || height === 0 ? undefined : width / height

function judgeImage(seen: Seen): string | undefined {
  if (!image.types.some((type) => type === seen.type) || seen.width === undefined) return 'UNKNOWN'
  return within(ratioOf(seen), image.ratio) ? undefined : 'INVALID_ASPEC_RATIO'
}

/** A fact that the film's boxes do not tell is not held against it. */
function judgeVideo(seen: Seen, bytes: number): string | undefined {
  const { seconds, codecs = [], fps, width, channels = 0 } = seen
  if (!video.types.some((type) => type === seen.type) || seconds === undefined) return 'FAILED_PROCESSING_VIDEO'
  if (seconds <= 0 || seconds > video.seconds[1]) return 'INVALID_DURATION'
  const foreign = codecs.find((codec) => !video.codecs.some((one) => one === codec))
  if (foreign !== undefined) return foreign === codecs[0] ? 'FAILED_PROCESSING_VIDEO' : 'FAILED_PROCESSING_AUDIO'
  if (!within(ratioOf(seen), video.ratio)) return 'INVALID_ASPEC_RATIO'
  if (!within(width, video.side)) return 'FAILED_PROCESSING_VIDEO'
  // Films are counted in fractions: 22.99 is meant to be 23.
  if (!within(fps === undefined ? undefined : Math.round(fps), video.fps)) return 'INVALID_FRAME_RATE'
  if ((bytes * 8) / seconds > bitRate.max) return 'INVALID_BIT_RATE'
  return channels > audioChannels.max ? 'INVALID_AUDIO_CHANNELS' : undefined
}

/** Fetches the file and puts it on the shelf; answers what is wrong with it. */
async function fetchFile(state: State, container: Container, address: string, alt: string | undefined) {
  const wanted = container.kind === 'IMAGE' ? image : video
  const unreachable = container.kind === 'IMAGE' ? 'UNKNOWN' : 'FAILED_DOWNLOADING_VIDEO'
  const pulled = await state.world.pull(address, wanted.bytes)
  if (pulled.is === 'refused') return unreachable
  // It has to be served as what it is.
  if (!pulled.declared.toLowerCase().startsWith(container.kind === 'IMAGE' ? 'image/' : 'video/')) return unreachable
  const { bytes } = pulled
  const seen = await look(bytes)
  const wrong = container.kind === 'IMAGE' ? judgeImage(seen) : judgeVideo(seen, bytes.byteLength)
  if (wrong !== undefined) return wrong
  state.world.files.put(container.id, { ...seen, bytes })
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 32)
  container.file = { key: container.id, digest, seen, alt }
  return undefined
}

const secondsOf = ({ textSeconds, imageSeconds, videoSeconds, carouselSeconds }: State['settings']) =>
  ({ TEXT: textSeconds, IMAGE: imageSeconds, VIDEO: videoSeconds, CAROUSEL: carouselSeconds }) as const

/** Faults that strike a container are decided when it is made; `carousel_slow` strikes the parent only. */
function ordered(state: State, visit: Visit, container: Container): { seconds: number; error: string | undefined } {
  const usual = secondsOf(state.settings)[container.kind]
  if (container.kind === 'TEXT') return { seconds: usual, error: undefined }
  const slow =
    (container.kind === 'CAROUSEL' ? state.world.fault(visit, 'carousel_slow') : undefined) ??
    state.world.fault(visit, 'media_slow')
  const fails = state.world.fault(visit, 'media_fails')
  const unknown = state.world.fault(visit, 'media_unknown')
  const failure = container.kind === 'VIDEO' ? 'FAILED_PROCESSING_VIDEO' : 'UNKNOWN'
  return { seconds: slow ? (slow.seconds ?? 60) : usual, error: unknown ? 'UNKNOWN' : fails ? failure : undefined }
}

/** Starts what has to happen before the container can be published. It goes on after the answer, and never throws. */
export async function settle(
  state: State,
  visit: Visit,
  container: Container,
  { address, alt, unfinished }: { address: string | undefined; alt: string | undefined; unfinished: boolean },
): Promise<void> {
  const { seconds, error } = ordered(state, visit, container)
  const found =
    address === undefined ? undefined : await fetchFile(state, container, address, alt).catch(() => 'UNKNOWN')
  const wrong = found ?? error ?? (unfinished ? 'UNKNOWN' : undefined)
  if (wrong !== undefined) container.error = wrong
  container.settledAt = state.world.now() + seconds * 1000
}
