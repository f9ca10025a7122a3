/** Reading what a network answered: it may be anything, so every reader here has an answer for everything. */
import type { Json, Reply, Wire } from './interface.ts'

export type Obj = { readonly [key: string]: Json }

/** The value as an object; empty if it is none. */
export const obj = (value: unknown): Obj =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Obj) : {}
/** The value as a list of objects; empty if it is none. */
export const objs = (value: unknown): readonly Obj[] => (Array.isArray(value) ? value.map(obj) : [])
export const str = (value: unknown): string => (typeof value === 'string' ? value : '')
export const num = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
export const strs = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** The value at a path of keys. */
export const at = (value: unknown, ...path: readonly string[]): Json | undefined => {
  let found: Json | undefined = value as Json
  for (const key of path) found = obj(found)[key]
  return found
}

export const header = (reply: Reply | undefined, name: string): string => reply?.headers[name.toLowerCase()] ?? ''

/** The one element of a list with exactly one; two are a doubt, not an answer. */
export const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined)

/** An object without its undefined members: networks refuse `null` and unknown fields alike. */
export const compact = (value: { readonly [key: string]: Json | undefined }): Obj =>
  Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined))

export const get = (url: string, as: Wire['as'] = 'channel', headers?: Wire['headers']): Wire => ({
  method: 'GET',
  url,
  as,
  ...(headers ? { headers } : {}),
})
export const post = (url: string, value: Json, headers?: Wire['headers']): Wire => ({
  method: 'POST',
  url,
  as: 'channel',
  body: { is: 'json', value },
  ...(headers ? { headers } : {}),
})

/** An address with a query string; `undefined` members are left out. */
export function address(base: string, query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return pairs.length === 0 ? base : `${base}?${new URLSearchParams(pairs).toString()}`
}
