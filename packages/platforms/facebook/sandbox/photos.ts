/** `POST /{page}/photos` and photo stories (sheet 5, 6.1, 6.6). */
import { look, type Seen } from '../../sandbox/files.ts'
import { badParameter, mustBe, refuse } from '../../sandbox/graph/errors.ts'
import type { Bytes } from '../../sandbox/graph/parameters.ts'
import { stagedPhoto } from './feed.ts'
import { on, type Call, type Routes } from './gate.ts'
import { checkText, extras, makePost, when, windows } from './publish.ts'
import { shown } from './view.ts'
import type { Page, Photo } from './things.ts'

const types = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp', 'image/tiff'])
/** Formats whose sides cannot be read here although Facebook takes them. */
const unread = new Set(['image/bmp'])
const stagedSeconds = 24 * 60 * 60

const badFile = (subcode?: number) => refuse(324, '(#324) Missing or invalid image file', { subcode })
const tooBig = () =>
  refuse(324, '(#324) Missing or invalid image file', {
    subcode: 1366046,
    user: {
      title: 'Can’t Read Files',
      message: 'Your photos couldn’t be uploaded. Photos should be smaller than 4 MB and saved as JPG or PNG.',
    },
  })

/** What the picture really is; throws 324 for what is none. */
export async function picture(call: Call, bytes: Bytes): Promise<Seen> {
  if (bytes.length === 0) throw badFile()
  if (bytes.length > call.state.settings.photoBytes) throw tooBig()
  const seen = await look(bytes)
  if (!types.has(seen.type)) throw tooBig()
  if (seen.width === undefined && !unread.has(seen.type)) throw badFile(2069019)
  if (call.state.world.fault(call.visit, 'media_fails')) throw badFile(2069019)
  return seen
}

/** Fetches a picture as Facebook would. */
export async function pulled({ state }: Call, url: string, name: string): Promise<Bytes> {
  if (!URL.canParse(url)) throw badParameter(`${name} should represent a valid URL`)
  const got = await state.world.pull(url, state.settings.photoBytes)
  if (got.is === 'file') {
    if (!got.declared.startsWith('image/')) throw badFile()
    return got.bytes
  }
  if (got.why === 'address') throw badParameter(`${name} should represent a valid URL`)
  throw got.why === 'too-large' ? tooBig() : badFile()
}

async function source(call: Call): Promise<Bytes> {
  const file = call.parameters.file('source')
  const url = call.parameters.text('url')
  if (file !== undefined && url !== undefined) throw badParameter('Only one of url and source may be given')
  if (url !== undefined) return await pulled(call, url, 'url')
  if (file === undefined) throw refuse(324, '(#324) Requires upload file')
  return file
}

async function upload(call: Call<Page>): Promise<object> {
  const { state, parameters, node: page } = call
  // `message` and `name` are the old names of `caption`.
  const caption = checkText(parameters.text('caption') ?? parameters.text('message') ?? parameters.text('name') ?? '')
  const timing = when(call, windows.feed)
  const temporary = parameters.flag('temporary') ?? false
  if (temporary && timing.published) throw mustBe('temporary', 'used with published=false')
  const more = extras(call)
  const alt = parameters.text('alt_text_custom')
  for (const name of ['allow_spherical_photo', 'vault_image_id', 'offline_id', 'is_explicit_location'])
    parameters.text(name)
  const quiet = parameters.flag('no_story') ?? false
  const bytes = await source(call)
  const seen = await picture(call, bytes)
  const id = state.nextId()
  const at = state.world.now()
  const life = temporary || timing.scheduledFor === undefined ? stagedSeconds * 1000 : Number.POSITIVE_INFINITY
  const photo: Photo = {
    kind: 'photo',
    id,
    page,
    at,
    until: at + life,
    seen,
    alt,
    caption,
    post: undefined,
    deleted: false,
  }
  state.photos.set(id, photo)
  state.world.files.put(id, { ...seen, bytes })
  if (!timing.published && timing.scheduledFor === undefined)
    return parameters.has('fields') ? shown(call, photo) : { id }
  const post = makePost(call, { page, message: caption, photos: [photo], more, ...timing })
  post.hidden = quiet
  return parameters.has('fields') ? { ...shown(call, photo), post_id: post.id } : { id, post_id: post.id }
}

/** A photo that was posted cannot be a story as well. */
function story(call: Call<Page>): object {
  const { state, parameters, node: page } = call
  const photo = stagedPhoto(state, page, parameters.needed('photo_id'))
  const post = makePost(call, {
    page,
    message: '',
    photos: [photo],
    story: true,
    published: true,
    scheduledFor: undefined,
  })
  return storyAnswer(call, post.number)
}

/** The documents show the id of a story as a number. */
export const storyAnswer = ({ state }: Call, number: string): object => ({
  success: true,
  post_id: state.settings.storyIdsAreNumbers ? Number(number) : number,
})

const publishing = {
  scopes: ['pages_manage_posts', 'pages_read_engagement'],
  task: 'CREATE_CONTENT',
  asPage: true,
} as const
export const photoRoutes: Routes = {
  'POST page photos': { ...publishing, run: on('page', upload) },
  'POST page photo_stories': { ...publishing, run: on('page', story) },
}
