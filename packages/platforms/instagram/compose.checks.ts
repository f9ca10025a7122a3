/** What Instagram would refuse, told before anything is sent. */
import { findLinks } from '@posthorn/domain/text/links.ts'
import { badSetting, checkAlt, checkMedia, checkMixed, checkText, stop, warn } from '../checks.ts'
import type { Channel, Rendition, Version, Violation } from '../interface.ts'
import { mayComment, mayPublish } from './compose.access.ts'
import { formOf } from './compose.forms.ts'
import type { Form } from './compose.forms.ts'
import type { Settings } from './compose.settings.ts'
import { altText, carousel, collaborators, comment, cover, inCaption, rules, sponsors, userTags } from './rules.ts'

type Of = Version<Settings>
type Where = Pick<Violation, 'part' | 'field'>

const hashtag = /(?<![\p{L}\p{N}_&])#[\p{L}\p{N}_]+/gu
/** `ada@example.org` mentions nobody. */
const mention = /(?<![\p{L}\p{N}_.])@[\w.]*\w/gu
const amount = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
const when = (isWrong: boolean, found: () => Violation): readonly Violation[] => (isWrong ? [found()] : [])
const atMost = (what: string, count: number, max: number, where: Where): readonly Violation[] =>
  when(count > max, () => stop('post.too-many', { ...where, values: { what, count, max } }))

function checkCaption({ parts }: Of, form: Form): readonly Violation[] {
  const { text } = parts[0]
  const where = { part: 0, field: 'text' }
  if (form === 'story')
    return when(text.trim() !== '', () =>
      stop('post.exclusive', { ...where, values: { one: 'A story', other: 'a text' } }),
    )
  return [
    ...checkText(text, rules.forms[form].text),
    ...atMost('hashtags', amount(text, hashtag), inCaption.hashtags, where),
    ...atMost('mentions', amount(text, mention), inCaption.mentions, where),
  ]
}

/** A rule against shouting: letters, and none of them small. */
const isShouted = (text: string): boolean =>
  text === text.toUpperCase() && text !== text.toLowerCase() && /\s/.test(text)

function checkComment({ firstComment: text, settings }: Of, form: Form, channel: Channel): readonly Violation[] {
  if (text === undefined) return []
  const where = { field: 'firstComment' }
  const exclusive = (one: string): Violation =>
    stop('post.exclusive', { ...where, values: { one, other: 'a first comment' } })
  const over = text.length - comment.max
  return [
    ...when(form === 'story', () => exclusive('A story')),
    ...when(settings.commentsOff === true, () => exclusive('“No comments”')),
    ...when(!mayComment(channel), () => stop('network.permission', where)),
    ...when(text.trim() === '', () => stop('post.text-empty', where)),
    ...when(over > 0, () => stop('post.text-too-long', { ...where, values: { over, max: comment.max } })),
    ...atMost('hashtags', amount(text, hashtag), comment.hashtags, where),
    ...atMost('links', findLinks(text).length, comment.links, where),
    ...when(isShouted(text), () => stop('post.all-capitals', where)),
  ]
}

function checkFiles({ parts, files }: Of, form: Form): readonly Violation[] {
  const { media } = parts[0]
  const limits = rules.forms[form].media
  const picture = files?.['cover']
  return [
    ...(form === 'carousel' ? checkMixed(media, limits, carousel.items) : []),
    ...(form === 'story' ? checkMixed(media, limits, [1, 1]) : []),
    ...(form === 'image' || form === 'reel' ? checkMedia(media, limits) : []),
    ...(form === 'image' || form === 'carousel' ? checkAlt(media, altText.max) : []),
    ...(picture && form === 'reel'
      ? checkMedia([picture], { image: cover }).map((found) => ({ ...found, field: 'files.cover' }))
      : []),
  ]
}

/** Settings of reels alone, in the order of the form. */
const reelOnly = ['shareToFeed', 'coverSeconds', 'audioName', 'trial', 'audio'] as const
const isSet = (value: unknown): boolean => value !== undefined && value !== false

function checkReel({ parts, files, settings }: Of, form: Form): readonly Violation[] {
  const misplaced = form === 'reel' ? undefined : reelOnly.find((name) => isSet(settings[name]))
  const { coverSeconds: at, audio } = settings
  const length = parts[0].media[0]?.seconds ?? Number.POSITIVE_INFINITY
  const outside = (volume: number | undefined): boolean => volume !== undefined && (volume < 0 || volume > 1)
  return [
    ...(misplaced === undefined ? [] : [{ ...badSetting(misplaced, 'it is for reels'), blocks: false }]),
    ...when(form === 'reel' && at !== undefined && (at < 0 || at >= length), () =>
      badSetting('coverSeconds', 'it is not inside the video'),
    ),
    ...when(form === 'reel' && at !== undefined && files?.['cover'] !== undefined, () =>
      warn('post.exclusive', {
        field: 'settings.coverSeconds',
        values: { one: 'A cover picture', other: 'a moment of the video' },
      }),
    ),
    ...when(outside(audio?.volume), () => badSetting('audio.volume', '0 to 1')),
    ...when(outside(audio?.videoVolume), () => badSetting('audio.videoVolume', '0 to 1')),
  ]
}

type Tag = NonNullable<Settings['tags']>[number]
const isInside = (value: number | undefined): boolean => value === undefined || (value >= 0 && value <= 1)

/** Why a tag cannot be where it is; nothing if it can. */
function misplaced(tag: Tag, form: Form, media: readonly Rendition[]): string | undefined {
  const file = media[form === 'carousel' ? (tag.item ?? 0) : 0]
  if (!file) return `there is no item ${tag.item ?? 0}`
  if (form === 'carousel' && file.kind === 'video') return 'videos of a carousel take none'
  const hasPlace = tag.x !== undefined && tag.y !== undefined
  if (form === 'reel') return tag.x === undefined && tag.y === undefined ? undefined : 'in a reel they have no place'
  if (!isInside(tag.x) || !isInside(tag.y)) return 'a place is given by x and y from 0 to 1'
  return hasPlace || form === 'story' ? undefined : 'in a picture they need a place, x and y'
}

function checkPeople({ parts, settings }: Of, form: Form): readonly Violation[] {
  const { tags = [], collaborators: invited = [] } = settings
  const { media } = parts[0]
  const fullest = Math.max(0, ...media.map((_, n) => tags.filter((tag) => (tag.item ?? 0) === n).length))
  return [
    ...atMost('collaborators', invited.length, collaborators.max, { field: 'settings.collaborators' }),
    ...when(form === 'story' && invited.length > 0, () => badSetting('collaborators', 'a story takes none')),
    ...atMost('people in one picture', fullest, userTags.max, { field: 'settings.tags' }),
    ...tags.flatMap((tag, n) => {
      const why = misplaced(tag, form, media)
      return why === undefined ? [] : [badSetting(`tags.${n}`, why)]
    }),
  ]
}

/** Labels and music that only the other way of connecting has. */
function checkWay({ settings }: Of, { via, remoteId }: Channel): readonly Violation[] {
  const { paidPartnership, sponsors: brands = [], audio } = settings
  const why = 'it needs a connection through Facebook'
  const closed = via !== 'facebook'
  return [
    ...when(closed && paidPartnership === true, () => badSetting('paidPartnership', why)),
    ...when(closed && audio !== undefined, () => badSetting('audio', why)),
    ...atMost('brand partners', brands.length, sponsors.max, { field: 'settings.sponsors' }),
    ...when(brands.length > 0 && paidPartnership !== true, () => badSetting('sponsors', 'it is no paid partnership')),
    ...when(brands.includes(remoteId), () => badSetting('sponsors', 'an account cannot be its own partner')),
  ]
}

/** All findings about a version whose settings have been read. */
export function check(version: Of, channel: Channel): readonly Violation[] {
  const form = formOf(version)
  const count = version.parts.length
  return [
    ...when(!mayPublish(channel), () => stop('network.permission')),
    ...when(count > 1, () => stop('post.too-many-parts', { field: 'parts', values: { count, max: 1 } })),
    ...checkCaption(version, form),
    ...checkFiles(version, form),
    ...checkReel(version, form),
    ...checkPeople(version, form),
    ...checkWay(version, channel),
    ...checkComment(version, form, channel),
  ]
}
