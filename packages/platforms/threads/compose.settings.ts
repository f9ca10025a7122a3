/** What a person may choose for a post on Threads; the composer draws its form from it. */
import { z } from 'zod'
import { longText, poll, replyControls, spoilers, topic } from './rules.ts'

/** Bounds are checked by `validate`, so that a half-filled form can be kept as a draft. */
export const settings = z.strictObject({
  topic: z
    .string()
    .meta({
      title: 'Topic',
      description: `One for each post, up to ${topic.length[1]} characters. Without it, the first #tag of the text becomes the topic.`,
      widget: 'text',
    })
    .optional(),
  replies: z
    .enum(replyControls)
    .meta({
      title: 'Who can reply',
      description: 'Everyone, unless chosen otherwise.',
      widget: 'select',
      labels: {
        everyone: 'Everyone',
        accounts_you_follow: 'Accounts you follow',
        mentioned_only: 'Only accounts you mention',
        parent_post_author_only: 'Only the author of the post it answers',
        followers_only: 'Your followers',
      },
    })
    .optional(),
  approvals: z
    .boolean()
    .meta({ title: 'Approve replies first', description: 'Nobody sees a reply before you do.', widget: 'switch' })
    .optional(),
  link: z
    .string()
    .meta({
      title: 'Link card',
      description: 'Threads draws the card from the page at this address, or from the first link in the text.',
      widget: 'url',
    })
    .optional(),
  poll: z
    .strictObject({
      options: z.array(z.string()).max(poll.options[1]).meta({ title: 'Choices', widget: 'lines' }),
    })
    .meta({ title: 'Poll', description: `It runs for ${poll.hours} hours.`, widget: 'poll' })
    .optional(),
  gif: z
    .string()
    .meta({ title: 'GIF', description: 'The address or the id of a GIF on GIPHY.', widget: 'text' })
    .optional(),
  longText: z
    .strictObject({
      text: z.string().meta({ title: 'Text', description: `Up to ${longText.max} characters.`, widget: 'textarea' }),
      link: z.string().meta({ title: 'Link below it', widget: 'url' }).optional(),
    })
    .meta({ title: 'Longer text behind “read more”', widget: 'group' })
    .optional(),
  quote: z
    .string()
    .meta({ title: 'Quotes the post', description: 'The address of a post of your own.', widget: 'url' })
    .optional(),
  spoilers: z
    .array(z.string())
    .max(spoilers.max)
    .meta({
      title: 'Words to hide',
      description: 'As they stand in the first text; shown after a tap.',
      widget: 'lines',
    })
    .optional(),
  hideMedia: z
    .boolean()
    .meta({ title: 'Hide the media', description: 'They are shown after a tap.', widget: 'switch' })
    .optional(),
  ghost: z
    .boolean()
    .meta({ title: 'Ghost post', description: 'It disappears after 24 hours. Text only.', widget: 'switch' })
    .optional(),
  place: z
    .string()
    .regex(/^\d{1,20}$/)
    .meta({ title: 'Place', description: 'The number that Threads’ search for places gives it.', widget: 'text' })
    .optional(),
  countries: z
    .array(z.string())
    .meta({
      title: 'Only in these countries',
      description: 'Two letters each, such as FR. Not every profile may.',
      widget: 'lines',
    })
    .optional(),
  story: z
    .enum(['light', 'dark'])
    .meta({
      title: 'Also as an Instagram story',
      description: 'For profiles that are linked to an Instagram account.',
      widget: 'select',
      labels: { light: 'In light colours', dark: 'In dark colours' },
    })
    .optional(),
})
export type Settings = z.infer<typeof settings>
