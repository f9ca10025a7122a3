/** How Facebook is spoken to: addresses, and the few kinds of request there are. */
import type { Json, Rendition, Wire } from '../interface.ts'
import { address, compact, get, post } from '../reply.ts'
import type { Obj } from '../reply.ts'
import type { Settings } from './compose.ts'
import { graphVersion } from './rules.ts'

const version = graphVersion.value
const graph = `https://graph.facebook.com/${version}`
const www = 'https://www.facebook.com'
/** `rerequest`: what a person once unticked is asked for again. */
export const authorizeUrl = `${www}/${version}/dialog/oauth?auth_type=rerequest`
export const tokenUrl = `${graph}/oauth/access_token`
const uploadHost = 'rupload.facebook.com'

export const read = (path: string, query: Readonly<Record<string, string | undefined>> = {}): Wire =>
  get(address(`${graph}/${path}`, query))
export const write = (path: string, value: Json): Wire => post(`${graph}/${path}`, value)
/** With a file, and what belongs to it. */
export const send = (path: string, fields: Readonly<Record<string, string>>, file: Rendition): Wire => ({
  method: 'POST',
  url: `${graph}/${path}`,
  as: 'channel',
  body: { is: 'multipart', fields, file: { rendition: file.id }, fileField: 'source' },
})
export const erase = (path: string): Wire => ({ method: 'DELETE', url: `${graph}/${path}`, as: 'channel' })
/** The same request as the person who connected the Page. */
export const asPerson = (wire: Wire): Wire => ({ ...wire, as: 'user' })

/** Long films travel by a host of their own. */
export const filmEdge = (page: string): string => `https://graph-video.facebook.com/${version}/${page}/videos`

/** Where the bytes of a reel or a story go. The token is sent along, so nothing but Facebook's own host will do. */
export function uploadAddress(url: string): string {
  if (!URL.canParse(url) || new URL(url).host !== uploadHost)
    throw new Error('Facebook named another host for the upload')
  return url
}

/** Permalinks come with and without their host. */
export const absolute = (url: string): string => (url.startsWith('/') ? `${www}${url}` : url)
export const permalink = (id: string): string => `${www}/${id}`
/** A post is known by its Page's number and its own; some answers give only the latter. */
export const wholeId = (page: string, id: string): string => (id === '' || id.includes('_') ? id : `${page}_${id}`)

/** Settings that posts, films and reels share. */
export const shared = ({ audience, place, sponsor }: Settings): Obj =>
  compact({ targeting: audience && targeting(audience), place, sponsor_id: sponsor })

function targeting({ countries = [], minimumAge }: NonNullable<Settings['audience']>): Json | undefined {
  const value = compact({
    geo_locations: countries.length > 0 ? { countries } : undefined,
    age_min: minimumAge === undefined ? undefined : Number(minimumAge),
  })
  return Object.keys(value).length > 0 ? value : undefined
}
