/** Bluesky for the composer: settings, limits of a server, checks, preview, promise. Browser-safe. */
import { graphemes } from '@posthorn/domain/text/count.ts'
import type { Composer, Preview, Version } from '../interface.ts'
import { validate } from './compose.checks.ts'
import { form, limitsOf } from './compose.forms.ts'
import { settings } from './compose.settings.ts'
import type { Settings } from './compose.settings.ts'
import { rules } from './rules.ts'
import { wordsOf } from './text.ts'

export type { Settings } from './compose.settings.ts'

const audiences = {
  nobody: 'Nobody',
  mentioned: 'people mentioned',
  following: 'people you follow',
  followers: 'your followers',
} as const

function notesOf({ replies = [], noQuotes, labels = [], quote, languages = [] }: Settings): readonly string[] {
  const who = replies.map((one) => audiences[one]).join(', ')
  return [
    ...(who === '' ? [] : [replies.includes('nobody') ? 'Nobody can reply' : `Can reply: ${who}`]),
    ...(noQuotes === true ? ['Quotes are off'] : []),
    ...(labels.length > 0 ? [`Media covered: ${labels.join(', ')}`] : []),
    ...(quote === undefined ? [] : [`Quotes ${quote}`]),
    ...(languages.length > 0 ? [`In ${languages.join(', ')}`] : []),
  ]
}

function preview({ parts, settings: chosen }: Version<Settings>): Preview {
  const { link, shortLinks } = chosen
  return {
    parts: parts.map(({ text, media }) => ({
      text: wordsOf(text, shortLinks).text,
      media: media.length === 0 ? 'none' : media.length === 1 ? 'one' : media.length > 4 ? 'carousel' : 'grid',
    })),
    ...(link && parts[0].media.length === 0
      ? { card: { title: link.title ?? link.url, host: URL.canParse(link.url) ? new URL(link.url).host : link.url } }
      : {}),
    notes: notesOf(chosen),
  }
}

export const composer: Composer<Settings> = {
  rules,
  settings,
  limits: limitsOf,
  form,
  validate,
  length: (text, { settings: { shortLinks } }) => graphemes(wordsOf(text, shortLinks).text),
  preview,
  // The key of the record is ours, and its server tells at once whether it is there.
  promise: () => 'exact',
}
