/** Instagram for the composer: settings, limits of an account, checks, preview, promise. Browser-safe. */
import { badSetting } from '../checks.ts'
import type { Channel, Composer, PlatformRules, Preview, Version, Violation } from '../interface.ts'
import { isFacebook, mayComment, mayRemove } from './compose.access.ts'
import { check } from './compose.checks.ts'
import { formOf } from './compose.forms.ts'
import type { Form } from './compose.forms.ts'
import { settings } from './compose.settings.ts'
import type { Settings } from './compose.settings.ts'
import { rules } from './rules.ts'

/** Through Facebook films are pushed, so only pictures have to be fetched from us; and posts can be taken down. */
const limits = (channel: Channel): PlatformRules => ({
  ...rules,
  fetchesMedia: isFacebook(channel) ? 'images' : 'always',
  can: { remove: mayRemove(channel), firstComment: mayComment(channel) },
})

function validate(version: Version<Settings>, channel: Channel): readonly Violation[] {
  const parsed = settings.safeParse(version.settings)
  return parsed.success
    ? check(version, channel)
    : parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
}

const looks = { image: 'one', carousel: 'carousel', reel: 'vertical', story: 'vertical' } as const satisfies Record<
  Form,
  Preview['parts'][number]['media']
>
const trials = { MANUAL: 'Trial reel', SS_PERFORMANCE: 'Trial reel, for followers if it does well' } as const

function preview(version: Version<Settings>): Preview {
  const form = formOf(version)
  const {
    aiGenerated,
    collaborators = [],
    commentsOff,
    paidPartnership,
    shareToFeed,
    tags = [],
    trial,
  } = version.settings
  const text = form === 'story' ? '' : version.parts[0].text.trim()
  const { lead } = rules.writing
  const named = (names: readonly string[]): string => names.map((name) => `@${name.replace(/^@/, '')}`).join(', ')
  return {
    parts: [
      {
        text,
        ...(text.length > lead ? { foldAt: lead } : {}),
        media: version.parts[0].media.length === 0 ? 'none' : looks[form],
      },
    ],
    notes: [
      ...(form === 'story' ? ['Story, for 24 hours'] : []),
      ...(paidPartnership === true ? ['Paid partnership'] : []),
      ...(aiGenerated === true ? ['AI info'] : []),
      ...(collaborators.length > 0 ? [`With ${named(collaborators)}`] : []),
      ...(tags.length > 0 ? [`In it: ${named(tags.map(({ username }) => username))}`] : []),
      ...(form === 'reel' && trial ? [trials[trial]] : []),
      ...(form === 'reel' && shareToFeed === false ? ['Not in the feed'] : []),
      ...(commentsOff === true ? ['Comments are off'] : []),
    ],
  }
}

export type { Settings } from './compose.settings.ts'
export const composer: Composer<Settings> = {
  rules,
  settings,
  limits,
  form: formOf,
  validate,
  preview,
  promise: () => 'exact',
}
