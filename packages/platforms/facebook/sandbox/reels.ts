/** Reels, film stories and collaborators: start, bytes elsewhere (`rupload.ts`), finish (sheet 6.5, 6.6). */
import { badParameter, mustBe, refuse } from '../../sandbox/graph/errors.ts'
import { on, type Call, type Routes } from './gate.ts'
import { isKnown } from './life.ts'
import { storyAnswer } from './photos.ts'
import { checkText, checkTitle, checkWindow, extras, lag, makePost, windows } from './publish.ts'
import { badVideo, makeVideo, process } from './video.ts'
import type { Page, Video, VideoWay } from './things.ts'

const daySeconds = 24 * 60 * 60
const overQuota = (what: string) => refuse(613, `(#613) Calls to this api have exceeded the rate limit: ${what}`)

function start(call: Call<Page>, way: VideoWay): object {
  const video = makeVideo(call.state, call.node, way)
  const version = /^\/+(v\d+\.\d+)/.exec(call.visit.path)?.[1] ?? 'v26.0'
  return { video_id: video.id, upload_url: `https://rupload.facebook.com/video-upload/${version}/${video.id}` }
}

/** The upload that is to be finished: this Page's, of this way, whole, and for the first time. */
function uploaded({ state, parameters, node }: Call<Page>, way: VideoWay): Video {
  const video = state.videos.get(parameters.needed('video_id'))
  if (!video || video.page !== node || video.way !== way || !isKnown(state, video))
    throw badParameter('Invalid parameter: video_id is no upload of this Page')
  if (video.processing) throw badParameter('The video was published already')
  if (video.size === undefined || video.received < video.size || video.file === undefined) throw badVideo()
  return video
}

const states = ['PUBLISHED', 'SCHEDULED', 'DRAFT'] as const

function finishReel(call: Call<Page>): object {
  const { state, parameters, node: page } = call
  const video = uploaded(call, 'reel')
  const wanted = parameters.oneOf('video_state', states)
  if (wanted === undefined) throw badParameter('Missing parameter: video_state')
  const time = parameters.time('scheduled_publish_time')
  if (wanted === 'SCHEDULED' && time === undefined) throw badParameter('Missing parameter: scheduled_publish_time')
  if (wanted !== 'SCHEDULED' && time !== undefined)
    throw badParameter('scheduled_publish_time needs video_state SCHEDULED')
  if (time !== undefined) checkWindow(state, time, windows.reel)
  const description = checkText(parameters.text('description') ?? '')
  const title = checkTitle(parameters.text('title') ?? '')
  const more = extras(call)
  const since = state.world.now() - daySeconds * 1000
  const recent = state.ordered.filter((post) => post.page === page && post.video?.way === 'reel' && post.at > since)
  if (recent.length >= state.settings.reelsPerDay) throw overQuota('reels of this Page in 24 hours')
  video.description = description
  video.title = title
  video.state = wanted
  process(call, video)
  video.seenFrom = state.world.now() + lag(call) * 1000
  makePost(call, { page, message: description, video, more, published: wanted === 'PUBLISHED', scheduledFor: time })
  return { success: true }
}

function finishStory(call: Call<Page>): object {
  const video = uploaded(call, 'story')
  process(call, video)
  const post = makePost(call, {
    page: call.node,
    message: '',
    video,
    story: true,
    published: true,
    scheduledFor: undefined,
  })
  return storyAnswer(call, post.number)
}

const upload = (way: 'reel' | 'story') => (call: Call<Page>) => {
  // The bytes go elsewhere; a `transfer` here has never been one of the phases.
  const phase = call.parameters.oneOf('upload_phase', ['start', 'finish'])
  if (phase === undefined) throw badParameter('Missing parameter: upload_phase')
  if (phase === 'start') return start(call, way)
  return way === 'reel' ? finishReel(call) : finishStory(call)
}

function invite(call: Call<Video>): object {
  const { state, node, parameters } = call
  const target = parameters.needed('target_id')
  if (!/^\d+$/.test(target)) throw mustBe('target_id', 'the id of a Page')
  if (state.meter.count(`invited ${node.page.id}`, daySeconds) > state.settings.invitationsPerDay)
    throw overQuota('invitations of this Page in 24 hours')
  node.collaborators.set(target, 'Pending')
  return {
    success: true,
    collaborator_id: target,
    invitation_link: `https://www.facebook.com/reel/${node.id}/?collaborator=${target}`,
  }
}

const publishing = {
  scopes: ['pages_manage_posts', 'pages_read_engagement'],
  task: 'CREATE_CONTENT',
  asPage: true,
} as const
export const reelRoutes: Routes = {
  'POST page video_reels': { ...publishing, run: on('page', upload('reel')) },
  'POST page video_stories': { ...publishing, run: on('page', upload('story')) },
  'POST video collaborators': { ...publishing, run: on('video', invite) },
  'GET video collaborators': {
    scopes: ['pages_read_engagement'],
    run: on('video', ({ node }) => ({
      data: [...node.collaborators].map(([id, status]) => ({ collaborator_id: id, collaborator_status: status })),
    })),
  },
}
