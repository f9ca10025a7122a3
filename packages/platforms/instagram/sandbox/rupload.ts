/** The upload host (sheet section 6.2): bytes in any number of pieces, or an address to fetch them from. */
import type { Context, Hono } from 'hono'
import { GraphRefusal } from '../../sandbox/graph/errors.ts'
import { oauthToken } from '../../sandbox/graph/token.ts'
import { living } from './call.ts'
import { statusOf } from './container.ts'
import { fetchFilm, receive, spoil } from './load.ts'
import type { Container, InstagramEnv, State } from './state.ts'

type Trouble = 'ProcessingFailedError' | 'OffsetInvalidError' | 'PartialRequestError'
const failed = (type: Trouble, message: string, retriable = false) =>
  Response.json({ debug_info: { retriable, type, message } }, { status: 400 })
const unauthorized = () =>
  failed('ProcessingFailedError', JSON.stringify({ success: false, error: { message: 'unauthorized user request' } }))
const done = () => Response.json({ success: true, message: 'Upload successful.' })

/** The caller's own container that waits for bytes. */
function waiting(state: State, c: Context<InstagramEnv>): Container | undefined {
  const value = oauthToken(c.req.header('authorization'))
  if (value === undefined) return undefined
  const { grant } = living(state, c.env.visit, value, 'facebook')
  const container = state.containers.get(c.req.param('id') ?? '')
  const page = [...state.pages.values()].find((one) => one.account === container?.account)
  c.env.visit.account = container?.account.id ?? grant.person
  const speaks = state.pageTokens.get(value) ?? page
  if (!container?.pushed || page?.owner.id !== grant.person || speaks !== page) return undefined
  return container
}

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined

async function upload(state: State, c: Context<InstagramEnv>, container: Container): Promise<Response> {
  const { load } = container
  if (load.at !== undefined || statusOf(state, container) === 'EXPIRED')
    return failed('ProcessingFailedError', 'The upload session is over.')
  const address = c.req.header('file_url')
  if (address !== undefined) {
    await fetchFilm(state, container, address, spoil(state, c.env.visit))
    return done()
  }
  const [offset, size] = [whole(c.req.header('offset')), whole(c.req.header('file_size'))]
  if (offset === undefined || size === undefined || size === 0)
    return failed('ProcessingFailedError', 'The headers offset and file_size are needed.')
  if (offset !== load.bytes)
    return failed('OffsetInvalidError', `Request starting offset is invalid: ${load.bytes} bytes are here.`, true)
  const body = new Uint8Array(await c.req.arrayBuffer())
  if (offset + body.byteLength > size) return failed('PartialRequestError', 'More bytes than file_size says.')
  const pieces = [...(state.pieces.get(container.id) ?? []), body]
  load.bytes += body.byteLength
  if (load.bytes < size) {
    state.pieces.set(container.id, pieces)
    return failed('PartialRequestError', 'Partial request (did not match length of file)', true)
  }
  state.pieces.delete(container.id)
  await receive(state, container, new Uint8Array(Buffer.concat(pieces)), spoil(state, c.env.visit))
  return done()
}

export function uploadRoutes(app: Hono<InstagramEnv>, state: State): void {
  app.post('/rupload/ig-api-upload/:version/:id', async (c) => {
    try {
      const container = waiting(state, c)
      return container ? await upload(state, c, container) : unauthorized()
    } catch (error) {
      if (error instanceof GraphRefusal) return unauthorized()
      throw error
    }
  })
}
