/** X for the composer: settings, limits of an account, checks, preview, price. Browser-safe. */
import { hasForbidden } from '@posthorn/domain/text/count-weighted.ts'
import { findLinks } from '@posthorn/domain/text/links.ts'
import { z } from 'zod'
import { badSetting, checkAlt, checkMedia, checkText, stop, warn } from '../checks.ts'
import type {
  Channel,
  Composer,
  FormRules,
  Part,
  PlatformRules,
  Preview,
  Rendition,
  Version,
  Violation,
} from '../interface.ts'
import { altText, cashtags, cautiousPng, cautiousVideo, poll, premium, prices, rules, taggedUsers } from './rules.ts'

const id = z.string().regex(/^[0-9]{1,19}$/)

/** Bounds of a poll are checked by `validate`, so that a half-typed poll can be kept as a draft. */
export const settings = z.strictObject({
  replies: z
    .enum(['following', 'mentionedUsers', 'verified', 'subscribers'])
    .meta({
      title: 'Who can reply',
      description: 'Everyone, unless chosen otherwise.',
      widget: 'select',
      labels: {
        following: 'Accounts you follow',
        mentionedUsers: 'Only accounts you mention',
        verified: 'Verified accounts',
        subscribers: 'Subscribers',
      },
    })
    .optional(),
  madeWithAi: z
    .boolean()
    .meta({ title: 'Made with AI', description: 'Labels the media as AI-generated.', widget: 'switch' })
    .optional(),
  paidPartnership: z
    .boolean()
    .meta({ title: 'Paid partnership', description: 'Labels the post as a paid promotion.', widget: 'switch' })
    .optional(),
  community: id
    .meta({
      title: 'Community',
      description: 'The number in the address of a community you belong to.',
      widget: 'text',
    })
    .optional(),
  shareWithFollowers: z
    .boolean()
    .meta({ title: 'Also show to followers', description: 'For posts into a community.', widget: 'switch' })
    .optional(),
  poll: z
    .strictObject({
      options: z.array(z.string()).max(poll.options[1]).meta({ title: 'Choices', widget: 'lines' }),
      minutes: z.number().int().meta({ title: 'Runs for', description: 'In minutes.', widget: 'duration' }),
    })
    .meta({ title: 'Poll', widget: 'poll' })
    .optional(),
  taggedUsers: z
    .array(id)
    .max(taggedUsers.max)
    .meta({ title: 'People in the picture', description: 'Their account numbers.', widget: 'tags' })
    .optional(),
})
export type Settings = z.infer<typeof settings>

const paid: readonly unknown[] = ['Basic', 'Premium', 'PremiumPlus']
const isPremium = (channel: Channel): boolean => paid.includes(channel.facts['subscription'])

/** The rules as this account meets them: paid accounts write longer texts and show longer videos. */
export function limits(channel: Channel): PlatformRules {
  if (!isPremium(channel)) return rules
  const lift = (form: FormRules): FormRules => ({
    ...form,
    text: premium.text,
    media: form.media.video ? { ...form.media, video: { ...form.media.video, seconds: premium.seconds } } : form.media,
  })
  return { ...rules, forms: Object.fromEntries(Object.entries(rules.forms).map(([name, form]) => [name, lift(form)])) }
}

type Form = keyof typeof rules.forms

/** What one part is by its media alone. */
function partForm({ text, media }: Part): Exclude<Form, 'poll' | 'thread'> {
  if (media.some((file) => file.kind === 'video')) return 'video'
  if (media.some((file) => file.type === 'image/gif')) return 'gif'
  if (media.length > 0) return 'images'
  return findLinks(text).length > 0 ? 'link' : 'text'
}

export function form(version: Version<Settings>): Form {
  if (version.parts.length > 1) return 'thread'
  return version.settings.poll ? 'poll' : partForm(version.parts[0])
}

/** `$ABC`, `$BRK.B`; not `$25`. Source: twitter-text 3.1.0. */
const cashtag = /(?:^|\s)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|[\s!"#%&'()*+,\\\-./:;<=>?@[\]^_{|}~$])/gi

function checkPart(part: Part, n: number, rulesHere: PlatformRules): readonly Violation[] {
  const here = rulesHere.forms[partForm(part)]
  if (!here) return []
  const found: Violation[] = [
    ...checkText(part.text, here.text, n),
    ...checkMedia(part.media, here.media, n),
    ...checkAlt(part.media, altText.max, n),
  ]
  if (part.text.trim() === '' && part.media.length === 0)
    found.push(stop('post.text-empty', { part: n, field: 'text' }))
  if (hasForbidden(part.text)) found.push(stop('post.forbidden-characters', { part: n, field: 'text' }))
  const tickers = part.text.match(cashtag)?.length ?? 0
  if (tickers > cashtags.max)
    found.push(
      stop('post.too-many-cashtags', { part: n, field: 'text', values: { count: tickers, max: cashtags.max } }),
    )
  return found
}

function checkPoll(version: Version<Settings>): readonly Violation[] {
  const asked = version.settings.poll
  if (!asked) return []
  const found: Violation[] = []
  const [fewest, most] = poll.options
  const [, longest] = poll.length
  const [shortest, last] = poll.minutes
  if (asked.options.length < fewest || asked.options.length > most)
    found.push(badSetting('poll.options', `${fewest} to ${most} choices`))
  asked.options.forEach((option, n) => {
    if (option.trim() === '' || Array.from(option).length > longest)
      found.push(badSetting(`poll.options.${n}`, `1 to ${longest} characters`))
  })
  if (asked.minutes < shortest || asked.minutes > last)
    found.push(badSetting('poll.minutes', `${shortest} to ${last} minutes`))
  if (version.parts[0].media.length > 0)
    found.push(stop('post.exclusive', { part: 0, field: 'settings.poll', values: { one: 'A poll', other: 'media' } }))
  return found
}

/** Why X may refuse a file with the post although it takes the upload. */
function riskOf(file: Rendition, channel: Channel): string | undefined {
  if (file.type === 'image/png' && file.bytes > cautiousPng.bytes) return 'a large PNG; a JPEG is safer'
  const long = (file.seconds ?? 0) > cautiousVideo.seconds || file.bytes > cautiousVideo.bytes
  return long && !isPremium(channel) ? 'this account has no X Premium' : undefined
}

function warnings(version: Version<Settings>, channel: Channel): readonly Violation[] {
  const found: Violation[] = version.parts.flatMap((part, n) => [
    ...(findLinks(part.text).length > 0
      ? [
          warn('post.link-costs', {
            part: n,
            field: 'text',
            values: { price: (prices.postWithLink / 1000).toFixed(2) },
          }),
        ]
      : []),
    ...part.media.flatMap((file, k) => {
      const why = riskOf(file, channel)
      return why === undefined ? [] : [warn('post.media-heavy', { part: n, field: `media.${k}`, values: { why } })]
    }),
  ])
  const { community, madeWithAi, shareWithFollowers, taggedUsers: tagged } = version.settings
  if (madeWithAi === true && version.parts.every((part) => part.media.length === 0))
    found.push({ ...badSetting('madeWithAi', 'it labels media, and there are none'), blocks: false })
  if (shareWithFollowers === true && community === undefined)
    found.push({ ...badSetting('shareWithFollowers', 'it needs a community'), blocks: false })
  if (tagged && tagged.length > 0 && version.parts[0].media.length === 0)
    found.push({ ...badSetting('taggedUsers', 'there is no picture'), blocks: false })
  return found
}

export function validate(version: Version<Settings>, channel: Channel): readonly Violation[] {
  const here = limits(channel)
  const parsed = settings.safeParse(version.settings)
  if (!parsed.success)
    return parsed.error.issues.map((issue) => badSetting(issue.path.join('.') || 'settings', issue.message))
  const most = rules.forms.thread.parts
  const count = version.parts.length
  const comment = version.firstComment
  return [
    ...version.parts.flatMap((part, n) => checkPart(part, n, here)),
    ...(count > most ? [stop('post.too-many-parts', { field: 'parts', values: { count, max: most } })] : []),
    ...checkPoll(version),
    ...(comment === undefined
      ? []
      : checkPart({ text: comment, media: [] }, 0, here).map(({ part: _part, ...found }) => ({
          ...found,
          field: 'firstComment',
        }))),
    ...warnings(version, channel),
  ]
}

/** Longer texts of paid accounts fold here, behind "Show more". */
const foldAt = 280

function preview(version: Version<Settings>): Preview {
  const { madeWithAi, paidPartnership, poll: asked, replies } = version.settings
  const look = { text: 'none', link: 'none', images: 'grid', gif: 'one', video: 'one' } as const
  const link = version.parts[0].media.length === 0 ? findLinks(version.parts[0].text).at(-1) : undefined
  return {
    parts: version.parts.map((part) => ({
      text: part.text,
      ...(part.text.length > foldAt ? { foldAt } : {}),
      media: part.media.length === 1 ? 'one' : look[partForm(part)],
    })),
    ...(link ? { card: { title: link.text, host: URL.canParse(link.url) ? new URL(link.url).host : link.text } } : {}),
    notes: [
      ...(madeWithAi === true && version.parts.some((part) => part.media.length > 0) ? ['Made with AI'] : []),
      ...(paidPartnership === true ? ['Paid partnership'] : []),
      ...(asked ? [`Poll: ${asked.options.join(' · ')}`] : []),
      ...(replies === undefined ? [] : ['Replies are limited']),
    ],
  }
}

/** US$ for all parts, descriptions and the first comment together. */
export function price(version: Version<Settings>): number {
  const texts = [
    ...version.parts.map((part) => part.text),
    ...(version.firstComment === undefined ? [] : [version.firstComment]),
  ]
  const posts = texts.reduce((sum, text) => sum + (findLinks(text).length > 0 ? prices.postWithLink : prices.post), 0)
  const alts = version.parts.flatMap((part) => part.media).filter((file) => file.alt !== '').length
  return (posts + alts * prices.altText) / 1000
}

export const composer: Composer<Settings> = {
  rules,
  settings,
  limits,
  form,
  validate,
  preview,
  promise: () => 'searched',
  price,
}
