/** Threads for the composer: settings, checks, preview, promise. Browser-safe. */
import { findLinks } from '@posthorn/domain/text/links.ts'
import { badSetting } from '../checks.ts'
import type { Channel, Composer, Options, PlatformRules, Preview, Version, Violation } from '../interface.ts'
import { check } from './compose.checks.ts'
import { formOf, may } from './compose.forms.ts'
import { settings } from './compose.settings.ts'
import type { Settings } from './compose.settings.ts'
import { rules } from './rules.ts'
import { readAs, topicOf } from './text.ts'

export type { Settings } from './compose.settings.ts'

const limits = (channel: Channel): PlatformRules => ({
  ...rules,
  can: { ...rules.can, remove: may(channel, 'threads_delete') },
})

function validate(version: Version<Settings>, channel: Channel, options?: Options): readonly Violation[] {
  const parsed = settings.safeParse(version.settings)
  return parsed.success
    ? check(version, channel, options)
    : parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
}

const audiences: Readonly<Record<string, string>> = {
  accounts_you_follow: 'Replies: accounts you follow',
  mentioned_only: 'Replies: accounts you mention',
  parent_post_author_only: 'Replies: the author of the post it answers',
  followers_only: 'Replies: your followers',
}

function notesOf(chosen: Settings, topic: string | undefined): readonly string[] {
  const {
    approvals,
    countries = [],
    ghost,
    gif,
    hideMedia,
    longText,
    poll,
    quote,
    replies,
    spoilers = [],
    story,
  } = chosen
  const audience = audiences[replies ?? '']
  return [
    ...(topic === undefined ? [] : [`Topic: ${topic}`]),
    ...(poll ? [`Poll: ${poll.options.join(' · ')}`] : []),
    ...(gif === undefined ? [] : ['With a GIF']),
    ...(longText ? [`Longer text: ${longText.text.slice(0, 60)}${longText.text.length > 60 ? '…' : ''}`] : []),
    ...(quote === undefined ? [] : [`Quotes ${quote}`]),
    ...(spoilers.length > 0 ? [`Hidden until a tap: ${spoilers.join(' · ')}`] : []),
    ...(hideMedia === true ? ['Media hidden until a tap'] : []),
    ...(ghost === true ? ['Disappears after 24 hours'] : []),
    ...(audience === undefined ? [] : [audience]),
    ...(approvals === true ? ['Replies are approved first'] : []),
    ...(countries.length > 0 ? [`Only in ${countries.join(', ')}`] : []),
    ...(story === undefined ? [] : ['Also an Instagram story']),
  ]
}

/** Threads makes a card of the attached link, else of the first one in the text; never beside something else. */
function cardOf({ parts: [head], settings: chosen }: Version<Settings>): Preview['card'] {
  if (head.media.length > 0 || chosen.poll || chosen.gif !== undefined) return undefined
  const url = chosen.link ?? chosen.longText?.link ?? findLinks(head.text)[0]?.url
  return url !== undefined && URL.canParse(url) ? { title: url, host: new URL(url).host } : undefined
}

function preview(version: Version<Settings>): Preview {
  const { parts, settings: chosen } = version
  const read = parts.map(({ text }, n) => readAs(text, n === 0 ? topicOf(chosen.topic) : undefined))
  const card = cardOf(version)
  return {
    parts: parts.map(({ media }, n) => ({
      text: read[n]?.text ?? '',
      media: media.length === 0 ? 'none' : media.length === 1 ? 'one' : 'carousel',
    })),
    ...(card ? { card } : {}),
    notes: notesOf(chosen, read[0]?.topic),
  }
}

export const composer: Composer<Settings> = {
  rules,
  settings,
  limits,
  form: formOf,
  validate,
  preview,
  // Each part is a container of ours, whose status tells whether it is out.
  promise: () => 'exact',
}
