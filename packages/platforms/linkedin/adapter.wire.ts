/** How LinkedIn is spoken to: addresses, the headers every versioned request needs, ids inside addresses. */
import type { Json, Wire } from '../interface.ts'
import { get, post } from '../reply.ts'
import { apiVersion } from './rules.ts'

export const rest = 'https://api.linkedin.com/rest'
export const v2 = 'https://api.linkedin.com/v2'
export const uploadHost = 'www.linkedin.com'

const protocol = { 'X-Restli-Protocol-Version': '2.0.0' } as const
const versioned = { 'LinkedIn-Version': apiVersion.value, ...protocol } as const

type Method = 'FINDER' | 'DELETE'
const headers = (url: string, method?: Method): Readonly<Record<string, string>> => ({
  ...(url.startsWith(rest) ? versioned : protocol),
  ...(method ? { 'X-RestLi-Method': method } : {}),
})

/** URNs in a path or a query are encoded whole; the syntax of lists around them stays literal. */
export const enc = (urn: string): string => encodeURIComponent(urn)
export const list = (urns: readonly string[]): string => `List(${urns.map(enc).join(',')})`

export const read = (url: string, method?: Method): Wire => get(url, 'channel', headers(url, method))
export const write = (url: string, value: Json): Wire => post(url, value, headers(url))
export const erase = (url: string): Wire => ({ method: 'DELETE', url, as: 'channel', headers: headers(url, 'DELETE') })

/** Where people see a post; the URN stays as it is. */
export const permalink = (urn: string): string => `https://www.linkedin.com/feed/update/${urn}/`
