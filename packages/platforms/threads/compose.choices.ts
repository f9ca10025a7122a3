/** What a person chose, held against what Threads takes together and how long. */
import { count } from '@posthorn/domain/text/count.ts'
import { badSetting, stop } from '../checks.ts'
import type { Version, Violation } from '../interface.ts'
import type { Settings } from './compose.settings.ts'
import { longText, poll, rules, topic } from './rules.ts'
import { gifId, placesOf, topicOf } from './text.ts'

type Of = Version<Settings>
export const when = (isWrong: boolean, found: () => Violation): readonly Violation[] => (isWrong ? [found()] : [])
export const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text)
const hint = (setting: string, why: string): Violation => ({ ...badSetting(setting, why), blocks: false })
const length = (text: string): number => Array.from(text).length

/** What cannot be in one post: files, and everything that hangs on a text, except a card with a longer text. */
function checkExclusive({ parts: [head], settings }: Of): readonly Violation[] {
  const { link, poll: asked, gif, longText: long, ghost } = settings
  const present = [
    ...(asked ? ['a poll'] : []),
    ...(gif === undefined ? [] : ['a GIF']),
    ...(link === undefined ? [] : ['a link card']),
    ...(long ? ['a longer text'] : []),
    ...(head.media.length > 0 ? ['media'] : []),
  ]
  const clash = (one: string, other: string): Violation =>
    stop('post.exclusive', { part: 0, field: 'settings', values: { one: one.replace(/^a/, 'A'), other } })
  const isAlone = present.length < 2 || present.join() === 'a link card,a longer text'
  return [
    ...when(!isAlone, () => clash(present[0] ?? '', present.at(-1) ?? '')),
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

/** All findings about the settings themselves. */
export const checkChoices = (version: Of): readonly Violation[] => [
  ...checkExclusive(version),
  ...checkPoll(version.settings),
  ...checkAttached(version.settings),
  ...checkTopic(version.settings),
  ...checkSpoilers(version),
]
