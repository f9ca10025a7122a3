/** Facebook Pages for the composer: settings, checks, preview, promise. Browser-safe. */
import { z } from 'zod'
import { badSetting, checkMedia, checkText, stop, warn } from '../checks.ts'
import type { Channel, Composer, Preview, Version, Violation } from '../interface.ts'
import { buttons, comment, cover, invitationsPerDay, rules, targetAges, title } from './rules.ts'

const pageId = z.string().regex(/^[0-9]+$/, 'the number of a Page')

/** What depends on the rest of the post is checked by `validate`, so that a half-filled form can be kept as a draft. */
export const settings = z.strictObject({
  form: z
    .enum(['reel', 'story'])
    .meta({
      title: 'Publish as',
      description: 'An ordinary post, unless chosen otherwise. A story is gone after a day.',
      widget: 'select',
      labels: { reel: 'Reel', story: 'Story' },
    })
    .optional(),
  link: z
    .string()
    .meta({
      title: 'Link card',
      description: 'Facebook draws the card from the page at this address.',
      widget: 'url',
    })
    .optional(),
  button: z
    .enum(buttons.values)
    .meta({
      title: 'Button under the link',
      widget: 'select',
      labels: {
        LEARN_MORE: 'Learn more',
        SHOP_NOW: 'Shop now',
        BUY_TICKETS: 'Buy tickets',
        SIGN_UP: 'Sign up',
        CONTACT_US: 'Contact us',
        DOWNLOAD: 'Download',
        WATCH_MORE: 'Watch more',
      },
    })
    .optional(),
  title: z
    .string()
    .meta({
      title: 'Title of the video',
      widget: 'text',
      when: { setting: 'form', is: [null, 'reel'] },
    })
    .optional(),
  audience: z
    .strictObject({
      countries: z
        .array(z.string())
        .meta({ title: 'Only in these countries', description: 'Two letters each, such as FR.', widget: 'lines' })
        .optional(),
      minimumAge: z
        .enum(targetAges.values)
        .meta({
          title: 'Youngest age',
          widget: 'select',
          labels: Object.fromEntries(targetAges.values.map((age) => [age, age])),
        })
        .optional(),
    })
    .meta({
      title: 'Who can see it',
      description: 'Anyone, unless limited here.',
      when: { setting: 'form', is: [null, 'reel'] },
    })
    .optional(),
  place: pageId
    .meta({
      title: 'Place',
      description: 'The number of the Page of a place.',
      widget: 'text',
      when: { setting: 'form', is: [null, 'reel'] },
    })
    .optional(),
  sponsor: pageId
    .meta({
      title: 'Paid partnership with',
      description: 'The number of the sponsor’s Page.',
      widget: 'text',
      when: { setting: 'form', is: [null, 'reel'] },
    })
    .optional(),
  collaborators: z
    .array(pageId)
    .max(invitationsPerDay.max)
    .meta({
      title: 'Invite as collaborators',
      description: 'Numbers of Pages. They are asked once the reel is out.',
      widget: 'tags',
      when: { setting: 'form', is: ['reel'] },
    })
    .optional(),
})
export type Settings = z.infer<typeof settings>

type Form = keyof typeof rules.forms

export function form({ parts, settings: chosen }: Version<Settings>): Form {
  const kinds = new Set(parts[0].media.map((file) => file.kind))
  if (chosen.form === 'story' && kinds.size > 0) return 'story'
  if (kinds.has('video')) return chosen.form === 'reel' ? 'reel' : 'video'
  if (kinds.size > 0) return 'images'
  return chosen.link ? 'link' : 'text'
}

const isFilm = (version: Version<Settings>): boolean => version.parts[0].media.some(({ kind }) => kind === 'video')
const exclusive = (one: string, other: string, field: string): Violation =>
  stop('post.exclusive', { part: 0, field, values: { one, other } })

/** A story takes one picture or one film, so the limits of the kind that is there count. */
function checkFiles(version: Version<Settings>, kind: Form): readonly Violation[] {
  const { media } = version.parts[0]
  const limits: (typeof rules.forms)[Form]['media'] = rules.forms[kind].media
  const there = Object.entries(limits).filter(([of]) => media.some((file) => file.kind === of))
  const picture = version.files?.['cover']
  return [
    ...checkMedia(media, there.length > 0 ? Object.fromEntries(there) : limits),
    ...(picture && isFilm(version) && kind !== 'story'
      ? checkMedia([picture], { image: cover }).map((found) => ({ ...found, field: 'files.cover' }))
      : []),
  ]
}

const ours = /(^|\.)(facebook\.com|fb\.com|fb\.me|fb\.watch)$/i

function checkLink({ parts, settings: chosen }: Version<Settings>): readonly Violation[] {
  const { link, button } = chosen
  if (!link) return button === undefined ? [] : [badSetting('button', 'it needs a link card')]
  if (parts[0].media.length > 0) return [exclusive('A link card', 'media', 'settings.link')]
  if (!/^https?:\/\//i.test(link) || !URL.canParse(link)) return [badSetting('link', 'it is not a web address')]
  return ours.test(new URL(link).hostname) ? [badSetting('link', 'Facebook makes no card of its own pages')] : []
}

/** Settings that belong to other forms than this one. */
function checkForm(version: Version<Settings>, kind: Form): readonly Violation[] {
  const { form: wanted, title: named, collaborators, audience, place, sponsor } = version.settings
  const unused = (setting: string, why: string): Violation => ({ ...badSetting(setting, why), blocks: false })
  return [
    ...(wanted !== undefined && wanted !== kind
      ? [badSetting('form', wanted === 'reel' ? 'a reel is one video' : 'a story is one picture or video')]
      : []),
    ...(named !== undefined && named.length > title.max
      ? [badSetting('title', `at most ${title.max} characters`)]
      : []),
    ...(named !== undefined && kind !== 'video' && kind !== 'reel'
      ? [unused('title', 'there is no video to name')]
      : []),
    ...(collaborators !== undefined && collaborators.length > 0 && kind !== 'reel'
      ? [badSetting('collaborators', 'only reels can be shared')]
      : []),
    ...(audience?.countries ?? []).flatMap((country, n) =>
      /^[A-Z]{2}$/.test(country) ? [] : [badSetting(`audience.countries.${n}`, 'two capital letters, such as FR')],
    ),
    ...(kind === 'story' && (audience ?? place ?? sponsor) !== undefined
      ? [badSetting('form', 'a story takes no audience, place or partner')]
      : []),
  ]
}

/** Facts of the account are written by `identify`: permissions that the person did not give. */
const lacks = ({ facts }: Channel, scope: string): boolean => {
  const missing = facts['missing']
  return Array.isArray(missing) && missing.includes(scope)
}

function checkComment(text: string, kind: Form, channel: Channel): readonly Violation[] {
  const field = 'firstComment'
  if (kind === 'story') return [stop('post.exclusive', { field, values: { one: 'A story', other: 'a first comment' } })]
  if (lacks(channel, 'pages_manage_engagement')) return [stop('network.permission', { field })]
  if (text.trim() === '') return [stop('post.text-empty', { field })]
  return checkText(text, { max: comment.max, count: 'utf16' }).map((found) => ({ ...found, field }))
}

export function validate(version: Version<Settings>, channel: Channel): readonly Violation[] {
  const parsed = settings.safeParse(version.settings)
  if (!parsed.success)
    return parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
  const kind = form(version)
  const { text, media } = version.parts[0]
  const count = version.parts.length
  const isEmpty = text.trim() === '' && media.length === 0 && kind !== 'link'
  return [
    ...(isEmpty ? [stop('post.text-empty', { part: 0, field: 'text' })] : []),
    ...(kind === 'story' && text.trim() !== '' ? [exclusive('A story', 'a text', 'text')] : []),
    ...(kind === 'story' ? [] : checkText(text, rules.forms[kind].text)),
    ...(count > 1 ? [stop('post.too-many-parts', { field: 'parts', values: { count, max: 1 } })] : []),
    ...checkFiles(version, kind),
    ...checkLink(version),
    ...checkForm(version, kind),
    ...(version.firstComment === undefined ? [] : checkComment(version.firstComment, kind, channel)),
    ...(version.files?.['cover'] && !isFilm(version)
      ? [warn('post.setting', { field: 'files.cover', values: { setting: 'cover', why: 'there is no video' } })]
      : []),
  ]
}

const shape = { text: 'none', link: 'none', images: 'grid', video: 'one', reel: 'vertical', story: 'vertical' } as const

function preview(version: Version<Settings>): Preview {
  const { text, media } = version.parts[0]
  const { link, title: named, audience, sponsor, button } = version.settings
  const kind = form(version)
  const { lead } = rules.writing
  return {
    parts: [
      {
        text,
        ...(text.length > lead ? { foldAt: lead } : {}),
        media: kind === 'images' && media.length === 1 ? 'one' : shape[kind],
      },
    ],
    ...(kind === 'link' && link ? { card: { title: link, host: URL.canParse(link) ? new URL(link).host : link } } : {}),
    notes: [
      ...(named !== undefined && isFilm(version) ? [named] : []),
      ...(button !== undefined && kind === 'link' ? [`Button: ${button.toLowerCase().replaceAll('_', ' ')}`] : []),
      ...(sponsor === undefined ? [] : ['Paid partnership']),
      ...(audience?.countries?.length ? [`Only in ${audience.countries.join(', ')}`] : []),
      ...(audience?.minimumAge === undefined ? [] : [`From ${audience.minimumAge} years on`]),
      ...(kind === 'story' ? ['Gone after a day'] : []),
    ],
  }
}

export const composer: Composer<Settings> = {
  rules,
  settings,
  limits: () => rules,
  form,
  validate,
  preview,
  // The number of a film is known before anybody sees it; posts and photos have to be looked for.
  promise: (version) => (isFilm(version) ? 'exact' : 'searched'),
}
