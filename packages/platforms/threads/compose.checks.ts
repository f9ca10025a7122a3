/** What Threads would refuse, or what a person may not have meant, told before anything is sent. */
import { badSetting, checkAlt, checkMedia, checkMixed, checkText, stop, warn } from '../checks.ts'
import type { Channel, Options, Part, Version, Violation } from '../interface.ts'
import { checkChoices, isAddress, when } from './compose.choices.ts'
import { may, partForm } from './compose.forms.ts'
import type { Settings } from './compose.settings.ts'
import { altText, bitRate, carousel, links, rules } from './rules.ts'
import { linksIn, quotedIn } from './text.ts'

type Of = Version<Settings>

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

function checkAccount({ settings }: Of, channel: Channel): readonly Violation[] {
  const { countries = [], place, quote } = settings
  return [
    ...when(!may(channel, 'threads_content_publish'), () => stop('network.permission')),
    ...when(place !== undefined && !may(channel, 'threads_location_tagging'), () =>
      badSetting('place', 'connect again and allow tagging places'),
    ),
    ...when(quote !== undefined && quotedIn(quote)?.handle.toLowerCase() !== channel.handle.toLowerCase(), () =>
      badSetting('quote', `the address of a post of @${channel.handle}`),
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
    ...checkChoices(version),
    ...(firstComment === undefined ? [] : checkComment(firstComment)),
    ...checkQuota(version, options),
  ]
}
