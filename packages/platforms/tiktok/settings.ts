/** What a person chooses for a post on TikTok, and what the choice makes of it. Browser-safe. */
import { z } from 'zod'
import type { Version } from '../interface.ts'
import { privacyLevels, type rules } from './rules.ts'

export const privacyNames = {
  PUBLIC_TO_EVERYONE: 'Everyone',
  MUTUAL_FOLLOW_FRIENDS: 'Friends',
  FOLLOWER_OF_CREATOR: 'Followers',
  SELF_ONLY: 'Only you',
} as const satisfies Record<(typeof privacyLevels)[number], string>

const whenPosted = { setting: 'mode', is: ['publish'] }
const ofVideos = { when: whenPosted, forms: ['video'] }
const whenDisclosed = { setting: 'disclose', is: [true] }

/**
 * In the order and with the defaults that TikTok's audit demands: nobody but the person chooses who sees the post, and
 * everything else is off. What belongs together is checked by `validate`, so that a half-filled form can be kept.
 */
export const settings = z.strictObject({
  mode: z
    .enum(['publish', 'inbox'])
    .default('publish')
    .meta({
      title: 'How it goes out',
      description: 'A draft waits in your TikTok inbox: you choose everything else in the app and post it there.',
      widget: 'select',
      labels: { publish: 'Post it', inbox: 'Send it to the inbox as a draft' },
    }),
  privacy: z
    .enum(privacyLevels)
    .meta({
      title: 'Who can see it',
      description: 'To be chosen for each post.',
      widget: 'select',
      labels: privacyNames,
      when: whenPosted,
    })
    .optional(),
  allowComments: z.boolean().meta({ title: 'Allow comments', widget: 'switch', when: whenPosted }).optional(),
  allowDuet: z
    .boolean()
    .meta({ title: 'Allow Duet', description: 'Videos only.', widget: 'switch', ...ofVideos })
    .optional(),
  allowStitch: z
    .boolean()
    .meta({ title: 'Allow Stitch', description: 'Videos only.', widget: 'switch', ...ofVideos })
    .optional(),
  disclose: z
    .boolean()
    .meta({
      title: 'Disclose commercial content',
      description: 'The post promotes yourself, a brand, a product or a service.',
      widget: 'switch',
      when: whenPosted,
    })
    .optional(),
  yourBrand: z
    .boolean()
    .meta({
      title: 'Your brand',
      description: 'You promote yourself or your own business. The post is labelled “Promotional content”.',
      widget: 'switch',
      when: whenDisclosed,
    })
    .optional(),
  brandedContent: z
    .boolean()
    .meta({
      title: 'Branded content',
      description: 'You promote another brand or a third party. The post is labelled “Paid partnership”.',
      widget: 'switch',
      when: whenDisclosed,
    })
    .optional(),
  madeWithAi: z
    .boolean()
    .meta({ title: 'AI-generated', description: 'Labels a video.', widget: 'switch', ...ofVideos })
    .optional(),
  coverAt: z
    .number()
    .meta({ title: 'Cover', description: 'The second of the video that is shown first.', ...ofVideos })
    .optional(),
  title: z
    .string()
    .meta({ title: 'Title', description: 'Stands above the text.', widget: 'text', forms: ['photos', 'photosDraft'] })
    .optional(),
  coverPhoto: z
    .int()
    .meta({
      title: 'Cover photo',
      description: 'The number of the photo that is shown first.',
      forms: ['photos', 'photosDraft'],
    })
    .optional(),
  addMusic: z
    .boolean()
    .meta({
      title: 'Add music',
      description: 'TikTok chooses music for photos.',
      widget: 'switch',
      when: whenPosted,
      forms: ['photos'],
    })
    .optional(),
})
export type Settings = z.input<typeof settings>

export type Form = keyof typeof rules.forms

export function form({ parts, settings: { mode } }: Version<Settings>): Form {
  const isPhotos = parts[0].media[0]?.kind === 'image'
  if (mode === 'inbox') return isPhotos ? 'photosDraft' : 'videoDraft'
  return isPhotos ? 'photos' : 'video'
}
export const isDraft = (kind: Form): boolean => kind === 'videoDraft' || kind === 'photosDraft'
export const isPhotos = (kind: Form): boolean => kind === 'photos' || kind === 'photosDraft'

/** The words that go with it, as followers read them: the title of photos above their text, and none with a video's draft. */
export function wordsOf(version: Version<Settings>): string {
  const { text } = version.parts[0]
  const kind = form(version)
  if (kind === 'videoDraft') return ''
  return isPhotos(kind) ? [version.settings.title ?? '', text].filter((words) => words !== '').join('\n') : text
}
