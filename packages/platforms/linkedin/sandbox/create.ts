/** `POST /rest/posts`: the checks of sheet 7.7 in their order; then the post exists. */
import { z } from 'zod'
import type { Visit } from '../../sandbox/ledger.ts'
import { contentError, notEnough, refuse } from './envelopes.ts'
import { has, operation } from './gate.ts'
import { check, incomplete, permitted } from './json.ts'
import { parseLittle } from './little.ts'
import { status } from './media.ts'
import { maySpeakAs } from './people.ts'
import { actor, type Actor, type Caller, type Content, type Post, type State } from './state.ts'

const urn = (kinds: string) => z.string().regex(new RegExp(`^urn:li:(${kinds}):[\\w-]+$`))
const altText = z.string().max(4086).optional()
const contentShape = z.strictObject({
  media: z.strictObject({ id: urn('image|video|document'), altText, title: z.string().optional() }).optional(),
  multiImage: z
    .strictObject({
      images: z
        .array(z.strictObject({ id: urn('image'), altText }))
        .min(2)
        .max(20),
      altText,
    })
    .optional(),
  article: z
    .strictObject({
      source: z.url(),
      title: z.string().max(400).optional(),
      description: z.string().max(4086).optional(),
      thumbnail: urn('image').optional(),
      thumbnailAltText: altText,
    })
    .optional(),
  poll: z
    .strictObject({
      question: z.string().min(1).max(140),
      options: z
        .array(z.strictObject({ text: z.string().min(1).max(30) }))
        .min(2)
        .max(4),
      settings: z.strictObject({
        duration: z.enum(['ONE_DAY', 'THREE_DAYS', 'SEVEN_DAYS', 'FOURTEEN_DAYS']),
        voteSelectionType: z.enum(['SINGLE_VOTE']).optional(),
        isVoterVisibleToAuthor: z.boolean().optional(),
      }),
    })
    .optional(),
})
const postShape = z.strictObject({
  author: z.string(),
  commentary: z.string(),
  visibility: z.enum(['PUBLIC', 'CONNECTIONS', 'LOGGED_IN', 'CONTAINER']),
  distribution: z.strictObject({
    feedDistribution: z.enum(['MAIN_FEED', 'NONE']),
    targetEntities: z.array(z.unknown()).optional(),
    thirdPartyDistributionChannels: z.array(z.unknown()).optional(),
  }),
  lifecycleState: z.enum(['PUBLISHED']),
  isReshareDisabledByAuthor: z.boolean().optional(),
  content: contentShape.optional(),
  reshareContext: z.strictObject({ parent: urn('share|ugcPost') }).optional(),
})
export type Ask = z.infer<typeof postShape>

const commentaryMax = 3000
const authorOf = (raw: unknown) => z.object({ author: z.string() }).safeParse(raw).data?.author

/** Step 4: scope and role, as far as the author can be read at all. */
export function checkAuthor(state: State, caller: Caller, raw: unknown): void {
  const named = authorOf(raw)
  if (named === undefined) return
  const found = actor(state, named)
  const kind = named.startsWith('urn:li:organization:') ? 'organization' : 'member'
  const wellFormed = /^urn:li:(person|organization):[\w-]+$/.test(named)
  if (!has(caller, `w_${kind}_social`) || (wellFormed && (!found || !maySpeakAs(caller.member, found)))) {
    throw notEnough(operation(caller, 'partnerApiPostsExternal.CREATE'))
  }
}

function checkUrn(named: string): void {
  if (!/^urn:li:\w+:[\w-]+$/.test(named))
    throw contentError(400, 'INVALID_URN_ID', 'The author is no valid URN', undefined, '/author')
  if (!/^urn:li:(person|organization):/.test(named))
    throw contentError(
      400,
      'INVALID_URN_TYPE',
      'The author has to be a person or an organization',
      undefined,
      '/author',
    )
}

export function checkCommentary(state: State, commentary: string, mayBeEmpty: boolean) {
  const little = parseLittle(commentary)
  const length = state.settings.countEscaped ? commentary.length : little.plain.length
  if (length > commentaryMax)
    throw contentError(
      400,
      'FIELD_LENGTH_TOO_LONG',
      `commentary is longer than ${commentaryMax}`,
      undefined,
      '/commentary',
    )
  if (commentary.trim() === '' && !mayBeEmpty)
    throw contentError(400, 'INVALID_VALUE_BLANK_FIELD', 'commentary is blank', undefined, '/commentary')
  if (little.malformed !== undefined)
    throw contentError(
      400,
      'INVALID_VALUE_FOR_FIELD',
      `${little.malformed} cannot be mentioned`,
      undefined,
      '/commentary',
    )
  return little
}

function checkOneMedia(state: State, author: Actor, id: string): void {
  const upload = state.uploads.get(id)
  const kind = upload?.kind ?? id.split(':')[2] ?? 'image'
  if (!upload)
    throw contentError(400, kind === 'video' ? 'INVALID_VIDEO_ID' : 'INVALID_IMAGE_ID', `${id} does not exist`)
  if (upload.owner !== author.urn)
    throw refuse(
      403,
      undefined,
      `Accessing this ${kind} resource is forbidden. Please check your permissions for this resource`,
    )
  const now = status(state, upload)
  const early = now === 'WAITING_UPLOAD' || (now === 'PROCESSING' && upload.kind === 'video')
  if (early && upload.until <= state.world.now())
    throw contentError(400, 'EXPIRED_UPLOAD_URL', 'The upload has expired')
  if (early) throw contentError(400, 'MEDIA_ASSET_WAITING_UPLOAD', `${id} is not uploaded yet`)
  if (now === 'PROCESSING_FAILED')
    throw contentError(400, 'MEDIA_ASSET_PROCESSING_FAILED', `${id} could not be processed`)
}

export const mediaOf = (content: Content | undefined): string[] =>
  [content?.media?.id, ...(content?.multiImage?.images.map((one) => one.id) ?? []), content?.article?.thumbnail].filter(
    (id) => id !== undefined,
  )

function checkContent(state: State, author: Actor, ask: Ask): void {
  const kinds = Object.keys(ask.content ?? {})
  if (ask.content && kinds.length !== 1)
    throw contentError(400, 'INVALID_VALUE_FOR_FIELD', 'content has to have exactly one kind', undefined, '/content')
  for (const id of mediaOf(ask.content)) checkOneMedia(state, author, id)
  const { media } = ask.content ?? {}
  if (media?.id.startsWith('urn:li:document:') && !media.title)
    throw contentError(400, 'MISSING_FIELD', 'A document needs a title', undefined, '/content/media/title')
}

/** Refuses what the same author just published, and says which post that was (sheet 8.2). Deleting it does not help. */
function checkDuplicate(state: State, ask: Ask): string {
  const key = JSON.stringify([ask.author, ask.commentary, ask.content, ask.reshareContext])
  const last = state.recent.get(key)
  if (last && state.world.now() - last.at < state.settings.duplicateWindowSeconds * 1000) {
    const message = `com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of ${last.urn}`
    throw contentError(422, 'DUPLICATE_POST', 'Duplicate post is detected', message)
  }
  return key
}

function build(state: State, visit: Visit, author: Actor, ask: Ask, little: Post['little']): Post {
  const { media, multiImage, poll } = ask.content ?? {}
  const kind = multiImage || poll || (media && state.uploads.get(media.id)?.kind !== 'image') ? 'ugcPost' : 'share'
  const id = state.nextId()
  const now = state.world.now()
  const lag = state.world.fault(visit, 'readback_lag')
  return {
    urn: `urn:li:${kind}:${id}`,
    id,
    activity: `urn:li:activity:${state.nextId()}`,
    author,
    visibility: ask.visibility,
    feed: ask.distribution.feedDistribution,
    reshareDisabled: ask.isReshareDisabledByAuthor ?? false,
    content: ask.content,
    reshareOf: ask.reshareContext?.parent,
    at: now,
    seenFrom: now + (lag ? (lag.seconds ?? 60) : state.settings.readbackLagSeconds) * 1000,
    comments: [],
    failsToPublish: state.world.fault(visit, 'publish_failed') !== undefined,
    commentary: little.stored,
    little,
    changedAt: now,
    edited: false,
    deleted: false,
  }
}

export function createPost(state: State, visit: Visit, caller: Caller, raw: unknown): Post {
  checkAuthor(state, caller, raw)
  const parsed = check(postShape, raw)
  if (!parsed.success) permitted(parsed.error.issues)
  const named = authorOf(raw)
  if (named !== undefined) checkUrn(named)
  if (!parsed.success) throw incomplete(parsed.error.issues)
  const ask = parsed.data
  const author = actor(state, ask.author)
  if (!author) throw notEnough(operation(caller, 'partnerApiPostsExternal.CREATE'))
  const little = checkCommentary(state, ask.commentary, ask.content !== undefined || ask.reshareContext !== undefined)
  return publish(state, visit, author, ask, little)
}

/** The last checks, then the post exists. */
export function publish(state: State, visit: Visit, author: Actor, ask: Ask, little: Post['little']): Post {
  checkContent(state, author, ask)
  const key = checkDuplicate(state, ask)

  const post = build(state, visit, author, ask, little)
  state.recent.set(key, { at: post.at, urn: post.urn })
  state.posts.set(post.urn, post)
  state.posts.set(post.activity, post)
  state.ordered.push(post)
  const notes = little.cut ? [`commentary cut at "${little.cut.character}" (${little.cut.at})`] : []
  visit.notes.push(...notes)
  state.world.accept(visit, {
    kind: 'post',
    account: author.urn,
    id: post.urn,
    text: little.plain,
    media: mediaOf(ask.content),
    ...(notes.length > 0 ? { notes } : {}),
  })
  return post
}
