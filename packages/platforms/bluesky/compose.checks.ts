/** What the network would refuse, or what a person may not have meant, told before anything is sent. */
import { bytes, graphemes } from '@posthorn/domain/text/count.ts'
import { badSetting, checkAlt, checkMedia, stop, warn } from '../checks.ts'
import type { Channel, Options, Part, PlatformRules, Version, Violation } from '../interface.ts'
import { at, str } from '../reply.ts'
import { form, limitsOf, partForm } from './compose.forms.ts'
import { settings } from './compose.settings.ts'
import type { Settings } from './compose.settings.ts'
import { postAddress } from './post-address.ts'
import { altText, images, languages, rules, tags, textBytes, thumb } from './rules.ts'
import { isTag, shortNamesIn, wordsOf } from './text.ts'

const hint = (setting: string, why: string): Violation => ({ ...badSetting(setting, why), blocks: false })

/** A text has to fit by graphemes and by bytes. */
function checkWords(written: string, { shortLinks }: Settings, where: Partial<Violation>): readonly Violation[] {
  const { text } = wordsOf(written, shortLinks)
  const { max } = rules.forms.text.text
  const over = graphemes(text) - max
  const size = bytes(text)
  const name = shortNamesIn(written)[0]
  return [
    ...(over > 0 ? [stop('post.text-too-long', { ...where, values: { over, max } })] : []),
    ...(over <= 0 && size > textBytes.max
      ? [stop('post.text-bytes', { ...where, values: { bytes: size, max: textBytes.max } })]
      : []),
    ...(name === undefined ? [] : [warn('post.mention-short', { ...where, values: { name } })]),
  ]
}

/** Whether a part shows something beside its text. Card and quote belong to the head. */
const hasEmbed = ({ media }: Part, n: number, { link, quote }: Settings): boolean =>
  media.length > 0 || (n === 0 && (link !== undefined || quote !== undefined))

function checkPart(part: Part, n: number, chosen: Settings, limits: PlatformRules, isThread: boolean) {
  const kind = isThread ? 'thread' : partForm(part)
  const isEmpty = part.text.trim() === '' && !hasEmbed(part, n, chosen)
  return [
    ...(isEmpty ? [stop('post.text-empty', { part: n, field: 'text' })] : []),
    ...checkWords(part.text, chosen, { part: n, field: 'text' }),
    // An older server has no galleries, and takes what it calls images.
    ...checkMedia(part.media, (limits.forms[kind] ?? limits.forms['images'])?.media ?? {}, n),
    ...checkAlt(part.media, altText.max, n),
  ]
}

function checkLink({ parts, settings: { link }, files }: Version<Settings>): readonly Violation[] {
  if (!link) return []
  const picture = files?.['card']
  const limits = { ...images, ...thumb }
  return [
    ...(/^https?:\/\/\S+$/i.test(link.url) && URL.canParse(link.url)
      ? []
      : [badSetting('link.url', 'it is not a web address')]),
    ...(parts[0].media.length > 0
      ? [stop('post.exclusive', { part: 0, field: 'settings.link', values: { one: 'A link card', other: 'media' } })]
      : []),
    ...(picture ? checkMedia([picture], { image: limits }).map((one) => ({ ...one, field: 'files.card' })) : []),
  ]
}

const language = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i

function checkLists(chosen: Settings): readonly Violation[] {
  const { languages: spoken = [], tags: beside = [], replies = [] } = chosen
  return [
    ...(spoken.length > languages.max ? [badSetting('languages', `at most ${languages.max}`)] : []),
    ...spoken.flatMap((code, n) =>
      language.test(code) ? [] : [badSetting(`languages.${n}`, 'a code such as en or pt-BR')],
    ),
    ...(beside.length > tags.beside ? [badSetting('tags', `at most ${tags.beside}`)] : []),
    ...beside.flatMap((tag, n) =>
      isTag(tag) && !/^[#＃]/.test(tag)
        ? []
        : [badSetting(`tags.${n}`, `1 to ${tags.graphemes} characters, without #`)],
    ),
    ...(replies.includes('nobody') && replies.length > 1 ? [badSetting('replies', 'nobody, or some people')] : []),
  ]
}

function checkChoices({ parts, settings: chosen }: Version<Settings>): readonly Violation[] {
  const { labels = [], quote } = chosen
  return [
    ...(quote !== undefined && !postAddress(quote)
      ? [badSetting('quote', 'the address of a post, such as https://bsky.app/profile/ada.example.com/post/3k…')]
      : []),
    ...(labels.length > 0 && !parts.some((part, n) => hasEmbed(part, n, chosen))
      ? [hint('labels', 'there are no media to cover')]
      : []),
    ...(chosen.asGif === true && !parts.some((part) => partForm(part) === 'video')
      ? [hint('asGif', 'there is no video')]
      : []),
  ]
}

/** What the account may do now, as `options` found it. */
function checkVideo({ parts }: Version<Settings>, options: Options | undefined): readonly Violation[] {
  const part = parts.findIndex((one) => partForm(one) === 'video')
  const problem = str(at(options?.facts['video'], 'problem'))
  return part < 0 || problem === '' ? [] : [stop(problem, { part, field: 'media' })]
}

export function validate(version: Version<Settings>, channel: Channel, options?: Options): readonly Violation[] {
  const parsed = settings.safeParse(version.settings)
  if (!parsed.success)
    return parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
  const { parts, firstComment: comment, settings: chosen } = version
  const limits = limitsOf(channel)
  const isThread = form(version) === 'thread'
  const max = rules.forms.thread.parts
  return [
    ...parts.flatMap((part, n) => checkPart(part, n, chosen, limits, isThread)),
    ...(parts.length > max
      ? [stop('post.too-many-parts', { field: 'parts', values: { count: parts.length, max } })]
      : []),
    ...(comment === undefined ? [] : checkWords(comment, chosen, { field: 'firstComment' })),
    ...(comment?.trim() === '' ? [stop('post.text-empty', { field: 'firstComment' })] : []),
    ...checkLink(version),
    ...checkLists(chosen),
    ...checkChoices(version),
    ...checkVideo(version, options),
  ]
}
