/** `POST /{page}/videos`: by address, in one piece, by handle, in chunks (sheet 6.2 to 6.4). */
import { badParameter, missing, mustBe, refuse } from '../../sandbox/graph/errors.ts'
import type { Bytes } from '../../sandbox/graph/parameters.ts'
import { on, type Call, type Routes } from './gate.ts'
import { picture } from './photos.ts'
import { checkText, checkTitle, extras, lag, makePost, when, windows } from './publish.ts'
import { badVideo, complete, makeVideo, process } from './video.ts'
import { shown } from './view.ts'
import type { Page, Video } from './things.ts'

/** Title, description, cover and time; the post exists from now on, and is seen when the film is ready. */
async function release(call: Call<Page>, video: Video, chunked: boolean): Promise<void> {
  const { state, parameters, node: page } = call
  const timing = when(call, windows.video)
  const more = extras(call)
  video.title = checkTitle(parameters.text('title') ?? '')
  video.description = checkText(parameters.text('description') ?? '')
  const quiet = [parameters.flag('no_story'), parameters.flag('hide_from_newsfeed')].includes(true)
  for (const name of ['embeddable', 'file_size', 'source_instagram_media_id', 'crossposted_video_id'])
    parameters.text(name)
  const cover = parameters.file('thumb')
  if (cover) state.world.files.put(`${video.id}.jpg`, { ...(await picture(call, cover)), bytes: cover })
  process(call, video, chunked)
  video.seenFrom = state.world.now() + lag(call) * 1000
  video.state = timing.scheduledFor === undefined ? (timing.published ? 'PUBLISHED' : 'DRAFT') : 'SCHEDULED'
  const post = makePost(call, { page, message: video.description, video, more, ...timing })
  post.hidden = quiet
}

function byHandle(call: Call<Page>): Bytes | undefined {
  const handle = call.parameters.text('fbuploader_video_file_chunk')
  if (handle === undefined) return undefined
  const session = call.state.handles.get(handle)
  if (!session) throw badVideo('The upload handle is invalid or was used')
  call.state.handles.delete(handle)
  return new Uint8Array(Buffer.concat(session.chunks))
}

async function byAddress({ state, parameters }: Call<Page>): Promise<Bytes | undefined> {
  const url = parameters.text('file_url')
  if (url === undefined) return undefined
  const got = await state.world.pull(url, state.settings.simpleVideoBytes)
  if (got.is === 'file' && got.declared.startsWith('video/')) return got.bytes
  throw refuse(389, '(#389) Unable to fetch video file from URL.')
}

async function whole(call: Call<Page>): Promise<object> {
  const { state, parameters, node } = call
  const file = parameters.file('source')
  const ways = ['source', 'file_url', 'fbuploader_video_file_chunk'].filter((name) => parameters.has(name))
  if (ways.length > 1) throw badParameter(`Only one of ${ways.join(', ')} may be given`)
  const bytes = file ?? byHandle(call) ?? (await byAddress(call))
  if (!bytes) throw missing('source')
  if (bytes.length === 0) throw refuse(382, '(#382) The video file you tried to upload is too small.')
  if (bytes.length > state.settings.simpleVideoBytes) throw badVideo('The video file is too large')
  const video = makeVideo(state, node, 'video')
  await complete(state, video, bytes)
  await release(call, video, parameters.has('fbuploader_video_file_chunk'))
  return parameters.has('fields') ? shown(call, video) : { id: video.id }
}

const phases = ['start', 'transfer', 'finish', 'cancel'] as const

function next({ state }: Call, video: Video) {
  const { received, size = 0 } = video
  return { start_offset: String(received), end_offset: String(Math.min(size, received + state.settings.chunkBytes)) }
}

function start(call: Call<Page>): object {
  const size = call.parameters.number('file_size')
  if (size === undefined) throw missing('file_size')
  if (size <= 0 || size > 10_000_000_000) throw mustBe('file_size', 'between 1 byte and 10 GB')
  const video = makeVideo(call.state, call.node, 'video', size)
  return { upload_session_id: `${video.id}1`, video_id: video.id, ...next(call, video) }
}

function session(call: Call<Page>): Video {
  const id = call.parameters.needed('upload_session_id')
  const video = call.state.videos.get(id.slice(0, -1))
  if (
    !video ||
    !id.endsWith('1') ||
    video.page !== call.node ||
    video.way !== 'video' ||
    video.processing ||
    video.deleted
  )
    throw badVideo('The upload session is invalid')
  if (video.until <= call.state.world.now()) throw badVideo('The upload session has expired')
  return video
}

/** The next chunk, from where the last one ended; the refusal says where that is. */
function transfer(call: Call<Page>): object {
  const video = session(call)
  const { parameters } = call
  const offset = parameters.number('start_offset')
  if (offset === undefined) throw missing('start_offset')
  const chunk = parameters.file('video_file_chunk')
  if (!chunk) throw missing('video_file_chunk')
  const expected = next(call, video)
  const room = Number(expected.end_offset) - video.received
  if (offset !== video.received || chunk.length === 0 || chunk.length > room)
    throw refuse(6001, '(#6001) There was a problem uploading your video. Please try again.', {
      subcode: 1363037,
      transient: true,
      data: expected,
    })
  video.chunks.push(chunk)
  video.received += chunk.length
  return next(call, video)
}

async function finish(call: Call<Page>): Promise<object> {
  const video = session(call)
  if (video.received === 0 || video.received !== video.size) throw badVideo()
  await complete(call.state, video, new Uint8Array(Buffer.concat(video.chunks)))
  await release(call, video, true)
  return { success: true }
}

async function upload(call: Call<Page>): Promise<object> {
  const phase = call.parameters.oneOf('upload_phase', phases)
  if (phase === undefined) return await whole(call)
  if (call.parameters.has('file_url')) throw badParameter('file_url cannot be used with upload_phase')
  if (phase === 'start') return start(call)
  if (phase === 'transfer') return transfer(call)
  if (phase === 'finish') return await finish(call)
  session(call).deleted = true
  return { success: true }
}

async function thumbnail(call: Call<Video>): Promise<object> {
  const file = call.parameters.file('source')
  call.parameters.flag('is_preferred')
  if (!file) throw missing('source')
  call.state.world.files.put(`${call.node.id}.jpg`, { ...(await picture(call, file)), bytes: file })
  return { success: true }
}

export const videoRoutes: Routes = {
  'POST page videos': {
    scopes: ['pages_manage_posts', 'pages_read_engagement'],
    task: 'CREATE_CONTENT',
    asPage: true,
    run: on('page', upload),
  },
  'POST video thumbnails': {
    scopes: ['pages_manage_posts'],
    task: 'CREATE_CONTENT',
    asPage: true,
    run: on('video', thumbnail),
  },
}
