import { createHash } from 'node:crypto'
import type { NewPerson } from '../../sandbox/imitation.ts'
import type { App } from '../../sandbox/oauth.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import { everyonesSeconds } from '../rules.ts'
import type { Creator, State } from './state.ts'

/** Entitlements and their defaults; `daily_posts` below zero: as the setting says. */
const entitled = {
  private: false,
  restricted: false,
  banned: false,
  verified: false,
  comment_disabled: false,
  duet_disabled: false,
  stitch_disabled: false,
  max_video_post_duration_sec: 600,
  daily_posts: -1,
}
type Entitled = typeof entitled

function readEntitlements(given: NewPerson['entitlements'] = {}): Entitled {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(entitled, name))
      throw new Refusal(`entitlements of TikTok: ${Object.keys(entitled).join(', ')}; not "${name}"`)
    const wanted = typeof entitled[name as keyof Entitled]
    if (typeof value !== wanted) throw new Refusal(`"${name}" is a ${wanted}`)
  }
  const all: Entitled = { ...entitled, ...given }
  if (all.max_video_post_duration_sec < everyonesSeconds.max)
    throw new Refusal(`everyone may post ${everyonesSeconds.max} seconds`)
  return all
}

/** As TikTok's look: eight, four, four, four and twelve hexadecimal digits. */
const uuid = (of: string) =>
  createHash('sha256')
    .update(of)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** Accounts of TikTok have one kind, `creator`; there are no pages. */
export function addCreator(
  state: State,
  person: NewPerson,
  { id = uuid(state.nextId()), followers = 120 } = {},
): Creator {
  if (person.kind !== 'creator') throw new Refusal('TikTok has one kind of person: "creator"')
  if (person.owner !== undefined) throw new Refusal('TikTok has no pages: nobody owns an account of somebody else')
  if (!/^[\w.]{2,24}$/.test(person.handle) || person.handle.endsWith('.'))
    throw new Refusal('a username has 2 to 24 letters, digits, underscores or periods, and no period at its end')
  const is = readEntitlements(person.entitlements)
  const creator: Creator = {
    id,
    kind: 'creator',
    name: person.name,
    handle: person.handle,
    private: is.private,
    restricted: is.restricted,
    banned: is.banned,
    verified: is.verified,
    commentsOff: is.comment_disabled,
    // Nobody can make a duet or a stitch with what they cannot see.
    duetOff: is.duet_disabled || is.private,
    stitchOff: is.stitch_disabled || is.private,
    maxSeconds: is.max_video_post_duration_sec,
    dailyPosts: is.daily_posts < 0 ? undefined : is.daily_posts,
    followers,
    bornAt: state.world.now(),
  }
  state.creators.set(id, creator)
  return creator
}

/** The same people with the same ids in every sandbox, so that a channel survives a restart of it. */
export function seedCreators(state: State): void {
  const add = (name: string, handle: string, id: string, followers: number, entitlements = {}) =>
    addCreator(state, { kind: 'creator', name, handle, entitlements }, { id, followers })
  add('Maren Olsen', 'maren.bakes', '723f24d7-e717-40f8-a2b6-cb8464cd23b4', 312)
  add('Harbour Coffee', 'harbour.coffee', '9b1c6a52-3f0e-4d57-8a44-0f2b6f9ce1d3', 2480, {
    verified: true,
    stitch_disabled: true,
  })
  add('Ilya Petrenko', 'ilya_offline', '4e80c1fa-6d2b-4b9d-9c35-71a9d0e4b862', 58, {
    private: true,
    max_video_post_duration_sec: 180,
  })
}

/** Every application sees a person under an id of its own; the practice application sees the one we use. */
export const openId = (app: App, creator: Creator) =>
  app.clientId === 'sandbox-tiktok' ? creator.id : uuid(`${app.clientId} ${creator.id}`)
/** The same for all applications of one developer. */
export const unionId = (creator: Creator) => uuid(`union ${creator.id}`)

/** Who may be allowed to see a post, in the order TikTok lists it. */
export function privacyOptions(creator: Creator): readonly string[] {
  if (creator.restricted) return ['MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']
  return [creator.private ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']
}
