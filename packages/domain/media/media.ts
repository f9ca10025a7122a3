/** What a media file is and what a network accepts; shared by composer, adapters and the API. */
export type MediaKind = 'image' | 'video' | 'document'

/** Where a number was read and when; `sure: false` prints "(unverified)" in the docs. */
export interface Fact {
  readonly on: string
  readonly source: string
  readonly sure: boolean
}

export interface MediaLimits {
  readonly count: readonly [min: number, max: number]
  /** Largest file, in bytes. */
  readonly bytes: number
  readonly types: readonly string[]
  /** Width divided by height. */
  readonly ratio?: readonly [min: number, max: number]
  readonly seconds?: readonly [min: number, max: number]
  /** Most pixels (width × height). */
  readonly pixels?: number
  /** Least and most pixels of each side. */
  readonly side?: readonly [min: number, max: number]
  /** Most pixels of the shorter side. */
  readonly shortSide?: number
  /** Pictures per second of a video. */
  readonly fps?: readonly [min: number, max: number]
  /** Codecs a video's tracks may have, by short names: 'h264', 'hevc', 'aac'. A file may lack sound. */
  readonly codecs?: readonly string[]
  /** Most pages of a document. */
  readonly pages?: number
  readonly fact: Fact
}

/** A derived file that already fits, made before the plan. */
export interface Rendition {
  readonly id: string
  readonly kind: MediaKind
  readonly type: string
  readonly bytes: number
  readonly sha256: string
  readonly size?: readonly [width: number, height: number]
  readonly seconds?: number
  /** Of a video: pictures per second, and the codecs of its tracks by short names ('h264', 'aac'). */
  readonly fps?: number
  readonly codecs?: readonly string[]
  /** Of a document. */
  readonly pages?: number
  readonly alt: string
}
