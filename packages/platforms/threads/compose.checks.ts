/** What Threads would refuse, or what a person may not have meant, told before anything is sent. */
import { count } from '@posthorn/domain/text/count.ts'
import { badSetting, checkAlt, checkMedia, checkMixed, checkText, stop, warn } from '../checks.ts'
import type { Channel, Options, Part, Version, Violation } from '../interface.ts'
import { may, partForm } from './compose.forms.ts'
import type { Settings } from './compose.settings.ts'
import { altText, bitRate, carousel, links, longText, poll, rules, topic } from './rules.ts'
import { gifId, linksIn, placesOf, topicOf } from './text.ts'

type Of = Version<Settings>
const when = (isWrong: boolean, found: () => Violation): readonly Violation[] => (isWrong ? [found()] : [])
const hint = (setting: string, why: string): Violation => ({ ...badSetting(setting, why), blocks: false })
const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text)
const length = (text: string): number => Array.from(text).length

function checkLinks(text: string, attached: readonly string[], where: Partial<Violation>): readonly Violation[] {
  const all = linksIn([text], attached, false).size
  const sure = linksIn([text], attached, true).size
  const values = { what: 'links', count: all, max: links.max }
  if (all <= links.max) return []
  return [sure > links.max ? stop('post.too-many', { ...where, values }) : warn('post.too-many', { ...where, values })]
}

function checkFiles({ text, media }: Part, n: number): readonly Violation[] {
  const form = partForm({ text, media })
  const limits = rules.forms[form].media
  return [
    ...(form === 'carousel' ? checkMixed(media, limits, carousel.items, n) : checkMedia(media, limits, n)),
    ...checkAlt(media, altText.max, n),
    ...media.flatMap(({ kind, bytes, seconds = 0 }, k) =>
      when(kind === 'video' && seconds > 0 && (bytes * 8) / seconds > bitRate.max, () =>
        warn('post.media-heavy', {
          part: n,
          field: `media.${k}`,
          values: { why: `more than ${bitRate.max / 1e6} Mbit a second` },
        }),
      ),
    ),
  ]
}

function checkPart(part: Part, n: number, { link, longText: long, poll: asked, gif }: Settings): readonly Violation[] {
  const where = { part: n, field: 'text' }
  const attached = [link, long?.link].filter((one): one is string => one !== undefined && isAddress(one))
  const isBare = part.media.length === 0 && !link && !long && !asked && !gif
  return [
    ...checkText(part.text, rules.forms.text.text, n),
    ...checkLinks(part.text, attached, where),
    ...checkFiles(part, n),
    ...when(isBare && part.text.trim() === '', () => stop('post.text-empty', where)),
  ]
}

function checkComment(text: string): readonly Violation[] {
  const where = { field: 'firstComment' }
  return [
    ...when(text.trim() === '', () => stop('post.text-empty', where)),
    ...checkText(text, rules.forms.text.text).map(({ part: _part, ...found }) => ({ ...found, ...where })),
    ...checkLinks(text, [], where),
  ]
}

/** What cannot be in one post: files, and everything that hangs on a text, except a card with a longer text. */
function checkExclusive({ parts: [head], settings }: Of): readonly Violation[] {
  const { link, poll: asked, gif, longText: long, ghost } = settings
  const present = [
    ...(asked ? (['a poll'] as const) : []),
    ...(gif === undefined ? [] : (['a GIF'] as const)),
    ...(head.media.length > 0 ? (['media'] as const) : []),
    ...(link === undefined ? [] : (['a link card'] as const)),
    ...(long ? (['a longer text'] as const) : []),
  ]
  const clash = (one: string, other: string): Violation =>
    stop('post.exclusive', { part: 0, field: 'settings', values: { one: one.replace(/^a/, 'A'), other } })
  const [one, other] = present
  const isAllowed = one === 'a link card' && other === 'a longer text'
  return [
    ...(one === undefined || other === undefined || isAllowed
      ? []
      : [clash(one === 'media' ? other : one, one === 'media' ? one : other)]),
    ...when(ghost === true && head.media.length > 0, () => clash('a ghost post', 'media')),
    ...when(link !== undefined && long?.link !== undefined, () => clash('a link card', 'a link below the longer text')),
  ]
}

function checkPoll({ poll: asked }: Settings): readonly Violation[] {
  if (!asked) return []
  const [fewest, most] = poll.options
  const [shortest, longest] = poll.length
  const texts = asked.options.map((option) => option.trim())
  const unit = rules.forms.poll.text.count
  return [
    ...when(texts.length < fewest || texts.length > most, () =>
      badSetting('poll.options', `${fewest} to ${most} choices`),
    ),
    ...texts.flatMap((text, n) =>
      when(length(text) < shortest || count(text, unit) > longest, () =>
        badSetting(`poll.options.${n}`, `${shortest} to ${longest} characters`),
      ),
    ),
  ]
}

function checkAttached({ link, gif, longText: long }: Settings): readonly Violation[] {
  const over = long ? count(long.text, rules.forms.text.text.count) - longText.max : 0
  return [
    ...when(link !== undefined && !isAddress(link), () => badSetting('link', 'it is not a web address')),
    ...when(gif !== undefined && gifId(gif) === undefined, () => badSetting('gif', 'an address or an id of GIPHY')),
    ...when(long?.text.trim() === '', () => badSetting('longText.text', 'it is empty')),
    ...when(over > 0, () => badSetting('longText.text', `${over} over the limit of ${longText.max}`)),
    ...when(long?.link !== undefined && !isAddress(long.link), () =>
      badSetting('longText.link', 'it is not a web address'),
    ),
  ]
}

function checkTopic({ topic: chosen }: Settings): readonly Violation[] {
  const tag = topicOf(chosen)
  if (tag === undefined) return []
  const [, longest] = topic.length
  return [
    ...when(length(tag) > longest, () => badSetting('topic', `at most ${longest} characters`)),
    ...when(
      topic.without.some((mark) => tag.includes(mark)),
      () => badSetting('topic', `without ${topic.without.join(' and ')}`),
    ),
  ]
}

function checkSpoilers({ parts: [head], settings }: Of): readonly Violation[] {
  const { spoilers: words = [], hideMedia } = settings
  const places = placesOf(head.text, words)
  const found = places.filter((place) => place !== undefined).toSorted((a, b) => a.offset - b.offset)
  const overlap = found.some(
    (place, n) => n > 0 && place.offset < (found[n - 1]?.offset ?? 0) + (found[n - 1]?.length ?? 0),
  )
  const end = Math.max(0, ...found.map(({ offset, length: units }) => offset + units))
  return [
    ...places.flatMap((place, n) =>
      when(place === undefined, () => badSetting(`spoilers.${n}`, 'the first text does not have these words')),
    ),
    ...when(overlap, () => badSetting('spoilers', 'two of them overlap')),
    // Where both units agree, it does not matter which one Threads means.
    ...when(length(head.text.slice(0, end)) < end, () =>
      hint('spoilers', 'emoji before the words may shift what is hidden'),
    ),
    ...when(hideMedia === true && head.media.length === 0, () => hint('hideMedia', 'there are no media to hide')),
  ]
}

function checkAccount({ settings }: Of, channel: Channel): readonly Violation[] {
  const { countries = [], place } = settings
  return [
    ...when(!may(channel, 'threads_content_publish'), () => stop('network.permission')),
    ...when(place !== undefined && !may(channel, 'threads_location_tagging'), () =>
      badSetting('place', 'connect again and allow tagging places'),
    ),
    ...when(countries.length > 0 && channel.facts['geoGating'] !== true, () =>
      badSetting('countries', 'this profile may not limit where its posts are seen'),
    ),
    ...countries.flatMap((code, n) =>
      when(!/^[A-Z]{2}$/.test(code), () => badSetting(`countries.${n}`, 'two capital letters')),
    ),
  ]
}

/** A chain is one post and replies; what is left for today is told by the account's options. */
function checkQuota({ parts, firstComment }: Of, options: Options | undefined): readonly Violation[] {
  const left = (name: string): number => {
    const value = options?.facts[name]
    return typeof value === 'number' ? value : Number.POSITIVE_INFINITY
  }
  const replies = parts.length - 1 + (firstComment === undefined ? 0 : 1)
  return [
    ...when(left('posts') < 1, () => warn('post.quota', { values: { what: 'posts', left: 0 } })),
    ...when(left('replies') < replies, () =>
      warn('post.quota', { values: { what: 'replies', left: Math.max(0, left('replies')) } }),
    ),
  ]
}

/** All findings about a version whose settings have been read. */
export function check(version: Of, channel: Channel, options?: Options): readonly Violation[] {
  const { parts, settings, firstComment } = version
  const most = rules.forms.thread.parts
  return [
    ...checkAccount(version, channel),
    ...parts.flatMap((part, n) => checkPart(part, n, n === 0 ? settings : {})),
    ...when(parts.length > most, () =>
      stop('post.too-many-parts', { field: 'parts', values: { count: parts.length, max: most } }),
    ),
    ...checkExclusive(version),
    ...checkPoll(settings),
    ...checkAttached(settings),
    ...checkTopic(settings),
    ...checkSpoilers(version),
    ...(firstComment === undefined ? [] : checkComment(firstComment)),
    ...checkQuota(version, options),
  ]
}
