/** LinkedIn for the composer: settings, checks, preview, promise. Browser-safe. */
import { z } from 'zod'
import { badSetting, checkAlt, checkMedia, stop } from '../checks.ts'
import type { Channel, Composer, Preview, Version, Violation } from '../interface.ts'
import { asShown, toLittle } from './little.ts'
import { altText, card, comment, poll, rules, smallestVideo, title } from './rules.ts'

const urn = z.string().regex(/^urn:li:(?:person|organization):[A-Za-z0-9_-]+$/)

/** Bounds of a poll and of a card are checked by `validate`, so that a half-filled form can be kept as a draft. */
export const settings = z.strictObject({
  visibility: z
    .enum(['PUBLIC', 'CONNECTIONS', 'LOGGED_IN'])
    .meta({
      title: 'Who can see it',
      description: 'Anyone, unless chosen otherwise. Pages publish to anyone.',
      widget: 'select',
      labels: { PUBLIC: 'Anyone', CONNECTIONS: 'Connections only', LOGGED_IN: 'People signed in to LinkedIn' },
    })
    .optional(),
  noReshare: z.boolean().meta({ title: 'Do not allow reposts', widget: 'switch' }).optional(),
  link: z
    .strictObject({
      url: z.string().meta({ title: 'Address', widget: 'url' }),
      title: z.string().meta({ title: 'Title', widget: 'text' }).optional(),
      description: z.string().meta({ title: 'Description', widget: 'text' }).optional(),
    })
    .meta({
      title: 'Link card',
      description: 'LinkedIn makes no card by itself; the picture is the file "card".',
      widget: 'link-card',
    })
    .optional(),
  title: z
    .string()
    .meta({ title: 'Title of the file', description: 'Needed for a document, shown with a video.', widget: 'text' })
    .optional(),
  poll: z
    .strictObject({
      question: z.string().meta({ title: 'Question', widget: 'text' }),
      options: z.array(z.string()).max(poll.options[1]).meta({ title: 'Choices', widget: 'lines' }),
      duration: z.enum(['ONE_DAY', 'THREE_DAYS', 'SEVEN_DAYS', 'FOURTEEN_DAYS']).meta({
        title: 'Runs for',
        widget: 'select',
        labels: { ONE_DAY: '1 day', THREE_DAYS: '3 days', SEVEN_DAYS: '1 week', FOURTEEN_DAYS: '2 weeks' },
      }),
    })
    .meta({ title: 'Poll', widget: 'poll' })
    .optional(),
  mentions: z
    .array(
      z.strictObject({ name: z.string().min(1).meta({ title: 'Name' }), urn: urn.meta({ title: 'LinkedIn URN' }) }),
    )
    .meta({
      title: 'Mentions',
      description: 'Whom "@Name" in the text means; the name as LinkedIn writes it.',
      widget: 'mentions',
    })
    .optional(),
})
export type Settings = z.infer<typeof settings>

type Form = keyof typeof rules.forms

export function form(version: Version<Settings>): Form {
  const kinds = new Set(version.parts[0].media.map((file) => file.kind))
  if (kinds.has('video')) return 'video'
  if (kinds.has('document')) return 'document'
  if (kinds.has('image')) return 'images'
  if (version.settings.poll) return 'poll'
  return version.settings.link ? 'link' : 'text'
}

/** Texts that take no escapes, against a limit of their own. */
const tooLong = (setting: string, text: string | undefined, max: number): readonly Violation[] =>
  text !== undefined && text.length > max ? [badSetting(setting, `at most ${max} characters`)] : []

/** Of the text as it travels: escapes count, as far as anybody knows. */
const lengthOf = (text: string, { settings: { mentions } }: Version<Settings>): number =>
  Math.max(text.length, toLittle(text, mentions).length)

function checkText(version: Version<Settings>, kind: Form): readonly Violation[] {
  const { text, media } = version.parts[0]
  if (text.trim() === '' && media.length === 0) return [stop('post.text-empty', { part: 0, field: 'text' })]
  const { max } = rules.forms[kind].text
  const over = lengthOf(text, version) - max
  return over > 0 ? [stop('post.text-too-long', { part: 0, field: 'text', values: { over, max } })] : []
}

function checkPoll({ poll: asked }: Settings): readonly Violation[] {
  if (!asked) return []
  const [fewest, most] = poll.options
  return [
    ...(asked.question.trim() === '' ? [badSetting('poll.question', 'it is empty')] : []),
    ...tooLong('poll.question', asked.question, poll.question),
    ...(asked.options.length < fewest || asked.options.length > most
      ? [badSetting('poll.options', `${fewest} to ${most} choices`)]
      : []),
    ...asked.options.flatMap((option, n) =>
      option.trim() === ''
        ? [badSetting(`poll.options.${n}`, 'it is empty')]
        : tooLong(`poll.options.${n}`, option, poll.option),
    ),
  ]
}

function checkLink({ link }: Settings): readonly Violation[] {
  if (!link) return []
  return [
    ...(/^https?:\/\//i.test(link.url) && URL.canParse(link.url)
      ? []
      : [badSetting('link.url', 'it is not a web address')]),
    ...tooLong('link.title', link.title, card.title),
    ...tooLong('link.description', link.description, card.description),
  ]
}

/** Media, link card and poll exclude one another. */
function checkExclusive({ parts, settings: chosen }: Version<Settings>): readonly Violation[] {
  const present = [
    ...(parts[0].media.length > 0 ? ['media'] : []),
    ...(chosen.link ? ['a link card'] : []),
    ...(chosen.poll ? ['a poll'] : []),
  ]
  const [one, other] = present
  return one === undefined || other === undefined
    ? []
    : [stop('post.exclusive', { part: 0, field: 'settings', values: { one: capital(one), other } })]
}
const capital = (text: string): string => text.replace(/^./, (first) => first.toUpperCase())

const kB = (bytes: number): string => `${Math.round(bytes / 1000)} kB`

function checkFiles(version: Version<Settings>, kind: Form): readonly Violation[] {
  const { media } = version.parts[0]
  const named = version.settings.title ?? ''
  const picture = version.files?.['card']
  const cardRules = rules.forms.images.media.image
  return [
    ...checkMedia(media, rules.forms[kind].media),
    ...checkAlt(media, altText.max),
    ...media.flatMap((file, n) =>
      kind === 'video' && file.bytes < smallestVideo.bytes
        ? [
            stop('post.media-small', {
              part: 0,
              field: `media.${n}`,
              values: { size: kB(file.bytes), min: kB(smallestVideo.bytes) },
            }),
          ]
        : [],
    ),
    ...(kind === 'document' && named.trim() === '' ? [badSetting('title', 'a document needs one')] : []),
    ...tooLong('title', named, title.max),
    ...(picture && version.settings.link && cardRules
      ? checkMedia([picture], { image: cardRules }).map((found) => ({ ...found, field: 'files.card' }))
      : []),
  ]
}

export function validate(version: Version<Settings>, channel: Channel): readonly Violation[] {
  const parsed = settings.safeParse(version.settings)
  if (!parsed.success)
    return parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
  const kind = form(version)
  const { visibility } = version.settings
  const count = version.parts.length
  const said = version.firstComment
  return [
    ...checkText(version, kind),
    ...(count > 1 ? [stop('post.too-many-parts', { field: 'parts', values: { count, max: 1 } })] : []),
    ...checkExclusive(version),
    ...checkFiles(version, kind),
    ...checkPoll(version.settings),
    ...checkLink(version.settings),
    ...(channel.kind === 'organization' && visibility !== undefined && visibility !== 'PUBLIC'
      ? [badSetting('visibility', 'pages publish to anyone')]
      : []),
    ...(said === undefined ? [] : checkComment(said)),
  ]
}

function checkComment(text: string): readonly Violation[] {
  if (text.trim() === '') return [stop('post.text-empty', { field: 'firstComment' })]
  const over = text.length - comment.max
  return over > 0 ? [stop('post.text-too-long', { field: 'firstComment', values: { over, max: comment.max } })] : []
}

/** LinkedIn folds after about three lines. */
const foldAt = 210

function preview(version: Version<Settings>): Preview {
  const { media } = version.parts[0]
  const { link, mentions, noReshare, poll: asked, title: named, visibility } = version.settings
  const text = asShown(version.parts[0].text, mentions)
  const look = media.length === 0 ? 'none' : media.length === 1 ? 'one' : 'grid'
  return {
    parts: [
      { text, ...(text.length > foldAt ? { foldAt } : {}), media: media[0]?.kind === 'document' ? 'carousel' : look },
    ],
    ...(link && media.length === 0
      ? { card: { title: link.title ?? link.url, host: URL.canParse(link.url) ? new URL(link.url).host : link.url } }
      : {}),
    notes: [
      ...(named !== undefined && media.length > 0 ? [named] : []),
      ...(asked ? [`Poll: ${asked.question} · ${asked.options.join(' · ')}`] : []),
      ...(visibility === 'CONNECTIONS' ? ['Connections only'] : []),
      ...(visibility === 'LOGGED_IN' ? ['Only for people signed in'] : []),
      ...(noReshare === true ? ['Reposts are off'] : []),
    ],
  }
}

/** Only a page's posts can be read back, and only with this scope. `facts.scopes` is kept by the caller. */
export function canReadBack({ kind, facts }: Channel): boolean {
  const scopes = facts['scopes']
  return kind === 'organization' && Array.isArray(scopes) && scopes.includes('r_organization_social')
}

export const composer: Composer<Settings> = {
  rules,
  settings,
  limits: () => rules,
  form,
  validate,
  length: lengthOf,
  preview,
  promise: (_, channel) => (canReadBack(channel) ? 'searched' : 'asks you'),
}
