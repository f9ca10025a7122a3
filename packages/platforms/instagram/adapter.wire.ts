/** How Instagram is spoken to: the two hosts with the same paths, and whose token reads. */
import type { Channel, Json, Memory, Wire } from '../interface.ts'
import { address, at, get, obj, post, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { isFacebook } from './compose.access.ts'
import { apiVersion } from './rules.ts'

export const facebook = `https://graph.facebook.com/${apiVersion.value}`
export const instagram = `https://graph.instagram.com/${apiVersion.value}`

type Via = Pick<Channel, 'via'>
const base = (channel: Via): string => (isFacebook(channel) ? facebook : instagram)

/** A node or an edge: `17841…`, `17841…/media`. */
export const node = (channel: Via, path: string, query: Readonly<Record<string, string>>, as: Wire['as'] = 'channel') =>
  get(address(`${base(channel)}/${path}`, query), as)
export const write = (channel: Via, path: string, value: Json): Wire => post(`${base(channel)}/${path}`, value)
export const erase = (channel: Via, path: string): Wire => ({
  method: 'DELETE',
  url: `${base(channel)}/${path}`,
  as: 'channel',
})

/**
 * The same question with the person's own token. At the Facebook login a Page's token has been told that a container does
 * not exist although all was well (since June 2026); at the Instagram login there is only one token.
 */
export const asPerson = (channel: Via, wire: Wire): Wire | undefined =>
  isFacebook(channel) ? { ...wire, as: 'user' } : undefined

export const idIn = (memory: Memory, step: string): string => str(at(memory.get(step), 'id'))
/** The account in the answer of `/me`: the documents show a list around it, in the field it comes bare. */
export function ownOf(body: unknown): Obj {
  const data = at(body, 'data')
  return obj(Array.isArray(data) ? data[0] : body)
}
