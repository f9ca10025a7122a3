/** `POST /{page}/feed`: text, links, photos that were staged (sheet 4, 7). */
import { z } from 'zod'
import { badParameter, mustBe, refuse } from '../../sandbox/graph/errors.ts'
import { on, type Call, type Routes } from './gate.ts'
import { isKnown, isOut } from './life.ts'
import { emptyPost, extras, lengthOf, makePost, message, when, windows } from './publish.ts'
import type { State } from './state.ts'
import { shown } from './view.ts'
import type { Page, Photo } from './things.ts'

/** Backgrounds that still exist; any other number was taken away (sheet 13.12). */
const backgrounds = new Set(['106018623298955', '1881421442117417', '200521337465306'])
const mostColoured = 130

const ours = /(^|\.)(facebook\.com|fb\.com|fb\.me|fb\.watch)$/i
/** Hosts that nobody but this machine's owner can see. */
const hidden =
  /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[)|\.(local|internal|localhost)$/i

/** A link Facebook would show a card for. */
export function checkLink(link: string): string {
  if (!URL.canParse(link) || !/^https?:$/.test(new URL(link).protocol))
    throw badParameter('The link in the post is malformed', 2061006)
  const { hostname } = new URL(link)
  if (ours.test(hostname)) throw badParameter('Links to Facebook cannot be shared this way', 1609008)
  if (hidden.test(hostname) || !hostname.includes('.'))
    throw badParameter('The link could not be posted: it cannot be seen', 1609005)
  return link
}

const mediaShape = z.array(z.looseObject({ media_fbid: z.union([z.string(), z.number()]) }))

/** Staged photos of this Page: known, not a day old, in no other post. */
function attached({ state, parameters, node }: Call<Page>): Photo[] {
  const value = parameters.value('attached_media')
  if (value === undefined) return []
  const parsed = mediaShape.safeParse(value)
  if (!parsed.success) throw mustBe('attached_media', 'an array of objects with media_fbid')
  const ids = parsed.data.map((one) => String(one.media_fbid))
  if (ids.length > state.settings.mostAttached) throw badParameter(`Too many attachments: ${ids.length}`)
  if (new Set(ids).size < ids.length) throw badParameter('attached_media names a photo twice')
  return ids.map((id) => stagedPhoto(state, node, id))
}

export function stagedPhoto(state: State, page: Page, id: string): Photo {
  const photo = state.photos.get(id)
  if (!photo || photo.page !== page || !isKnown(state, photo))
    throw badParameter(`Invalid parameter: media_fbid ${id} is no photo of this Page`)
  if (photo.post) throw badParameter('These photos were already posted.', 1366051)
  return photo
}

function checkBackground({ parameters }: Call, text: string, alone: boolean): string | undefined {
  const id = parameters.text('text_format_preset_id')
  if (id === undefined) return undefined
  if (!/^\d{6,20}$/.test(id)) throw mustBe('text_format_preset_id', 'a valid preset')
  if (!alone || lengthOf(text) > mostColoured) throw badParameter('A coloured background needs a short text alone')
  if (!backgrounds.has(id)) throw refuse(1, 'An unknown error occurred', { status: 500, transient: false })
  return id
}

/** The same words right after themselves. */
function checkDuplicate({ state, node }: Call<Page>, text: string, link: string | undefined): void {
  const last = state.ordered.findLast((post) => post.page === node && !post.story && isOut(state, post))
  if (!state.settings.refuseDuplicates || !last || text === '') return
  const fresh = state.world.now() - last.at < state.settings.duplicateSeconds * 1000
  const same = last.message === text && last.link === link && last.photos.length === 0 && !last.video
  if (fresh && same)
    throw refuse(506, '(#506) Duplicate status message', {
      user: {
        title: 'Duplicate Status Update',
        message: 'This status update is identical to the last one you posted. Try posting something different.',
      },
    })
}

/** Only the owner of a link's domain may say what its card shows. */
function checkCard({ parameters }: Call): void {
  const changed = ['name', 'picture', 'description', 'caption', 'thumbnail'].find((name) => parameters.has(name))
  if (changed !== undefined)
    throw badParameter(`Only owners of the URL have the ability to specify ${changed}`, 1349178)
}

function create(call: Call<Page>): object {
  const { parameters, node } = call
  const text = message(parameters)
  const sent = parameters.text('link')
  const link = sent === undefined ? undefined : checkLink(sent)
  const photos = attached(call)
  if (text === '' && link === undefined && photos.length === 0) throw emptyPost()
  checkCard(call)
  const preset = checkBackground(call, text, link === undefined && photos.length === 0)
  const timing = when(call, windows.feed)
  const more = { ...extras(call), ...(preset === undefined ? {} : { text_format_preset_id: preset }) }
  if (timing.published && photos.length === 0) checkDuplicate(call, text, link)
  const post = makePost(call, { page: node, message: text, link, photos, more, ...timing })
  return parameters.has('fields') ? shown(call, post) : { id: post.id }
}

export const feedRoutes: Routes = {
  'POST page feed': {
    scopes: ['pages_manage_posts', 'pages_read_engagement'],
    task: 'CREATE_CONTENT',
    asPage: true,
    run: on('page', create),
  },
}
