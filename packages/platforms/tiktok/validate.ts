/** The rules of TikTok that can be judged before anything is sent. Browser-safe. */
import { badSetting, checkMedia, checkText, stop, warn } from '../checks.ts'
import type { Channel, FormRules, Options, Version, Violation } from '../interface.ts'
import { everyonesSeconds, photoTitle, rules, video } from './rules.ts'
import { mayDraft, mayPublish } from './scopes.ts'
import { form, isDraft, isPhotos, settings, type Form, type Settings } from './settings.ts'

const hint = (setting: string, why: string): Violation => ({ ...badSetting(setting, why), blocks: false })

export function validate(version: Version<Settings>, channel: Channel, options?: Options): readonly Violation[] {
  const parsed = settings.safeParse(version.settings)
  if (!parsed.success)
    return parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
  const kind = form(version)
  return [
    ...checkShape(version),
    ...checkWords(version, kind),
    ...checkFiles(version, kind, options),
    ...checkCover(version, kind),
    ...checkMode(version, channel),
    ...(isDraft(kind)
      ? []
      : [...checkAudience(version, options), ...checkLabels(version), ...checkNow(version, options)]),
    ...(isDraft(kind) ? [] : checkUseless(version.settings, kind)),
  ]
}

function checkShape({ parts, firstComment }: Version<Settings>): readonly Violation[] {
  const count = parts.length
  return [
    ...(count > 1 ? [stop('post.too-many-parts', { field: 'parts', values: { count, max: 1 } })] : []),
    ...(firstComment === undefined ? [] : [stop('post.first-comment-unsupported', { field: 'firstComment' })]),
    ...parts[0].media.flatMap((file, n) =>
      file.alt === '' ? [] : [warn('post.alt-dropped', { part: 0, field: `media.${n}.alt` })],
    ),
  ]
}

function checkWords({ parts, settings: { title = '' } }: Version<Settings>, kind: Form): readonly Violation[] {
  const { text } = parts[0]
  if (kind === 'videoDraft') return text.trim() === '' ? [] : [warn('post.text-dropped', { part: 0, field: 'text' })]
  const over = title.length - photoTitle.max
  return [
    ...checkText(text, rules.forms[kind].text),
    ...(isPhotos(kind) && over > 0 ? [badSetting('title', `at most ${photoTitle.max} characters, ${over} fewer`)] : []),
  ]
}

/** Of a direct post the account's own limit counts, if it is known. */
function mediaNow(kind: Form, options: Options | undefined): FormRules['media'] {
  const most = options?.facts['maxSeconds']
  if (kind !== 'video' || typeof most !== 'number') return rules.forms[kind].media
  return { video: { ...video, seconds: [video.seconds[0], Math.min(most, video.seconds[1])] } }
}

function checkFiles({ parts }: Version<Settings>, kind: Form, options: Options | undefined): readonly Violation[] {
  const { media } = parts[0]
  const isUnsure = kind === 'video' && options?.facts['maxSeconds'] === undefined
  const why = `some accounts may post no more than ${everyonesSeconds.max} seconds.`
  return [
    ...checkMedia(media, mediaNow(kind, options)),
    ...media.flatMap((file, n) =>
      isUnsure && (file.seconds ?? 0) > everyonesSeconds.max
        ? [warn('post.media-heavy', { part: 0, field: `media.${n}`, values: { why } })]
        : [],
    ),
  ]
}

function checkCover({ parts, settings: chosen }: Version<Settings>, kind: Form): readonly Violation[] {
  const { media } = parts[0]
  const { coverAt, coverPhoto } = chosen
  const seconds = media[0]?.seconds ?? Number.POSITIVE_INFINITY
  if (kind === 'video' && coverAt !== undefined && (coverAt < 0 || coverAt > seconds))
    return [badSetting('coverAt', 'the video has no such second')]
  if (isPhotos(kind) && coverPhoto !== undefined && (coverPhoto < 1 || coverPhoto > media.length))
    return [badSetting('coverPhoto', `a number from 1 to ${media.length}`)]
  return []
}

/** What is known of the permissions decides; without them nothing can go either way. */
function checkMode({ settings: { mode } }: Version<Settings>, channel: Channel): readonly Violation[] {
  if (!Array.isArray(channel.facts['scopes'])) return []
  if (mode === 'inbox') return mayDraft(channel) ? [] : [badSetting('mode', 'this connection may not send drafts')]
  return mayPublish(channel) ? [] : [badSetting('mode', 'this connection may only send drafts')]
}

function checkAudience({ settings: { privacy } }: Version<Settings>, options?: Options): readonly Violation[] {
  if (privacy === undefined) return [badSetting('privacy', 'choose who can see the post')]
  const offered = options?.choices['privacy']
  return offered && !offered.some(({ value }) => value === privacy)
    ? [badSetting('privacy', 'TikTok does not offer this to the account now')]
    : []
}

function checkLabels({ settings: chosen }: Version<Settings>): readonly Violation[] {
  const { brandedContent = false, disclose = false, privacy, yourBrand = false } = chosen
  return [
    ...(disclose && !yourBrand && !brandedContent
      ? [badSetting('disclose', 'say whether it is your brand, branded content, or both')]
      : []),
    ...(!disclose && (yourBrand || brandedContent) ? [badSetting('disclose', 'it has to be on for a label')] : []),
    ...(brandedContent && privacy === 'SELF_ONLY'
      ? [badSetting('brandedContent', 'branded content cannot be visible only to you')]
      : []),
  ]
}

/** What TikTok said of the account when the form was opened. */
function checkNow({ settings: chosen }: Version<Settings>, options?: Options): readonly Violation[] {
  const why = options?.facts['cannotPost']
  return [
    ...(typeof why === 'string' ? [stop('post.account-closed', { values: { why } })] : []),
    ...(['allowComments', 'allowDuet', 'allowStitch'] as const).flatMap((name) => {
      const closed = options?.closed[name]
      return chosen[name] === true && closed !== undefined ? [hint(name, closed)] : []
    }),
  ]
}

/** Settings that say nothing about this kind of post. */
function checkUseless(chosen: Settings, kind: Form): readonly Violation[] {
  const names = isPhotos(kind)
    ? (['allowDuet', 'allowStitch', 'madeWithAi', 'coverAt'] as const)
    : (['title', 'coverPhoto', 'addMusic'] as const)
  const why = isPhotos(kind) ? 'it is for videos' : 'it is for photos'
  return names
    .filter((name) => chosen[name] !== undefined && chosen[name] !== false && chosen[name] !== '')
    .map((name) => hint(name, why))
}
