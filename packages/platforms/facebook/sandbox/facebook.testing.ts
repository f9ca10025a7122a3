import { filmed, type Filmed } from '../../sandbox/movie.testing.ts'
import { picture, practice, type Asking, type Told } from '../../sandbox/practice.testing.ts'

export const ann = '7770000000001'
export const ben = '7770000000002'
export const cafe = '5550000000001'
export const books = '5550000000002'
export const scopes = [
  'public_profile',
  'pages_show_list',
  'business_management',
  'pages_read_engagement',
  'pages_manage_posts',
  'pages_manage_engagement',
  'read_insights',
]
export const v = '/facebook/v26.0'

/** What a refusal says in numbers: status, code, subcode. */
export function errorOf({ status, body }: Told): readonly unknown[] {
  const error = body['error'] as { code?: number; error_subcode?: number } | undefined
  return [status, error?.code, error?.error_subcode]
}
export const messageOf = ({ body }: Told): string =>
  String((body['error'] as { message?: string } | undefined)?.message)
export const dataOf = ({ body }: Told) => body['data'] as readonly Readonly<Record<string, unknown>>[]

/** Upright, as reels and stories want it. */
export const reelFilm = (more: Filmed = {}) => filmed({ seconds: 5, width: 720, height: 1280, ...more })

/** A sandbox, a token of Practice Café and one of Ann, and short hands for the calls every test makes. */
export async function onFacebook() {
  const box = await practice()
  const user = await box.mint('facebook', ann, scopes)
  const page = await box.mint('facebook', cafe, scopes)
  const graph = (path: string, asking: Asking = {}) => box.ask(`${v}/${path}`, { token: page, ...asking })
  const idOf = (told: Told): string => {
    if (told.status !== 200) throw new Error(told.text)
    return String(told.body['id'])
  }
  const photo = async (form: Readonly<Record<string, string>> = {}, file?: Uint8Array<ArrayBuffer>, token = page) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(form)) body.set(name, value)
    body.set('source', new Blob([file ?? (await picture())]), 'a.jpg')
    return await graph(`me/photos`, { method: 'POST', body, token })
  }
  const start = async (edge: 'video_reels' | 'video_stories') => {
    const told = await graph(`${cafe}/${edge}`, { json: { upload_phase: 'start' } })
    return { id: String(told.body['video_id']), url: new URL(String(told.body['upload_url'])) }
  }
  const put = (url: URL, body: Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
    box.ask(`/facebook/rupload${url.pathname}`, {
      method: 'POST',
      body,
      headers: { authorization: `OAuth ${page}`, offset: '0', file_size: String(body.length), ...headers },
    })
  const uploaded = async (edge: 'video_reels' | 'video_stories', film = reelFilm()) => {
    const { id, url } = await start(edge)
    const told = await put(url, film)
    if (told.status !== 200) throw new Error(told.text)
    return id
  }
  return {
    ...box,
    user,
    page,
    graph,
    post: async (json: unknown): Promise<string> => idOf(await graph(`${cafe}/feed`, { json })),
    photo,
    staged: async (form: Readonly<Record<string, string>> = {}, file?: Uint8Array<ArrayBuffer>) =>
      idOf(await photo({ published: 'false', ...form }, file)),
    start,
    put,
    uploaded,
    finish: (edge: 'video_reels' | 'video_stories', video_id: string, more: object = {}) =>
      graph(`${cafe}/${edge}`, { json: { upload_phase: 'finish', video_id, ...more } }),
    statusOf: async (video: string) =>
      (await graph(`${video}?fields=status`)).body['status'] as Readonly<Record<string, unknown>>,
    multipart: (path: string, fields: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, token = page) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields))
        body.set(name, typeof value === 'string' ? value : new Blob([value]))
      return graph(path, { method: 'POST', body, token })
    },
  }
}
export type OnFacebook = Awaited<ReturnType<typeof onFacebook>>
