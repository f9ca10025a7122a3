/** Bodies of the three inits (sheet section 7). Fields that TikTok knows but ignores there are taken and noted. */
import { z } from 'zod'
import { photo, photoTitle, rules } from '../rules.ts'

const ignored = z.unknown().optional()
/** Counted as JavaScript counts, in UTF-16 units; zod's own `max` counts code points. */
const text = (max: number) =>
  z
    .string()
    .refine(({ length }) => length <= max, `must not be longer than ${max} UTF-16 runes`)
    .optional()
const flags = {
  privacy_level: z.string().optional(),
  disable_comment: z.boolean().optional(),
  brand_content_toggle: z.boolean().optional(),
  brand_organic_toggle: z.boolean().optional(),
}

const videoInfo = z.strictObject({
  ...flags,
  title: text(rules.forms.video.text.max),
  disable_duet: z.boolean().optional(),
  disable_stitch: z.boolean().optional(),
  video_cover_timestamp_ms: z.number().optional(),
  is_aigc: z.boolean().optional(),
  description: ignored,
  auto_add_music: ignored,
})
const photoInfo = z.strictObject({
  ...flags,
  title: text(photoTitle.max),
  description: text(rules.forms.photos.text.max),
  auto_add_music: z.boolean().optional(),
  disable_duet: ignored,
  disable_stitch: ignored,
  video_cover_timestamp_ms: ignored,
  is_aigc: ignored,
})
const videoSource = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('FILE_UPLOAD'),
    video_size: z.int().min(1),
    chunk_size: z.int().min(1),
    total_chunk_count: z.int().min(1),
  }),
  z.strictObject({ source: z.literal('PULL_FROM_URL'), video_url: z.string().min(1) }),
])
const [fewest, most] = photo.count

export const shapes = {
  video: z.strictObject({ post_info: videoInfo, source_info: videoSource }),
  inboxVideo: z.strictObject({ source_info: videoSource, post_info: ignored }),
  photos: z.strictObject({
    media_type: z.literal('PHOTO'),
    post_mode: z.enum(['DIRECT_POST', 'MEDIA_UPLOAD']),
    post_info: photoInfo.optional(),
    source_info: z.strictObject({
      source: z.literal('PULL_FROM_URL'),
      photo_images: z.array(z.string().min(1)).min(fewest).max(most),
      photo_cover_index: z.int().min(0).optional(),
    }),
  }),
  publishId: z.strictObject({ publish_id: z.string().min(1) }),
  nothing: z.strictObject({}),
  videoList: z.strictObject({ cursor: z.int().min(0).optional(), max_count: z.int().min(1).max(20).optional() }),
  videoQuery: z.strictObject({
    filters: z.strictObject({
      video_ids: z
        .array(z.string().regex(/^\d{1,20}$/))
        .min(1)
        .max(20),
    }),
  }),
}
export type VideoSource = z.infer<typeof videoSource>
export type FileSource = Extract<VideoSource, { source: 'FILE_UPLOAD' }>
export type VideoInfo = z.infer<typeof videoInfo>
export type PhotoInfo = z.infer<typeof photoInfo>

/** Which of these fields were given although they mean nothing there. */
export const notedAsIgnored = (given: object, names: readonly string[], where: string): string[] =>
  names.filter((name) => Object.hasOwn(given, name)).map((name) => `${name} is ignored ${where}`)
