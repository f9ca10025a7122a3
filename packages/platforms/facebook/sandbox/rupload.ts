/** Where bytes go: `rupload.facebook.com` for reels and stories, `upload:SESSION` for handles (sheet 6.3, 6.5). */
import type { Context, Hono } from 'hono'
import { Answered } from '../../sandbox/answered.ts'
import { missing, mustBe, noObject, refuse } from '../../sandbox/graph/errors.ts'
import { queryParameters, readParameters } from '../../sandbox/graph/parameters.ts'
import { oauthToken, sentToken } from '../../sandbox/graph/token.ts'
import { liveToken } from './gate.ts'
import { isKnown } from './life.ts'
import type { FacebookEnv, State } from './state.ts'
import { complete } from './video.ts'
import type { Session, Video } from './things.ts'

type Kind = 'OffsetInvalidError' | 'PartialRequestError' | 'ProcessingFailedError' | 'NotAuthorizedError'
const failed = (type: Kind, message: string, retriable = false) =>
  new Answered(Response.json({ debug_info: { retriable, type, message } }, { status: 400 }))
const unauthorized = () =>
  failed('ProcessingFailedError', JSON.stringify({ success: false, error: { message: 'unauthorized user request' } }))

const bytesOf = async (c: Context) => new Uint8Array(await c.req.arrayBuffer())
const wholeNumber = (text: string | undefined) => (/^\d+$/.test(text ?? '') ? Number(text) : undefined)

/** The upload that this Page began and has not finished. */
function begun(state: State, c: Context<FacebookEnv>, id: string): Video {
  const value = oauthToken(c.req.header('authorization'))
  if (value === undefined) throw unauthorized()
  const token = liveToken(state, c.env.visit, value)
  const video = state.videos.get(id)
  if (!video || video.way === 'video' || video.page !== token.page || !isKnown(state, video)) throw unauthorized()
  if (video.processing || video.until <= state.world.now())
    throw failed('ProcessingFailedError', 'The upload session is over')
  return video
}

async function byAddress(state: State, video: Video, url: string): Promise<void> {
  const got = await state.world.pull(url, state.settings.simpleVideoBytes)
  if (got.is === 'refused' || !got.declared.startsWith('video/'))
    throw failed('ProcessingFailedError', 'The file could not be fetched from file_url', true)
  await complete(state, video, got.bytes)
}

async function byBytes(state: State, c: Context<FacebookEnv>, video: Video): Promise<void> {
  const [offset, size] = [wholeNumber(c.req.header('offset')), wholeNumber(c.req.header('file_size'))]
  if (size === undefined || size === 0) throw failed('ProcessingFailedError', 'The header file_size is needed')
  if (offset !== video.received) throw failed('OffsetInvalidError', `The offset has to be ${video.received}`, true)
  const bytes = await bytesOf(c)
  video.size = size
  const room = size - video.received
  if (bytes.length <= room) {
    video.chunks.push(bytes)
    video.received += bytes.length
  }
  if (bytes.length !== room)
    throw failed('PartialRequestError', `${bytes.length} bytes came, ${room} were missing`, true)
  await complete(state, video, new Uint8Array(Buffer.concat(video.chunks)))
}

const uploadTypes = new Set(['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4'])

/** `POST /{app}/uploads`, with the token of a person. */
async function open(state: State, c: Context<FacebookEnv>): Promise<Response> {
  const parameters = await readParameters(c.req.raw)
  const token = liveToken(state, c.env.visit, sentToken(parameters, c.req.header('authorization')))
  if (token.page) throw refuse(190, 'This method must be called with a user access token')
  if (c.req.param('app') !== token.grant.app.clientId) throw noObject(c.req.param('app') ?? '', 'POST')
  const size = parameters.number('file_length')
  if (size === undefined) throw missing('file_length')
  const type = parameters.needed('file_type')
  parameters.text('file_name')
  if (!uploadTypes.has(type)) throw mustBe('file_type', `one of ${[...uploadTypes].join(', ')}`)
  const id = `upload:${state.world.chance.text(32)}`
  state.sessions.set(id, { id, person: token.grant.user.id, type, size, received: 0, chunks: [], handle: undefined })
  return c.json({ id })
}

function session(state: State, c: Context<FacebookEnv>): Session {
  // Here the token has to stand in the header.
  const value = oauthToken(c.req.header('authorization'))
  if (value === undefined || queryParameters(c.req.url).has('access_token'))
    throw failed('NotAuthorizedError', 'The token has to be in the header Authorization: OAuth')
  const token = liveToken(state, c.env.visit, value)
  const found = state.sessions.get(c.req.param('session') ?? '')
  if (!found || found.person !== token.grant.user.id || token.page) throw failed('NotAuthorizedError', 'No such upload')
  return found
}

async function append(state: State, c: Context<FacebookEnv>): Promise<Response> {
  const found = session(state, c)
  const offset = wholeNumber(c.req.header('file_offset'))
  if (offset !== found.received) throw failed('OffsetInvalidError', `The offset has to be ${found.received}`, true)
  const bytes = await bytesOf(c)
  if (bytes.length > found.size - found.received) throw failed('PartialRequestError', 'More bytes than announced')
  found.chunks.push(bytes)
  found.received += bytes.length
  if (found.received < found.size) throw failed('PartialRequestError', 'Fewer bytes than announced', true)
  found.handle ??= `2:${state.world.chance.text(48)}`
  state.handles.set(found.handle, found)
  return c.json({ h: found.handle })
}

export function uploadRoutes(app: Hono<FacebookEnv>, state: State): void {
  app.post('/rupload/video-upload/:version/:id', async (c) => {
    const video = begun(state, c, c.req.param('id'))
    const url = c.req.header('file_url')
    if (url === undefined) await byBytes(state, c, video)
    else await byAddress(state, video, url)
    return c.json({ success: true })
  })
  app.post('/:app/uploads', (c) => open(state, c))
  app.get('/:session{upload:.+}', (c) => {
    const found = session(state, c)
    return c.json({ id: found.id, file_offset: String(found.received) })
  })
  app.post('/:session{upload:.+}', (c) => append(state, c))
}
