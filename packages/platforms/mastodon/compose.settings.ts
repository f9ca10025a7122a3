/** What a person may choose for a post on Mastodon; the composer draws its form from it. */
import { z } from 'zod'
import { poll, quotePolicies, visibilities } from './rules.ts'

const audience = {
  public: 'Anyone, and public timelines',
  unlisted: 'Anyone, but not in public timelines',
  private: 'Followers only',
  direct: 'Only people named in the text',
}

/** What a server may set by itself is checked by `validate`, so that a half-filled form can be kept as a draft. */
export const settings = z.strictObject({
  visibility: z
    .enum(visibilities.values)
    .meta({
      title: 'Who can see it',
      description: 'The account’s own setting, unless chosen otherwise.',
      widget: 'select',
      labels: audience,
    })
    .optional(),
  spoiler: z
    .string()
    .meta({
      title: 'Content warning',
      description: 'Shown instead of the text until somebody opens it, on every part. It counts as text.',
      widget: 'text',
    })
    .optional(),
  sensitive: z
    .boolean()
    .meta({ title: 'Hide the media', description: 'They are shown after a click.', widget: 'switch' })
    .optional(),
  language: z
    .string()
    .meta({
      title: 'Language',
      description: 'A code such as en or pt-BR; the account’s own unless given.',
      widget: 'text',
    })
    .optional(),
  quotes: z
    .enum(quotePolicies.values)
    .meta({
      title: 'Who can quote it',
      description: 'The account’s own setting, unless chosen otherwise. Servers know this since version 4.5.',
      widget: 'select',
      labels: { public: 'Anyone', followers: 'Followers', nobody: 'Only you' },
    })
    .optional(),
  quote: z
    .string()
    .meta({
      title: 'Quotes the post',
      description: 'Its address as your own server shows it. Its author may have to agree.',
      widget: 'url',
    })
    .optional(),
  unlistedReplies: z
    .boolean()
    .meta({
      title: 'Keep replies out of public timelines',
      description: 'The first part stays public; further parts and the first comment are unlisted.',
      widget: 'switch',
    })
    .optional(),
  poll: z
    .strictObject({
      options: z.array(z.string()).meta({ title: 'Choices', widget: 'lines' }),
      minutes: z
        .number()
        .int()
        .min(Math.ceil(poll.seconds[0] / 60))
        .meta({ title: 'Runs for', description: 'In minutes.', widget: 'duration' }),
      multiple: z.boolean().meta({ title: 'Several choices at once', widget: 'switch' }).optional(),
      hideTotals: z.boolean().meta({ title: 'Hide the counts until it ends', widget: 'switch' }).optional(),
    })
    .meta({ title: 'Poll', widget: 'poll' })
    .optional(),
  focus: z
    .array(z.string())
    .meta({
      title: 'What stays in sight',
      description: 'For each file in order: "x,y" from -1 (left, bottom) to 1 (right, top). Empty: the middle.',
      widget: 'lines',
    })
    .optional(),
})
export type Settings = z.infer<typeof settings>
