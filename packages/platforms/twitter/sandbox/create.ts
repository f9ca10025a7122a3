/** `POST /2/tweets`: every check of sheet section 7 and Appendix B, in order; then the post exists. */
import { z } from 'zod'
import type { Visit } from '../../sandbox/ledger.ts'
import { charge } from './guard.ts'
import { id } from './json.ts'
import { own as ownUpload, progress } from './media.ts'
import { premium } from './people.ts'
import { forbidden, invalid, notYours } from './problems.ts'
import { alive, seen, type Caller, type Post, type State, type Upload } from './state.ts'
import { cashtags, linksOf, mentioned, normalise, unspeakable, weigh } from './text.ts'

const audiences = z.enum(['following', 'mentionedUsers', 'subscribers', 'verified'])
export const createShape = z.strictObject({
  text: z.string().default(''),
  media: z
    .strictObject({
      media_ids: z.array(id).min(1).max(4),
      tagged_user_ids: z.array(id).max(10).optional(),
      preview_media_id: id.optional(),
      title: z.string().optional(),
      description: z.string().optional(),
      embeddable: z.boolean().optional(),
      call_to_actions: z.unknown().optional(),
    })
    .optional(),
  poll: z
    .strictObject({
      options: z.array(z.string().min(1).max(25)).min(2).max(4),
      duration_minutes: z.int().min(5).max(10_080),
      reply_settings: audiences.optional(),
    })
    .optional(),
  reply: z
    .strictObject({
      in_reply_to_tweet_id: id,
      exclude_reply_user_ids: z.array(z.string()).optional(),
      auto_populate_reply_metadata: z.boolean().optional(),
    })
    .optional(),
  quote_tweet_id: id.optional(),
  reply_settings: audiences.optional(),
  made_with_ai: z.boolean().optional(),
  paid_partnership: z.boolean().optional(),
  community_id: id.optional(),
  share_with_followers: z.boolean().optional(),
  edit_options: z.strictObject({ previous_post_id: id }).optional(),
  for_super_followers_only: z.boolean().optional(),
  geo: z.strictObject({ place_id: z.string() }).optional(),
  card_uri: z.string().optional(),
  direct_message_deep_link: z.string().optional(),
  nullcast: z.boolean().optional(),
})
export type Create = z.infer<typeof createShape>

const editMinutes = 30
const editCount = 5

function checkForm(state: State, ask: Create): void {
  const kinds = (['media', 'poll', 'quote_tweet_id', 'card_uri'] as const).filter((name) => ask[name] !== undefined)
  if (kinds.length > 1)
    throw invalid(
      state,
      `$: only one of ${kinds.join(', ')} may be given`,
      Object.fromEntries(kinds.map((name) => [name, []])),
    )
  if (ask.card_uri !== undefined && ask.direct_message_deep_link !== undefined)
    throw invalid(state, '$: card_uri excludes direct_message_deep_link')
  if (ask.text.trim() === '' && !ask.media)
    throw invalid(state, 'Text is required when there is no media.', { text: [ask.text] })
  // Features of Ads, of subscriptions and of communities nobody here is a member of.
  const closed =
    ask.card_uri ?? ask.direct_message_deep_link ?? ask.nullcast ?? ask.community_id ?? ask.for_super_followers_only
  if (closed !== undefined && closed !== false) throw forbidden('You are not permitted to perform this action.')
}

function checkText(state: State, caller: Caller, ask: Create): number {
  if (unspeakable(ask.text)) throw invalid(state, 'The text has characters that are not allowed.', { text: [ask.text] })
  const weight = weigh(ask.text, ask.reply !== undefined)
  if (weight > (premium(caller.user) ? 25_000 : 280)) {
    throw forbidden(
      'Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text.',
    )
  }
  if (cashtags(ask.text).length > 1) throw forbidden('Posts are limited to a maximum of one cashtag')
  return weight
}

/** Files have to be the caller's (or lent to them), fresh, processed, and of one kind. */
function checkMedia(state: State, caller: Caller, ask: Create): Upload[] {
  const ids = ask.media?.media_ids ?? []
  const refuse = () => invalid(state, 'Your media IDs are invalid.', { 'media.media_ids': ids })
  if (new Set(ids).size !== ids.length) throw refuse()
  const uploads = ids.map((mediaId) => {
    const upload = state.uploads.get(mediaId)
    const mine = upload?.owner === caller.user.id || upload?.others.includes(caller.user.id)
    if (!upload || !mine || upload.until <= state.world.now() || progress(state, upload).state !== 'succeeded')
      throw refuse()
    return upload
  })
  const single = uploads.some((upload) => upload.category !== 'tweet_image')
  if ((single && uploads.length > 1) || uploads.some((upload) => upload.category === 'subtitles')) throw refuse()
  const minutes = premium(caller.user) ? 125 : 20
  if (uploads.some((upload) => (upload.finalized?.seen.seconds ?? 0) > minutes * 60)) {
    throw forbidden(`This user is not allowed to post a video longer than ${minutes} minutes.`)
  }
  if (ask.media?.preview_media_id !== undefined) ownUpload(state, caller, ask.media.preview_media_id)
  return uploads
}

/** Since 2026-02 a reply needs an own post or a mention by its author (sheet 7.6). */
function checkReply(state: State, caller: Caller, ask: Create): Post | undefined {
  if (!ask.reply) return undefined
  const parent = state.posts.get(ask.reply.in_reply_to_tweet_id)
  if (!parent || !seen(state, parent))
    throw forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.')
  if (parent.author.id !== caller.user.id && !mentioned(parent.text, caller.user.handle)) {
    throw forbidden(
      'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
    )
  }
  return parent
}

function checkEdit(state: State, caller: Caller, ask: Create): Post | undefined {
  if (!ask.edit_options) return undefined
  const previous = state.posts.get(ask.edit_options.previous_post_id)
  if (!previous || !alive(previous))
    throw invalid(state, 'The post to edit does not exist.', { 'edit_options.previous_post_id': [] })
  const first = state.posts.get(previous.history[0] ?? previous.id) ?? previous
  const tooLate = state.world.now() - first.at > editMinutes * 60_000 || previous.history.length > editCount
  if (previous.author.id !== caller.user.id) throw notYours(state, 'You can only edit your own posts.', previous.id)
  if (!premium(caller.user) || previous.poll || tooLate)
    throw forbidden('You are not permitted to perform this action.')
  return previous
}

function checkDuplicate(state: State, caller: Caller, ask: Create): void {
  const key = `${caller.user.id}\n${normalise(ask.text)}\n${ask.media?.media_ids.join() ?? ''}`
  const now = state.world.now()
  const last = state.recent.get(key)
  if (last !== undefined && now - last < state.settings.duplicateWindowSeconds * 1000) {
    throw forbidden('You are not allowed to create a Tweet with duplicate content.')
  }
  state.recent.set(key, now)
}

export function createPost(state: State, visit: Visit, caller: Caller, ask: Create): Post {
  checkForm(state, ask)
  const media = checkMedia(state, caller, ask)
  const weight = checkText(state, caller, ask)
  if (ask.quote_tweet_id !== undefined && !state.settings.enterprise) {
    throw forbidden(
      'Quoting this post is not allowed because you have not been mentioned or are not part of the conversation thread of the post you are quoting.',
    )
  }
  const parent = checkReply(state, caller, ask)
  const previous = checkEdit(state, caller, ask)
  checkDuplicate(state, caller, ask)

  const { user } = caller
  const postId = state.nextId()
  const first = media[0]
  const permalink = `https://x.com/${user.handle}/status/${postId}/${first?.finalized?.seen.type.startsWith('video/') ? 'video' : 'photo'}/1`
  const lag = state.world.fault(visit, 'readback_lag')
  const now = state.world.now()
  const post: Post = {
    id: postId,
    author: user,
    text: ask.text,
    weight,
    links: linksOf(state, ask.text, first && { permalink, key: first.key }),
    media,
    poll: ask.poll && { id: state.nextId(), options: ask.poll.options, minutes: ask.poll.duration_minutes },
    parent: parent ?? previous?.parent,
    conversation: parent?.conversation ?? previous?.conversation ?? postId,
    replySettings: ask.reply_settings ?? 'everyone',
    madeWithAi: ask.made_with_ai ?? false,
    paidPartnership: ask.paid_partnership ?? false,
    at: now,
    seenFrom: now + (lag ? (lag.seconds ?? 60) : state.settings.replicaLagSeconds) * 1000,
    history: [...(previous?.history ?? []), postId],
    replies: previous?.replies ?? [],
    deleted: false,
    hidden: false,
  }
  if (previous) previous.newer = post
  post.parent?.replies.push(post)
  state.posts.set(postId, post)
  const shelf = state.byAuthor.get(user.id)
  if (shelf) shelf.push(post)
  else state.byAuthor.set(user.id, [post])
  charge(state, caller.grant, 'create', post.links.some((link) => link.mediaKey === undefined) ? 0.2 : 0.015)
  state.world.accept(visit, {
    kind: previous ? 'edit' : parent ? 'reply' : 'post',
    account: user.id,
    id: postId,
    text: ask.text,
    media: media.map((one) => one.key),
  })
  return post
}
