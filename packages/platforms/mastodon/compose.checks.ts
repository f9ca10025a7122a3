/** What a server would refuse, or what a person may not have meant, told before anything is sent. */
import { badSetting, checkAlt, checkMedia, stop, warn } from '../checks.ts'
import type { Channel, Options, Part, PlatformRules, Rendition, Version, Violation } from '../interface.ts'
import { limitsOf, partForm, visibilityOf } from './compose.forms.ts'
import { settings } from './compose.settings.ts'
import type { Settings } from './compose.settings.ts'
import { gif, poll, rules } from './rules.ts'
import { serverOf } from './server.ts'
import type { Server } from './server.ts'
import { lengthOf, mentionsIn } from './text.ts'

/** Where a version is checked for. */
interface Here {
  readonly chosen: Settings
  readonly server: Server
  readonly rules: PlatformRules
}

const hint = (setting: string, why: string): Violation => ({ ...badSetting(setting, why), blocks: false })

/** Words of one part; its warning counts too. Above media there may be none. */
function checkWords(text: string, isBare: boolean, { chosen, server }: Here, where: Partial<Violation>): Violation[] {
  const found: Violation[] = []
  if (isBare && text.trim() === '') found.push(stop('post.text-empty', where))
  const over = lengthOf(text, server.linkCost) + lengthOf(chosen.spoiler ?? '', server.linkCost) - server.characters
  if (over > 0) found.push(stop('post.text-too-long', { ...where, values: { over, max: server.characters } }))
  const local = mentionsIn(text).find((name) => !name.includes('@', 1))
  if (local !== undefined) found.push(warn('post.mention-local', { ...where, values: { name: local } }))
  return found
}

function checkPart(part: Part, n: number, here: Here): readonly Violation[] {
  const media = here.rules.forms[partForm(part)]?.media ?? {}
  return [
    ...checkWords(part.text, part.media.length === 0, here, { part: n, field: 'text' }),
    ...checkMedia(part.media, media, n),
    ...checkAlt(part.media, here.server.description, n),
    ...part.media.flatMap((file, k) => checkGif(file, n, k)),
  ]
}

/** Animations become films, and take fewer pixels than pictures. */
function checkGif({ type, size }: Rendition, part: number, k: number): readonly Violation[] {
  const pixels = size ? size[0] * size[1] : 0
  const isTooLarge = type === 'image/gif' && pixels > gif.pixels
  return isTooLarge
    ? [stop('post.media-pixels', { part, field: `media.${k}`, values: { pixels, max: gif.pixels } })]
    : []
}

function checkPoll({ parts }: Version<Settings>, { chosen, server }: Here): readonly Violation[] {
  const asked = chosen.poll
  if (!asked) return []
  const [fewest] = poll.options
  const { options: most, option: longest, seconds } = server.poll
  const [shortest, last] = seconds.map((value) => value / 60) as [number, number]
  const texts = asked.options.map((option) => option.trim())
  const found: Violation[] = texts.flatMap((text, n) =>
    text === '' || lengthOf(text, server.linkCost) > longest
      ? [badSetting(`poll.options.${n}`, `1 to ${longest} characters`)]
      : [],
  )
  if (texts.length < fewest || texts.length > most)
    found.push(badSetting('poll.options', `${fewest} to ${most} choices`))
  if (new Set(texts).size < texts.length) found.push(badSetting('poll.options', 'two choices are alike'))
  if (asked.minutes < shortest || asked.minutes > last)
    found.push(badSetting('poll.minutes', `${Math.ceil(shortest)} to ${Math.floor(last)} minutes`))
  if (parts[0].media.length > 0)
    found.push(stop('post.exclusive', { part: 0, field: 'settings.poll', values: { one: 'A poll', other: 'media' } }))
  return found
}

function checkQuotes({ chosen, server }: Here, host: string | undefined): readonly Violation[] {
  const found: Violation[] = []
  if (chosen.quotes !== undefined && !server.canQuote)
    found.push(hint('quotes', 'this server cannot limit quotes before version 4.5'))
  if (chosen.quote === undefined) return found
  if (!server.canQuote) found.push(badSetting('quote', 'this server cannot quote before version 4.5'))
  if (quotedId(chosen.quote, host) === undefined)
    found.push(badSetting('quote', `the address of a post as ${host ?? 'your server'} shows it`))
  return found
}

/** The id that a server gave to a post, out of the post's address at that very server. */
export function quotedId(address: string, host: string | undefined): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.host === host ? /^\/@[^/]+\/(\w+)\/?$/.exec(url.pathname)?.[1] : undefined
}

const isFocus = (text: string): boolean => {
  const places = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  return places.length === 2 && places.every((place) => Math.abs(place) <= 1)
}

function checkChoices(version: Version<Settings>, { chosen }: Here, channel: Channel): readonly Violation[] {
  const { parts, firstComment } = version
  const found: Violation[] = []
  if (chosen.language !== undefined && !/^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/.test(chosen.language))
    found.push(badSetting('language', 'a code such as en or pt-BR'))
  const files = parts.reduce((sum, { media }) => sum + media.length, 0)
  const focus = chosen.focus ?? []
  focus.forEach((text, n) => {
    if (text.trim() !== '' && !isFocus(text)) found.push(badSetting(`focus.${n}`, '"x,y", both from -1 to 1'))
  })
  if (focus.length > files) found.push(hint('focus', `there are ${files} files`))
  if (chosen.sensitive === true && files === 0) found.push(hint('sensitive', 'there are no media to hide'))
  const visibility = visibilityOf(chosen, channel)
  if (chosen.unlistedReplies === true && parts.length === 1 && firstComment === undefined)
    found.push(hint('unlistedReplies', 'there are no further parts'))
  else if (chosen.unlistedReplies === true && visibility !== 'public')
    found.push(hint('unlistedReplies', 'the post itself is not public'))
  const texts = [...parts.map(({ text }) => text), ...(firstComment === undefined ? [] : [firstComment])]
  if (visibility === 'direct' && texts.some((text) => mentionsIn(text).length === 0))
    found.push(hint('visibility', 'nobody is named in the text, so nobody sees it'))
  return found
}

export function validate(version: Version<Settings>, channel: Channel, options?: Options): readonly Violation[] {
  const parsed = settings.safeParse(version.settings)
  if (!parsed.success)
    return parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
  const server = serverOf(channel, options)
  const here: Here = { chosen: version.settings, server, rules: limitsOf(server) }
  const most = rules.forms.thread.parts
  const { firstComment: comment, parts } = version
  const count = parts.length
  return [
    ...parts.flatMap((part, n) => checkPart(part, n, here)),
    ...(count > most ? [stop('post.too-many-parts', { field: 'parts', values: { count, max: most } })] : []),
    ...(comment === undefined ? [] : checkWords(comment, true, here, { field: 'firstComment' })),
    ...checkPoll(version, here),
    ...checkQuotes(here, channel.host),
    ...checkChoices(version, here, channel),
  ]
}
