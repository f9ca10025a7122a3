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
  readonly alt: string
}
