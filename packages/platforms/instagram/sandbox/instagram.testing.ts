import { mediaFor } from '../../sandbox/media.testing.ts'
import { film, picture, practice, type Asking } from '../../sandbox/practice.testing.ts'
import { scopesInWords } from './scopes.ts'

export const kestrel = '17841405822300001' // @kestrelcoffee, business, linked to a Page
export const jonas = '17841405822300002' // @jonas.walks, creator, no trial reels
export const ana = '122100000000001' // manages their Pages
export const kestrelPage = '101405822300001'

type Json = Readonly<Record<string, unknown>>

/** A sandbox with a media host, tokens of both logins, and short hands for the calls every test makes. */
export async function onInstagram() {
  const box = await practice()
  const host = await mediaFor(box)
  let count = 0
  const put = (bytes: Uint8Array<ArrayBuffer>, type: string) => host.put(`m${++count}`, bytes, type)
  await box.settings('instagram', { readbackSeconds: 0, videoSeconds: 0 })
  const token = await box.mint('instagram', kestrel, Object.keys(scopesInWords.instagram))
  const user = await box.mint('instagram', ana, Object.keys(scopesInWords.facebook))
  const ig = (path: string, asking: Asking = {}) => box.ask(`/instagram/graph/v25.0${path}`, { token, ...asking })
  const fb = (path: string, asking: Asking = {}) =>
    box.ask(`/instagram/graph-facebook/v25.0${path}`, { token: user, ...asking })
  const idOf = ({ status, text, body }: { status: number; text: string; body: Json }): string => {
    if (status !== 200 || typeof body['id'] !== 'string') throw new Error(text)
    return body['id']
  }
  const status = async (container: string, fields = 'status_code,status') =>
    (await ig(`/${container}?fields=${fields}`)).body

  return {
    ...box,
    token,
    user,
    ig,
    fb,
    idOf,
    status,
    put,
    origin: host.origin,
    photo: async (width = 64, height = 64) => put(await picture('jpeg', width, height), 'image/jpeg'),
    movie: (seconds = 8, size = 0) => put(film(seconds, size), 'video/mp4'),
    create: (json: Json, as = token) => ig('/me/media', { json, token: as }),
    /** Makes a container that has to succeed. */
    made: async (json: Json) => idOf(await ig('/me/media', { json })),
    publish: (container: string, as = token) =>
      ig('/me/media_publish', { json: { creation_id: container }, token: as }),
    /** A film is fetched in the background: asks until it is in. */
    async settled(container: string): Promise<Json> {
      const deadline = performance.now() + 5000
      for (;;) {
        const told = await status(container)
        if (told['status_code'] !== 'IN_PROGRESS') return told
        if (performance.now() > deadline) throw new Error('still in progress')
        await box.advance(1)
      }
    },
    async posted(json: Json): Promise<string> {
      const container = idOf(await ig('/me/media', { json }))
      await this.settled(container)
      return idOf(await ig('/me/media_publish', { json: { creation_id: container } }))
    },
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]()
      await box[Symbol.asyncDispose]()
    },
  }
}
export type OnInstagram = Awaited<ReturnType<typeof onInstagram>>

/** The numbers of an answer's error. */
export const codes = ({ status, body }: { readonly status: number; readonly body: Json }) => {
  const error = (body['error'] ?? {}) as Json
  return [status, error['code'], error['error_subcode']]
}
export const messageOf = ({ body }: { readonly body: Json }) => String((body['error'] as Json | undefined)?.['message'])
