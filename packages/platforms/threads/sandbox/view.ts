/** Profiles and posts as the API shows them. */
import type { Node } from '../../sandbox/graph/fields.ts'
import { engagement } from '../../sandbox/growth.ts'
import { listed, permalink, rootOf, type File, type Person, type Post, type State } from './state.ts'

const cdn = 'https://scontent.cdninstagram.com'
const avatarOf = (person: Person) => `${cdn}/avatars/${person.id}.png`
const stamp = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000')

export function profileNode(person: Person): Node {
  return {
    type: 'User',
    usual: ['id'],
    fields: {
      id: person.id,
      username: person.handle,
      name: person.name === '' ? undefined : person.name,
      threads_profile_picture_url: avatarOf(person),
      threads_biography: 'Practice account: made up, nothing here is public.',
      is_verified: person.verified,
      is_eligible_for_geo_gating: person.geoGating,
    },
  }
}

export const isFilm = (file: File) => file.seen.type.startsWith('video/')

const mediaTypes = {
  TEXT: 'TEXT_POST',
  IMAGE: 'IMAGE',
  VIDEO: 'VIDEO',
  CAROUSEL: 'CAROUSEL_ALBUM',
  REPOST: 'REPOST_FACADE',
} as const

const fileNode = (file: File): Node => ({
  type: 'Media',
  usual: ['id'],
  fields: {
    id: file.key,
    media_type: isFilm(file) ? 'VIDEO' : 'IMAGE',
    media_url: `${cdn}/media/${file.key}`,
    alt_text: file.alt,
  },
})

export const repliesTo = (state: State, post: Post) => post.replies.filter((reply) => listed(state, reply))
export const engaged = (state: State, post: Post) => engagement(post.id, (state.world.now() - post.at) / 1000)

/** Fields of the post itself; what it answers and quotes is named by id. */
export function postNode(state: State, post: Post, reader: Person): Node {
  const [file, ...more] = post.files
  const { replyTo, quotes, reposts } = post
  const only = (other: Post | undefined) => (other ? { id: other.id } : undefined)
  return {
    type: 'Media',
    usual: ['id'],
    fields: {
      id: post.id,
      media_product_type: 'THREADS',
      media_type: mediaTypes[post.kind],
      media_url: file && more.length === 0 ? `${cdn}/media/${file.key}` : undefined,
      thumbnail_url: undefined, // a field of films; the practice network draws none
      alt_text: more.length === 0 ? file?.alt : undefined,
      children: post.kind === 'CAROUSEL' ? { edge: { nodes: post.files.map(fileNode) } } : undefined,
      permalink: permalink(state, post),
      shortcode: post.shortcode,
      owner: { id: post.author.id },
      username: post.author.handle,
      profile_picture_url: avatarOf(post.author),
      is_verified: post.author.verified,
      text: post.text === '' ? undefined : post.text,
      timestamp: stamp(post.at),
      topic_tag: post.topic,
      link_attachment_url: post.link,
      poll_attachment: post.poll
        ? Object.fromEntries(post.poll.map((option, index) => [`option_${'abcd'.charAt(index)}`, option]))
        : undefined,
      gif_url: post.gif === undefined ? undefined : `https://media.giphy.com/media/${post.gif}/giphy.gif`,
      text_attachment: post.longText && { ...post.longText, text_with_styling_info: undefined },
      is_spoiler_media: post.spoilerMedia,
      text_entities:
        post.spoilers.length === 0 ? undefined : post.spoilers.map((one) => ({ entity_type: 'SPOILER', ...one })),
      is_quote_post: quotes !== undefined,
      quoted_post: only(quotes),
      reposted_post: only(reposts),
      is_reply: replyTo !== undefined,
      is_reply_owned_by_me: replyTo === undefined ? undefined : post.author === reader,
      replied_to: only(replyTo),
      root_post: replyTo === undefined ? undefined : only(rootOf(post)),
      has_replies: repliesTo(state, post).length > 0,
      reply_audience: post.replyControl.toUpperCase(),
      hide_status: replyTo === undefined ? undefined : post.hidden ? 'HIDDEN' : 'NOT_HUSHED',
      location_id: post.place?.id,
      allowlisted_country_codes: post.countries.length === 0 ? undefined : post.countries,
    },
  }
}
