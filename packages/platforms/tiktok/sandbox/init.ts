/** The three inits (sheet 7.7): every check in TikTok's order; then there is a `publish_id`. */
import type { Visit } from '../../sandbox/ledger.ts'
import { chunk, patience, video } from '../rules.ts'
import { invalid, refuse } from './answers.ts'
import { blocked, inboxBlocked } from './caps.ts'
import { privacyOptions } from './people.ts'
import { notedAsIgnored, type FileSource, type PhotoInfo, type VideoInfo } from './shapes.ts'
import { now, type Caller, type Info, type Publish, type State, type Upload } from './state.ts'

// ── The plan of the chunks (sheet 6.1) ────────────────────────────────────────────
/** A limit in MB, by the reading that takes more or, if strict, by the one that takes less. */
function megabytes(state: State, count: number): { readonly atLeast: number; readonly atMost: number } {
  const [decimal, binary] = [count * 1e6, count * 2 ** 20]
  return state.settings.strictMegabytes ? { atLeast: binary, atMost: decimal } : { atLeast: decimal, atMost: binary }
}

const sizeFault = 'The chunk size is invalid'
const countFault = 'The total chunk count is invalid'

/** One chunk is the whole film; of several, the last one takes the rest as well. */
export function checkPlan(state: State, { video_size: size, chunk_size: each, total_chunk_count: count }: FileSource) {
  const most = state.settings.strictMegabytes ? video.bytes : 4 * 2 ** 30
  if (size > most) throw invalid(state, 'The video size is invalid')
  if (count === 1) {
    if (each !== size || size > megabytes(state, 64).atMost) throw invalid(state, sizeFault)
    return
  }
  if (each < megabytes(state, 5).atLeast || each > megabytes(state, 64).atMost) throw invalid(state, sizeFault)
  if (count !== Math.floor(size / each) || count > chunk.count[1]) throw invalid(state, countFault)
}

// ── What may be posted, and by whom ───────────────────────────────────────────────
export function checkDisclosure(state: State, info: VideoInfo | PhotoInfo): void {
  if (info.brand_content_toggle === true && info.privacy_level === 'SELF_ONLY')
    throw invalid(state, 'post_info.brand_content_toggle: branded content must not be visible to the creator only')
}

/** Steps 5 to 7 of a direct post. */
export function checkCreator(state: State, visit: Visit, caller: Caller, privacy: string | undefined): void {
  const code = blocked(state, visit, caller)
  if (code) throw refuse(state, code)
  const { creator } = caller
  if (!state.settings.audited && !creator.private)
    throw refuse(state, 'unaudited_client_can_only_post_to_private_accounts')
  const offered = state.settings.audited ? privacyOptions(creator) : ['SELF_ONLY']
  const gone = state.world.fault(visit, 'level_gone') !== undefined
  if (gone || privacy === undefined || !offered.includes(privacy)) throw refuse(state, 'privacy_level_option_mismatch')
}

export function checkInbox(state: State, visit: Visit, caller: Caller): void {
  const code = inboxBlocked(state, visit, caller)
  if (code) throw refuse(state, code)
}

// ── The beginning ─────────────────────────────────────────────────────────────────
const nothing: Info = {
  title: '',
  description: '',
  privacy: '',
  commentsOff: false,
  paidPartnership: false,
  promotional: false,
  madeWithAi: false,
  music: false,
  cover: 0,
}
const shared = ({ creator }: Caller, given: VideoInfo | PhotoInfo): Info => ({
  ...nothing,
  title: given.title ?? '',
  privacy: given.privacy_level ?? '',
  commentsOff: given.disable_comment === true || creator.commentsOff,
  paidPartnership: given.brand_content_toggle === true,
  promotional: given.brand_organic_toggle === true,
})
export const videoOf = (caller: Caller, given: VideoInfo): Info => ({
  ...shared(caller, given),
  madeWithAi: given.is_aigc === true,
})
export const photosOf = (caller: Caller, given: PhotoInfo, cover: number): Info => ({
  ...shared(caller, given),
  description: given.description ?? '',
  music: given.auto_add_music === true,
  cover,
})
/**
 * A draft keeps no more than its words; that of a video not even these. The rest is chosen in the app: here, by
 * whoever finishes it, as wide an audience as there is.
 */
export const draftOf = ({ creator }: Caller, { title = '', description = '' }: PhotoInfo = {}, cover = 0): Info => ({
  ...nothing,
  title,
  description,
  privacy: privacyOptions(creator)[0] ?? '',
  cover,
})

const onVideos = ['description', 'auto_add_music']
const onPhotos = ['disable_duet', 'disable_stitch', 'video_cover_timestamp_ms', 'is_aigc']
const onDrafts = ['privacy_level', 'disable_comment', 'auto_add_music', 'brand_content_toggle', 'brand_organic_toggle']
export const notes = {
  video: (given: object) => notedAsIgnored(given, onVideos, 'for videos'),
  photos: (given: object) => notedAsIgnored(given, onPhotos, 'for photos'),
  photosDraft: (given: object) => notedAsIgnored(given, [...onPhotos, ...onDrafts], 'in the inbox'),
  videoDraft: (given: object) => notedAsIgnored(given, ['post_info'], 'in the inbox'),
}

const idPrefix = {
  video: {
    DIRECT_POST: { file: 'v_pub_file~v2-1', url: 'v_pub_url~v2' },
    MEDIA_UPLOAD: { file: 'v_inbox_file~v2', url: 'v_inbox_url~v2' },
  },
  photo: { DIRECT_POST: { file: '', url: 'p_pub_url~v2' }, MEDIA_UPLOAD: { file: '', url: 'p_pub_url~v2' } },
}

export interface Begin {
  readonly kind: Publish['kind']
  readonly mode: Publish['mode']
  readonly info: Info
  readonly notes: readonly string[]
  readonly file?: FileSource
}

export function begin(state: State, visit: Visit, { creator, grant }: Caller, what: Begin): Publish {
  const { kind, mode, info, notes: noted, file } = what
  const id = `${idPrefix[kind][mode][file ? 'file' : 'url']}.${state.nextId()}`
  const upload: Upload | undefined = file && {
    token: state.world.chance.text(40),
    size: file.video_size,
    chunkSize: file.chunk_size,
    count: file.total_chunk_count,
    until: now(state) + patience.upload * 1000,
    received: 0,
    kept: [],
  }
  const lag = state.world.fault(visit, 'readback_lag')
  const publish: Publish = {
    id,
    creator,
    app: grant.app,
    kind,
    mode,
    info,
    at: now(state),
    notes: noted,
    lag: lag ? (lag.seconds ?? 60) : 0,
    upload,
  }
  state.publishes.set(id, publish)
  return publish
}
