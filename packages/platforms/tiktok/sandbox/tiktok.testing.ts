import { filmed } from '../../sandbox/movie.testing.ts'
import { practice, type Asking, type Told } from '../../sandbox/practice.testing.ts'

export const scopes = [
  'user.info.basic',
  'user.info.profile',
  'user.info.stats',
  'video.list',
  'video.publish',
  'video.upload',
]
/** @maren.bakes: a public account. */
export const maren = '723f24d7-e717-40f8-a2b6-cb8464cd23b4'
/** @ilya_offline: a private one. */
export const ilya = '4e80c1fa-6d2b-4b9d-9c35-71a9d0e4b862'

export const reel = filmed({ seconds: 6, width: 1080, height: 1920 })

/** A film with so many bytes; what is added means nothing. */
export function padded(film: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const rest = Buffer.alloc(size - film.length)
  rest.writeUInt32BE(rest.length)
  rest.write('free', 4, 'latin1')
  return new Uint8Array(Buffer.concat([film, rest]))
}

export const wholePlan = (size: number) => ({
  source: 'FILE_UPLOAD',
  video_size: size,
  chunk_size: size,
  total_chunk_count: 1,
})
export const everyone = { title: 'Morning bake #bread', privacy_level: 'PUBLIC_TO_EVERYONE' }

export const codeOf = ({ status, body }: Told) => [status, (body['error'] as { code: string }).code]
export const dataOf = ({ body }: Told) => body['data'] as Readonly<Record<string, unknown>>

/** A sandbox without rate limits, tokens of a public and a private account, and short hands. */
export async function onTikTok() {
  const box = await practice()
  await box.settings('tiktok', { rateLimits: false })
  const [token, closed] = [await box.mint('tiktok', maren, scopes), await box.mint('tiktok', ilya, scopes)]
  const api = (path: string, asking: Asking = {}) => box.ask(`/tiktok/v2${path}`, { token, ...asking })
  const videoInit = (info: object = everyone, source: object = wholePlan(reel.length), as = token) =>
    api('/post/publish/video/init/', { json: { post_info: info, source_info: source }, token: as })
  const photoInit = (json: object, as = token) => api('/post/publish/content/init/', { json, token: as })
  const status = async (id: string, as = token) =>
    dataOf(await api('/post/publish/status/fetch/', { json: { publish_id: id }, token: as }))

  /** The upload host stands at a place of its own. */
  const put = (address: string, bytes: Uint8Array<ArrayBuffer>, range: string, headers: object = {}) =>
    box.ask(address.replace('https://open-upload.tiktokapis.com', '/tiktok/upload'), {
      method: 'PUT',
      body: bytes,
      headers: { 'content-type': 'video/mp4', 'content-range': `bytes ${range}`, ...headers },
    })
  const putWhole = (address: string, bytes: Uint8Array<ArrayBuffer>) =>
    put(address, bytes, `0-${bytes.length - 1}/${bytes.length}`)

  return {
    ...box,
    token,
    closed,
    api,
    videoInit,
    photoInit,
    status,
    put,
    putWhole,
    /** Uploads a film and answers its publish id. */
    async posted(info: object = everyone, film = reel, as = token): Promise<string> {
      const told = await videoInit(info, wholePlan(film.length), as)
      const { publish_id: id, upload_url: url } = dataOf(told)
      if (typeof id !== 'string' || typeof url !== 'string') throw new Error(told.text)
      const put = await putWhole(url, film)
      if (put.status !== 201) throw new Error(`${put.status} ${put.text}`)
      return id
    },
    creator: (person: string | undefined, entitlements: object) =>
      box
        .control('/people', { platform: 'tiktok', kind: 'creator', name: 'New', handle: person ?? 'new', entitlements })
        .then(({ id }) => box.mint('tiktok', String(id), scopes)),
    list: async (asking: object = {}, as = token) =>
      dataOf(
        await api('/video/list/?fields=id,title,video_description,create_time,duration,share_url,view_count', {
          json: asking,
          token: as,
        }),
      ),
  }
}
export type OnTikTok = Awaited<ReturnType<typeof onTikTok>>
