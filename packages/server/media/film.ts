/** What a film says of itself. Headers and tables are read, never pictures; the file is opened where it lies. */
import {
  FilePathSource,
  Input,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
  type InputTrack,
  type InputVideoTrack,
  type MetadataTags,
} from 'mediabunny'

export interface FilmFacts {
  readonly type: string
  /** As shown: turned, and with square pixels. */
  readonly width: number
  readonly height: number
  readonly seconds: number
  readonly fps?: number
  /** Short names, the picture's first: 'h264', 'aac'. */
  readonly codecs: readonly string[]
  /** The file tells where it was recorded. */
  readonly located: boolean
}

/** Formats that are one file; playlists, which name other files, are not among them. */
const formats = [MP4, QTFF, WEBM, MATROSKA, MPEG_TS]
/** Enough to know the rate of a film; a whole one may have a million. */
const packetsLookedAt = 600

/** Names that differ from those people and networks use. */
const shortNames: Readonly<Record<string, string>> = { avc: 'h264' }

/** Throws for what is no film: sound alone, a header without tracks, anything that cannot be read. */
export async function readFilm(path: string): Promise<FilmFacts> {
  using input = new Input({ formats, source: new FilePathSource(path) })
  const picture = await input.getPrimaryVideoTrack()
  if (!picture) throw new Error('there is no picture in it')
  const tracks = [picture, await input.getPrimaryAudioTrack()].filter((track) => track !== null)
  const seconds = await input.computeDuration(tracks)
  const [width, height] = [await picture.getDisplayWidth(), await picture.getDisplayHeight()]
  if (!(seconds > 0 && Number.isFinite(seconds) && width > 0 && height > 0)) throw new Error('it shows nothing')
  const fps = await rateOf(picture)
  return {
    type: (await input.getFormat()).mimeType,
    width: Math.round(width),
    height: Math.round(height),
    seconds: round(seconds),
    ...(fps === undefined ? {} : { fps }),
    codecs: await Promise.all(tracks.map(codecOf)),
    located: isLocated(await input.getMetadataTags()),
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** Pictures per second, as its beginning tells; none for a single picture. */
async function rateOf(track: InputVideoTrack): Promise<number | undefined> {
  const { bestGuessFrameRate } = await track.computeFrameRateMetrics({ targetPacketCount: packetsLookedAt })
  return Number.isFinite(bestGuessFrameRate) && bestGuessFrameRate > 0 ? round(bestGuessFrameRate) : undefined
}

/** A codec without a name of its own is called as the file calls it, by its four letters or its number. */
async function codecOf(track: InputTrack): Promise<string> {
  const codec = await track.getCodec()
  if (codec !== null) return shortNames[codec] ?? codec
  const internal = await track.getInternalCodecId()
  return typeof internal === 'string' || typeof internal === 'number' ? String(internal).trim() : 'unknown'
}

/** Cameras note the place in one of these: telephones of Apple, most others, and Matroska's tags. */
const isLocated = ({ raw = {} }: MetadataTags): boolean =>
  Object.keys(raw).some((name) => /location|\u00a9xyz|^loci$|RECORDING_LOCATION/i.test(name))
