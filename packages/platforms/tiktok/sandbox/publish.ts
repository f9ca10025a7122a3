/** From the bytes to the post (sheet 6.3): accepted once, processed in time, moderated, public or not. */
import { createHash } from 'node:crypto'
import type { StoredFile } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { filmFault, photoFault } from './checks.ts'
import { lookAtFilm } from './film.ts'
import { isPublic, now, type Post, type Publish, type State } from './state.ts'

/** The faults that end a post after it was taken, by the reason they give. */
const reasons: Readonly<Record<string, string>> = {
  media_fails: 'file_format_check_failed',
  processing_failed: 'internal',
  pull_failed: 'pull',
  spam_text: 'spam_risk_text',
  spam: 'spam_risk',
  cap_after_all: 'spam_risk_too_many_posts',
  banned_after_all: 'spam_risk_user_banned_from_posting',
  access_removed: 'auth_removed',
  old_app: 'app_version_check_failed',
  bitrate: 'video_bitrate_check_failed',
}
export const endings = Object.keys(reasons)

function ordered(state: State, visit: Visit, publish: Publish): string | undefined {
  const name = endings.find((one) => state.world.fault(visit, one) !== undefined)
  const reason = name === undefined ? undefined : reasons[name]
  return reason === 'pull' ? `${publish.kind}_pull_failed` : reason
}

/** Named by its content, so that the ledger shows what was sent twice: TikTok itself takes it. */
function shelve(state: State, file: StoredFile): string {
  const key = createHash('sha256').update(file.bytes).digest('hex').slice(0, 32)
  state.world.files.put(key, file)
  return key
}

/** Followers of a photo post read its title above its description. */
export const textOf = ({ info }: Pick<Post, 'info'>) => [info.title, info.description].filter(Boolean).join('\n')

interface Material {
  readonly files: readonly string[]
  readonly seconds?: number | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** When followers see it first: after processing; of a draft, when the person has finished it. */
function appears(state: State, publish: Publish, at: number): number {
  const { inboxFinishSeconds: finish } = state.settings
  if (publish.mode === 'DIRECT_POST') return at
  return finish > 0 ? at + finish * 1000 : Number.POSITIVE_INFINITY
}

function create(state: State, visit: Visit, publish: Publish, at: number, material: Material): Post {
  const { creator, kind, info, mode } = publish
  const hidden = info.privacy !== 'PUBLIC_TO_EVERYONE' || state.world.fault(visit, 'id_withheld') !== undefined
  const seen = appears(state, publish, at)
  const post: Post = {
    id: state.nextId(),
    creator,
    kind,
    info,
    files: material.files,
    seconds: material.seconds ?? 0,
    width: material.width ?? 0,
    height: material.height ?? 0,
    at: seen,
    publicFrom: hidden ? undefined : seen + (state.settings.moderationSeconds + publish.lag) * 1000,
    cancelled: false,
  }
  state.posts.set(post.id, post)
  state.world.accept(visit, {
    kind: mode === 'DIRECT_POST' ? 'post' : 'draft',
    account: creator.id,
    id: mode === 'DIRECT_POST' ? post.id : publish.id,
    text: textOf(post),
    media: [...material.files],
    ...(publish.notes.length > 0 ? { notes: publish.notes } : {}),
  })
  return post
}

/** The point of no return: all bytes are here. What is wrong with them is known now and told after processing. */
function conclude(state: State, visit: Visit, publish: Publish, fault: string | undefined, material: Material): void {
  const slow = state.world.fault(visit, 'media_slow')
  const { videoSeconds, photoSeconds } = state.settings
  const usual = publish.kind === 'video' ? videoSeconds : photoSeconds
  const at = now(state) + (slow ? (slow.seconds ?? 60) : usual) * 1000
  const fails = ordered(state, visit, publish) ?? fault
  const post = fails === undefined ? create(state, visit, publish, at, material) : undefined
  publish.outcome = { at, fails, post, cancelled: false }
}

export async function takeFilm(
  state: State,
  visit: Visit,
  publish: Publish,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const film = await lookAtFilm(bytes)
  const files = [shelve(state, { ...film, bytes })]
  conclude(state, visit, publish, filmFault(state, publish, film), { ...film, files })
}

export function takePhotos(state: State, visit: Visit, publish: Publish, photos: readonly StoredFile[]): void {
  const files = photos.map((photo) => shelve(state, photo))
  const { width, height } = photos[publish.info.cover] ?? {}
  conclude(state, visit, publish, photoFault(photos), { files, width, height })
}

/** The address did not give the file. */
export function missed(state: State, visit: Visit, publish: Publish): void {
  conclude(state, visit, publish, `${publish.kind}_pull_failed`, { files: [] })
}

export function statusOf(state: State, publish: Publish): Record<string, unknown> {
  const { outcome, upload } = publish
  const bytes = upload ? { uploaded_bytes: upload.received } : {}
  if (outcome?.cancelled) return { status: 'FAILED', fail_reason: 'publish_cancelled', ...bytes }
  if (!outcome || outcome.at > now(state))
    return { status: upload ? 'PROCESSING_UPLOAD' : 'PROCESSING_DOWNLOAD', ...bytes }
  if (outcome.fails !== undefined) return { status: 'FAILED', fail_reason: outcome.fails, ...bytes }
  const { post } = outcome
  if (!post || post.at > now(state)) return { status: 'SEND_TO_USER_INBOX', ...bytes }
  const ids = isPublic(state, post) ? { publicaly_available_post_id: [post.id] } : {}
  return { status: 'PUBLISH_COMPLETE', ...ids, ...bytes }
}

/** Only what TikTok fetches itself, and only until it is processed. */
export function cancel(state: State, visit: Visit, publish: Publish): boolean {
  const { outcome } = publish
  if (publish.upload || !outcome || outcome.cancelled || outcome.at <= now(state)) return false
  outcome.cancelled = true
  if (outcome.post) {
    outcome.post.cancelled = true
    const id = publish.mode === 'DIRECT_POST' ? outcome.post.id : publish.id
    state.world.accept(visit, { kind: 'delete', account: publish.creator.id, id, text: '', media: [] })
  }
  return true
}
