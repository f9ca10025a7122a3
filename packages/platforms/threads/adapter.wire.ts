/** How Threads is spoken to: one host, one version, forms for writing. */
import type { Memory, Wire } from '../interface.ts'
import { address, at, get, str } from '../reply.ts'

export const host = 'https://graph.threads.net'
export const api = `${host}/v1.0`

/** Writes go to `me`: with an account's number Threads has answered "does not exist" for what exists. */
export const write = (path: 'threads' | 'threads_publish', fields: Readonly<Record<string, string>>): Wire => ({
  method: 'POST',
  url: `${api}/me/${path}`,
  as: 'channel',
  body: { is: 'form', fields },
})
export const read = (path: string, query: Readonly<Record<string, string | undefined>> = {}): Wire =>
  get(address(`${api}/${path}`, query))
export const erase = (id: string): Wire => ({ method: 'DELETE', url: `${api}/${id}`, as: 'channel' })

/** Fields without those that are not given: Threads refuses empty ones here and there. */
export const fieldsOf = (given: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter((pair): pair is [string, string] => (pair[1] ?? '') !== ''))

/** The id that a step has kept; empty if there is none. */
export const idIn = (memory: Memory, step: string): string => str(at(memory.get(step), 'id'))

export const profileUrl = (handle: string): string => `https://www.threads.com/@${handle}`
