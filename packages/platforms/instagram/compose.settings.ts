/** What a person may choose for a post on Instagram; the composer draws its form from it. */
import { z } from 'zod'

const username = z.string().regex(/^@?[\w.]{1,30}$/)
const place = z.number().optional()

/** Fields that make sense only in the feed, and those only a story lacks. */
const inFeed = { setting: 'story', is: [false, null] }

/** Bounds are checked by `validate`, so that a half-filled form can be kept as a draft. */
export const settings = z.strictObject({
  story: z
    .boolean()
    .meta({
      title: 'As a story',
      description: 'One photo or video, for 24 hours, without a caption. Otherwise it goes to the profile.',
      widget: 'switch',
    })
    .optional(),
  shareToFeed: z
    .boolean()
    .meta({
      title: 'Also show the reel in the feed',
      description: 'Otherwise it stands among the reels only.',
      widget: 'switch',
      default: true,
      when: inFeed,
    })
    .optional(),
  coverSeconds: z
    .number()
    .meta({
      title: 'Cover of the reel',
      description: 'The moment to show, in seconds from its beginning. A cover picture comes before it.',
      when: inFeed,
    })
    .optional(),
  audioName: z
    .string()
    .meta({ title: 'Name of the reel’s sound', description: 'For sound of your own.', widget: 'text', when: inFeed })
    .optional(),
  trial: z
    .enum(['MANUAL', 'SS_PERFORMANCE'])
    .meta({
      title: 'Trial reel',
      description: 'Shown to people who do not follow you first. Not every account may.',
      widget: 'select',
      labels: { MANUAL: 'Followers when you say so', SS_PERFORMANCE: 'Followers if it does well' },
      when: inFeed,
    })
    .optional(),
  collaborators: z
    .array(username)
    .meta({
      title: 'Collaborators',
      description: 'Usernames. They are invited, and the post stands on their profiles too.',
      widget: 'tags',
      when: inFeed,
    })
    .optional(),
  tags: z
    .array(
      z.strictObject({
        username: username.meta({ title: 'Username' }),
        x: place.meta({ title: 'From the left', description: '0 to 1; needed in pictures.' }),
        y: place.meta({ title: 'From the top', description: '0 to 1; needed in pictures.' }),
        item: z
          .number()
          .int()
          .meta({ title: 'Which picture of the carousel', description: '0 is the first.' })
          .optional(),
      }),
    )
    .meta({ title: 'People in it', widget: 'people' })
    .optional(),
  location: z
    .string()
    .regex(/^\d{1,20}$/)
    .meta({
      title: 'Place',
      description: 'The number of a Facebook Page that has a place on the map.',
      widget: 'text',
    })
    .optional(),
  aiGenerated: z
    .boolean()
    .meta({ title: 'Made with AI', description: 'Shows the label “AI info”.', widget: 'switch' })
    .optional(),
  paidPartnership: z
    .boolean()
    .meta({
      title: 'Paid partnership',
      description: 'Shows the label. For accounts connected through Facebook.',
      widget: 'switch',
    })
    .optional(),
  sponsors: z
    .array(z.string().regex(/^\d{1,20}$/))
    .meta({
      title: 'Brand partners',
      description: 'The account numbers of the brands.',
      widget: 'tags',
      when: { setting: 'paidPartnership', is: [true] },
    })
    .optional(),
  audio: z
    .strictObject({
      id: z.string().min(1).meta({ title: 'Number of the track' }),
      volume: z.number().meta({ title: 'Volume of the track', description: '0 to 1.' }).optional(),
      videoVolume: z.number().meta({ title: 'Volume of the video', description: '0 to 1.' }).optional(),
    })
    .meta({
      title: 'Music under the reel',
      description: 'A track of Instagram’s library. For accounts connected through Facebook.',
      when: inFeed,
    })
    .optional(),
  commentsOff: z
    .boolean()
    .meta({ title: 'No comments', description: 'They are turned off right after publishing.', widget: 'switch' })
    .optional(),
})
export type Settings = z.infer<typeof settings>
