/** Mastodon for the composer: settings, limits of a server, checks, preview, promise. Browser-safe. */
import { findLinks } from '@posthorn/domain/text/links.ts'
import type { Channel, Composer, Preview, Version } from '../interface.ts'
import { validate } from './compose.checks.ts'
import { form, limitsOf, visibilityOf } from './compose.forms.ts'
import { settings } from './compose.settings.ts'
import type { Settings } from './compose.settings.ts'
import { rules } from './rules.ts'
import { serverOf } from './server.ts'
import { lengthOf, wordsOf } from './text.ts'

export type { Settings } from './compose.settings.ts'

const seenBy: Readonly<Record<string, string>> = {
  unlisted: 'Not in public timelines',
  private: 'Followers only',
  direct: 'Only people named in the text',
}

function notesOf(chosen: Settings, channel: Channel): readonly string[] {
  const audienceNote = seenBy[visibilityOf(chosen, channel) ?? '']
  return [
    ...(audienceNote === undefined ? [] : [audienceNote]),
    ...(chosen.sensitive === true ? ['Media hidden until a click'] : []),
    ...(chosen.poll ? [`Poll: ${chosen.poll.options.join(' · ')}`] : []),
    ...(chosen.quote === undefined ? [] : [`Quotes ${chosen.quote}`]),
    ...(chosen.quotes === 'nobody' ? ['Nobody can quote it'] : []),
    ...(chosen.quotes === 'followers' ? ['Followers can quote it'] : []),
  ]
}

function preview({ parts, settings: chosen }: Version<Settings>, channel: Channel): Preview {
  const [head] = parts
  const link = head.media.length === 0 && !chosen.poll ? findLinks(head.text).find(({ scheme }) => scheme) : undefined
  return {
    parts: parts.map((part) => {
      const { spoiler, text } = wordsOf(part.text, chosen.spoiler)
      const look = part.media.length === 0 ? 'none' : part.media.length === 1 ? 'one' : 'grid'
      return { text: spoiler === '' ? text : `${spoiler}\n${text}`, media: look }
    }),
    ...(link && URL.canParse(link.url) ? { card: { title: link.text, host: new URL(link.url).host } } : {}),
    notes: notesOf(chosen, channel),
  }
}

export const composer: Composer<Settings> = {
  rules,
  settings,
  limits: (channel) => limitsOf(serverOf(channel)),
  form,
  validate,
  length(text, { settings: { spoiler = '' } }, channel) {
    const { linkCost } = serverOf(channel)
    return lengthOf(text, linkCost) + lengthOf(spoiler, linkCost)
  },
  preview,
  // Other programs may forget the key that makes a second request harmless.
  promise: (_, channel) => (serverOf(channel).isMastodon ? 'exact' : 'searched'),
}
