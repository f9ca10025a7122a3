/** Files of containers (sheet sections 5, 6): pictures are looked at before the answer, films in the background. */
import { look, type Seen } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { rules } from '../rules.ts'
import { imageRatio, notFetched, refusal } from './problems.ts'
import type { Container, Load, State } from './state.ts'

const imageBytes = 8 * 1024 * 1024
/** What a failed container says (sheet section 11). */
export const failures = { format: 2207026, thumb: 2207057, fetch: 2207076, silent: 2207082 } as const

/** What the order `media_slow` or `media_fails` does to this file. */
export interface Spoiled {
  readonly seconds?: number
  /** 2207xxx. */
  readonly failure?: number
}
export function spoil(state: State, visit: Visit): Spoiled {
  const slow = state.world.fault(visit, 'media_slow')
  const fails = state.world.fault(visit, 'media_fails')
  return {
    ...(slow ? { seconds: slow.seconds ?? 60 } : {}),
    ...(fails ? { failure: state.settings.failureCode } : {}),
  }
}

/** A JPEG that holds several pictures (MPO) names them in a segment of its own. */
const isMultiPicture = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536)).includes('MPF\0')

interface Kept {
  readonly key: string
  readonly seen: Seen
  readonly bytes: number
}

/** Fetches a picture before the container is made; whatever is wrong with it is the answer. */
export async function fetchPicture(state: State, url: string, anyRatio: boolean): Promise<Kept> {
  // Meta's fetcher takes addresses of US-ASCII only.
  const pulled = /^[\x21-\x7e]+$/.test(url) ? await state.world.pull(url, imageBytes) : undefined
  if (pulled?.is !== 'file') throw pulled?.why === 'too-large' ? refusal(2207004) : notFetched(url)
  if (!/^(image|video)\//i.test(pulled.declared)) throw notFetched(url)
  const seen = await look(pulled.bytes)
  const { width, height } = seen
  const taken = seen.type === 'image/jpeg' || (seen.type === 'image/png' && state.settings.pngTolerated)
  if (!taken || width === undefined || height === undefined || isMultiPicture(pulled.bytes)) throw refusal(2207005)
  const [least, most] = rules.forms.image.media.image.ratio
  const ratio = Math.round((width / height) * 100) / 100 // 1.91 is itself rounded
  if (!anyRatio && (ratio < least || ratio > most)) throw imageRatio()
  return { key: keep(state, seen, pulled.bytes), seen, bytes: pulled.bytes.byteLength }
}

function keep(state: State, seen: Seen, bytes: Uint8Array<ArrayBuffer>): string {
  const key = state.nextId()
  state.world.files.put(key, { ...seen, bytes })
  return key
}

export function pictureLoad(state: State, picture: Kept, spoiled: Spoiled): Load {
  return {
    at: state.world.now(),
    seconds: spoiled.seconds ?? state.settings.imageSeconds,
    failure: spoiled.failure,
    ...picture,
  }
}

const limitsOf = ({ child, content }: Container) => {
  if (child) return rules.forms.carousel.media.video
  return content.form === 'story' ? rules.forms.story.media.video : rules.forms.reel.media.video
}

const outside = (value: number, [least, most]: readonly [number, number]) => value < least || value > most

/** What Instagram finds wrong with a film, as far as its boxes tell. */
function filmFailure(container: Container, seen: Seen, size: number): number | undefined {
  const limits = limitsOf(container)
  const { width, height, seconds, fps, codecs = [], channels = 0 } = seen
  const types: readonly string[] = limits.types
  const known: readonly string[] = limits.codecs
  const wrong =
    !types.includes(seen.type) ||
    size > limits.bytes ||
    seconds === undefined ||
    outside(seconds, limits.seconds) ||
    (width !== undefined && width > limits.side[1]) ||
    (width !== undefined && height !== undefined && outside(width / height, limits.ratio)) ||
    (fps !== undefined && outside(Math.round(fps), limits.fps)) || // 60.02 is 60
    codecs.some((codec) => !known.includes(codec)) ||
    channels > 2
  if (wrong) return failures.format
  const { thumbMs, sound } = container.content
  if (thumbMs > 0 && thumbMs >= seconds * 1000) return failures.thumb
  return sound && sound.videoVolume > 0 && channels === 0 ? failures.silent : undefined
}

/** The whole file is here: processing begins. */
export async function receive(
  state: State,
  container: Container,
  bytes: Uint8Array<ArrayBuffer>,
  spoiled: Spoiled,
): Promise<void> {
  const seen = await look(bytes)
  Object.assign(container.load, {
    at: state.world.now(),
    seconds: spoiled.seconds ?? state.settings.videoSeconds,
    bytes: bytes.byteLength,
    failure: spoiled.failure ?? filmFailure(container, seen, bytes.byteLength),
    seen,
    key: keep(state, seen, bytes),
  } satisfies Load)
}

/** Fetches a film in the background; the container tells how it went. Never rejects. */
export async function fetchFilm(state: State, container: Container, url: string, spoiled: Spoiled): Promise<void> {
  const pulled = await state.world.pull(url, limitsOf(container).bytes)
  if (pulled.is === 'file' && /^video\//i.test(pulled.declared))
    return await receive(state, container, pulled.bytes, spoiled)
  const failure = pulled.is === 'file' || pulled.why === 'too-large' ? failures.format : failures.fetch
  Object.assign(container.load, { at: state.world.now(), seconds: 1, failure } satisfies Omit<Load, 'bytes'>)
}
