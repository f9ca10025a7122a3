/** What a person may choose for a post on Bluesky; the composer draws its form from it. */
import { z } from 'zod'
import { selfLabels, tags } from './rules.ts'

/** Bounds of texts are checked by `validate`, so that a half-filled form can be kept as a draft. */
export const settings = z.strictObject({
  link: z
    .strictObject({
      url: z.string().meta({ title: 'Address', widget: 'url' }),
      title: z.string().meta({ title: 'Title', widget: 'text' }).optional(),
      description: z.string().meta({ title: 'Description', widget: 'text' }).optional(),
    })
    .meta({
      title: 'Link card',
      description: 'Bluesky makes no card by itself; the picture is the file "card".',
      widget: 'link-card',
    })
    .optional(),
  quote: z
    .string()
    .meta({ title: 'Quotes the post', description: 'Its address as bsky.app shows it.', widget: 'url' })
    .optional(),
  replies: z
    .array(z.enum(['nobody', 'mentioned', 'following', 'followers']))
    .meta({
      title: 'Who can reply',
      description: 'Anyone, unless chosen otherwise.',
      labels: {
        nobody: 'Nobody',
        mentioned: 'People you mention',
        following: 'People you follow',
        followers: 'Your followers',
      },
    })
    .optional(),
  noQuotes: z.boolean().meta({ title: 'Do not allow quotes', widget: 'switch' }).optional(),
  labels: z
    .array(z.enum(selfLabels.values))
    .meta({
      title: 'Content warning',
      description: 'Media are covered until somebody opens them.',
      labels: {
        sexual: 'Suggestive',
        nudity: 'Nudity',
        porn: 'Adult',
        'graphic-media': 'Violence or gore',
      },
    })
    .optional(),
  languages: z
    .array(z.string())
    .meta({ title: 'Languages', description: 'Codes such as en or pt-BR; at most three.', widget: 'lines' })
    .optional(),
  tags: z
    .array(z.string())
    .meta({
      title: 'Hidden tags',
      description: `Found by search but not shown, without #; at most ${tags.beside}.`,
      widget: 'lines',
    })
    .optional(),
  shortLinks: z
    .boolean()
    .meta({
      title: 'Shorten links in the text',
      description: 'Shown as example.com/page..., they lead to the whole address.',
      widget: 'switch',
    })
    .optional(),
  asGif: z
    .boolean()
    .meta({ title: 'Play as GIF', description: 'Videos play by themselves, again and again.', widget: 'switch' })
    .optional(),
})
export type Settings = z.infer<typeof settings>
