/** Facebook Pages for the server: publishing in steps, of which one is seen by followers. */
import { definePlatform } from '../interface.ts'
import type { Channel, Connect, Frozen, Step } from '../interface.ts'
import { failed } from '../graph/answer.ts'
import { classify } from './adapter.errors.ts'
import { commentStep, coverStep, inviteStep } from './adapter.extras.ts'
import { identify } from './adapter.identify.ts'
import { clipSteps, photoStep, videoSteps } from './adapter.media.ts'
import { feedStep, finishReel, finishStory, finishVideo, photoStoryStep } from './adapter.publish.ts'
import { measure, measureChannel, remove, revoke } from './adapter.reads.ts'
import { filmSeen, filmStorySeen, postLink, storyLink } from './adapter.seen.ts'
import { stagedAlbum, stagedFilm, stagedStory } from './adapter.staged.ts'
import { authorizeUrl, tokenUrl } from './adapter.wire.ts'
import { composer, form } from './compose.ts'
import type { Settings } from './compose.ts'

/** The post itself: unseen work, the one step that publishes it, and waiting until it is seen. */
function postSteps(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const { media } = frozen.parts[0]
  const [first] = media
  const page = channel.remoteId
  if (!first) return [feedStep(frozen, channel), postLink]
  const photos = media.map((file, n) => photoStep(file, n, page))
  switch (form(frozen)) {
    case 'video':
      return [...videoSteps(first, page), stagedFilm, finishVideo(frozen, channel), filmSeen(channel, 'video')]
    case 'reel':
      return [
        ...clipSteps(first, `${page}/video_reels`),
        stagedFilm,
        finishReel(frozen, channel),
        filmSeen(channel, 'reel'),
      ]
    case 'story':
      return first.kind === 'video'
        ? [...clipSteps(first, `${page}/video_stories`), stagedFilm, finishStory(channel), filmStorySeen(channel)]
        : [...photos, stagedStory(channel), photoStoryStep(channel), storyLink(channel)]
    default:
      return [...photos, stagedAlbum(media.length, channel), feedStep(frozen, channel), postLink]
  }
}

function plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const { settings, files, firstComment } = frozen
  const kind = form(frozen)
  const cover = kind === 'video' || kind === 'reel' ? files?.['cover'] : undefined
  const invited = kind === 'reel' ? (settings.collaborators ?? []) : []
  return [
    ...postSteps(frozen, channel),
    ...(cover ? [coverStep(cover)] : []),
    ...(invited.length > 0 ? [inviteStep(invited)] : []),
    ...(firstComment === undefined ? [] : [commentStep(firstComment, channel)]),
  ]
}

const scopes: readonly string[] = [
  'pages_show_list',
  'business_management',
  'pages_manage_posts',
  'pages_read_engagement',
  'pages_manage_engagement',
  'pages_read_user_content',
  'read_insights',
]
const pages: Connect = {
  via: 'pages',
  how: 'oauth',
  app: 'FACEBOOK',
  authorize: authorizeUrl,
  token: tokenUrl,
  scopes,
  pkce: false,
  clientAuth: 'body',
  // A Page's own access has no end; the person's is only needed to connect and to take it back.
  renew: 'none',
  dialect: {
    separator: ',',
    proof: 'appsecret_proof',
    exchange: { url: tokenUrl, grant: 'fb_exchange_token', tokenName: 'fb_exchange_token' },
  },
}

export const facebook = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [pages],
  identify: (call) => identify(call, scopes),
  plan,
  failed,
  classify,
  remove,
  measure,
  measureChannel,
  revoke,
})
