/** What all posts share: text, schedule, extras, and the moment a post exists (sheet 4, 7). */
import { badParameter, mustBe, refuse } from '../../sandbox/graph/errors.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import type { Call } from './gate.ts'
import { pageOf } from './life.ts'
import type { State } from './state.ts'
import { checkTargeting } from './targeting.ts'
import type { Page, Photo, Post, Video } from './things.ts'

const mostText = 63_206
const mostTitle = 255
const minute = 60_000
const day = 24 * 60 * minute

/** How long ahead each kind of post may be scheduled, in ms. */
export const windows = {
  feed: [10 * minute, 30 * day],
  reel: [10 * minute, 29 * day],
  video: [10 * minute, 183 * day],
} as const

/** Code points, as Graph counts offsets of tags. */
export const lengthOf = (text: string): number => Array.from(text).length

export function checkText(text: string): string {
  if (lengthOf(text) > mostText) throw badParameter('Name parameter too long')
  return text
}
export function checkTitle(text: string): string {
  if (lengthOf(text) > mostTitle) throw badParameter('Name parameter too long')
  return text
}
export const emptyPost = () => refuse(197, '(#197) The post is empty. Please enter a message to share.')

/** A text that was sent has to have something in it: null and nothing are refused. '' for one that was not sent. */
export function message(parameters: Parameters, name = 'message'): string {
  const text = parameters.text(name)
  if (parameters.has(name) && (text === undefined || text.trim() === '')) throw emptyPost()
  return checkText(text ?? '')
}

interface When {
  readonly published: boolean
  readonly scheduledFor: number | undefined
}
const unpublishedTypes = [
  'SCHEDULED',
  'SCHEDULED_RECURRING',
  'DRAFT',
  'ADS_POST',
  'INLINE_CREATED',
  'PUBLISHED',
  'REVIEWABLE_BRANDED_CONTENT',
] as const

export function checkWindow(state: State, time: number, [least, most]: readonly [number, number]): void {
  const ahead = time - state.world.now()
  if (ahead < least || ahead > most) throw badParameter('The specified scheduled publish time is invalid.', 1363156)
}

/** `published`, `scheduled_publish_time`, `unpublished_content_type`. */
export function when({ state, parameters }: Call, window: readonly [number, number]): When {
  const published = parameters.flag('published') ?? true
  const scheduledFor = parameters.time('scheduled_publish_time')
  const type = parameters.oneOf('unpublished_content_type', unpublishedTypes)
  if (published && (scheduledFor !== undefined || type === 'SCHEDULED'))
    throw badParameter('You cannot specify a scheduled publish time on a published post')
  if (type === 'SCHEDULED' && scheduledFor === undefined)
    throw badParameter('Missing parameter: scheduled_publish_time')
  if (scheduledFor !== undefined) checkWindow(state, scheduledFor, window)
  return { published, scheduledFor }
}

/** Settings that change nothing followers read here; checked, kept and given back. */
export function extras(call: Call): Record<string, unknown> {
  const { parameters, state } = call
  const names = [
    'targeting',
    'feed_targeting',
    'call_to_action',
    'tags',
    'custom_labels',
    'backdated_time_granularity',
    'content_category',
    'sponsor_id',
    'og_action_type_id',
    'og_object_id',
  ] as const
  const found = Object.fromEntries(
    names.flatMap((name) => {
      const value = parameters.value(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  checkTargeting(found['targeting'], 'targeting')
  checkTargeting(found['feed_targeting'], 'feed_targeting')
  const backdated = parameters.time('backdated_time')
  if (backdated !== undefined && backdated > state.world.now()) throw mustBe('backdated_time', 'in the past')
  const place = parameters.text('place')
  if (place !== undefined && !/^\d+$/.test(place)) throw mustBe('place', 'a valid Page id')
  return {
    ...found,
    ...(backdated === undefined ? {} : { backdated_time: new Date(backdated).toISOString() }),
    ...(place === undefined ? {} : { place_id: place }),
  }
}

/** As followers read it: a mention `@[id]` of a Page shows its name. */
export const asRead = (state: State, text: string): string =>
  text.replaceAll(/@\[(\d+)\]/g, (whole, id: string) => state.pages.get(id)?.name ?? whole)

interface NewPost extends When {
  readonly page: Page
  readonly message: string
  readonly link?: string | undefined
  readonly photos?: readonly Photo[]
  readonly video?: Video | undefined
  readonly story?: boolean
  readonly more?: Readonly<Record<string, unknown>>
}

/** Seconds until replicas have a new thing. */
export const lag = ({ state, visit }: Pick<Call, 'state' | 'visit'>): number =>
  state.world.fault(visit, 'readback_lag')?.seconds ?? state.settings.readbackLagSeconds

export function makePost(call: Call, { photos = [], story = false, more = {}, link, video, ...parts }: NewPost): Post {
  const { state } = call
  const now = state.world.now()
  const number = state.nextId()
  const post: Post = {
    ...parts,
    kind: 'post',
    id: story ? number : `${parts.page.id}_${number}`,
    number,
    app: call.token.grant.app,
    at: now,
    seenFrom: now + lag(call) * 1000,
    story,
    link,
    photos,
    video,
    more,
    comments: [],
    publishedAt: now,
    changedAt: now,
    pinned: false,
    hidden: false,
    deleted: false,
  }
  state.posts.set(post.id, post)
  state.posts.set(number, post)
  state.ordered.push(post)
  for (const photo of photos) photo.post = post
  if (video) video.post = post
  if (willBeSeen(post)) accept(call, post, 'post')
  return post
}

/** Followers will see it, now or when its time comes. A film that fails is never seen. */
export const willBeSeen = (post: Post): boolean =>
  (post.published || post.scheduledFor !== undefined) && post.video?.processing?.failure === undefined

export function accept({ state, visit, parameters }: Call, post: Post, kind: 'post' | 'edit' | 'delete'): void {
  const unread = kind === 'post' ? parameters.unread().map((name) => `ignored: ${name}`) : []
  const scheduled = kind === 'post' && post.scheduledFor !== undefined ? ['scheduled'] : []
  state.world.accept(visit, {
    kind,
    account: pageOf(post) ?? '',
    id: post.id,
    text: asRead(state, post.message),
    media: [...post.photos.map(({ id }) => id), ...(post.video ? [post.video.id] : [])],
    notes: [...unread, ...scheduled],
  })
}
