/** What one server allows: its own numbers where it tells them, else those of an unchanged Mastodon. Browser-safe. */
import type { Channel, Json, Options } from '../interface.ts'
import { at, compact, num, str, strs } from '../reply.ts'
import { altText, images, poll, text, video } from './rules.ts'

export interface Server {
  readonly version: string
  /** Mastodon itself or a fork of it, not another program that speaks its language. */
  readonly isMastodon: boolean
  /** Quotes, and limits to them, came with 4.5. */
  readonly canQuote: boolean
  readonly characters: number
  readonly linkCost: number
  readonly files: number
  readonly description: number
  readonly image: { readonly bytes: number; readonly pixels: number; readonly types: readonly string[] }
  readonly video: {
    readonly bytes: number
    readonly pixels: number
    readonly fps: number
    readonly types: readonly string[]
  }
  readonly poll: {
    readonly options: number
    readonly option: number
    readonly seconds: readonly [min: number, max: number]
  }
}

/**
 * "4.5.4", "4.3.1+glitch"; not "2.7.2 (compatible; Akkoma 3.13)" nor any other remark behind the numbers: only Mastodon
 * and its forks are known to keep a key.
 */
function softwareOf(version: string): Pick<Server, 'isMastodon' | 'canQuote'> {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version)?.map(Number) ?? []
  const isMastodon = major !== undefined && major > 0 && !/[\s(]|gotosocial/i.test(version)
  return { isMastodon, canQuote: isMastodon && (major > 4 || (major === 4 && (minor ?? 0) >= 5)) }
}

/** Reads the answer of `/api/v1/instance` or `/api/v2/instance`, or what `keptOf` left of it. */
export function readServer(instance: unknown): Server {
  const version = str(at(instance, 'version'))
  const told = (section: string, name: string, otherwise: number): number =>
    num(at(instance, 'configuration', section, name)) || otherwise
  const types = strs(at(instance, 'configuration', 'media_attachments', 'supported_mime_types'))
  const typed = (kind: string, otherwise: readonly string[]): readonly string[] => {
    const found = types.filter((type) => type.startsWith(kind))
    return found.length > 0 ? found : otherwise
  }
  return {
    version,
    ...softwareOf(version),
    characters: told('statuses', 'max_characters', text.max),
    linkCost: told('statuses', 'characters_reserved_per_url', text.linkCost),
    files: told('statuses', 'max_media_attachments', images.count[1]),
    description: told('media_attachments', 'description_limit', altText.max),
    image: {
      bytes: told('media_attachments', 'image_size_limit', images.bytes),
      pixels: told('media_attachments', 'image_matrix_limit', images.pixels),
      types: typed('image/', images.types),
    },
    video: {
      bytes: told('media_attachments', 'video_size_limit', video.bytes),
      pixels: told('media_attachments', 'video_matrix_limit', video.pixels),
      fps: told('media_attachments', 'video_frame_rate_limit', video.fps[1]),
      types: typed('video/', video.types),
    },
    poll: {
      options: told('polls', 'max_options', poll.options[1]),
      option: told('polls', 'max_characters_per_option', poll.option),
      seconds: [told('polls', 'min_expiration', poll.seconds[0]), told('polls', 'max_expiration', poll.seconds[1])],
    },
  }
}

/** The part of an instance's answer that is kept in `facts.server`. */
export const keptOf = (instance: unknown): Json => ({
  version: str(at(instance, 'version')),
  configuration: compact({
    statuses: at(instance, 'configuration', 'statuses'),
    media_attachments: at(instance, 'configuration', 'media_attachments'),
    polls: at(instance, 'configuration', 'polls'),
  }),
})

/** A channel of which nothing is known yet has an unchanged Mastodon of the version that `rules.ts` was read from. */
const unchanged: Json = { version: '4.5' }

/** The server of a channel: as it was a moment ago where a form is open, else as it was when connected. */
export const serverOf = (channel: Channel, options?: Options): Server =>
  readServer(options?.facts['server'] ?? channel.facts['server'] ?? unchanged)
