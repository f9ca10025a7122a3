/** Pages of an edge: opaque cursors before and after, and the address of the next page. */
import { badParameter, mustBe } from './errors.ts'
import type { Parameters } from './parameters.ts'

export interface Asked {
  readonly limit?: number | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly reversed?: boolean
}

const usual = 25
const most = 100
const cursor = (id: string) => Buffer.from(id).toString('base64url')

/** `limit`, `after`, `before` of a call. */
export function askedPage(parameters: Parameters): Asked {
  const limit = parameters.number('limit')
  if (limit !== undefined && (limit < 0 || !Number.isInteger(limit))) throw mustBe('limit', 'a positive integer')
  return { limit, after: parameters.text('after'), before: parameters.text('before') }
}

function addressOf(url: string, after: string): string {
  const next = new URL(url)
  next.searchParams.delete('before')
  next.searchParams.set('after', after)
  return next.href
}

/** One page of a list. No `paging` for an empty one, no `next` on the last; `url` is the network's own address. */
export function pageOf<T>(all: readonly T[], asked: Asked, idOf: (item: T) => string, url?: string) {
  const list = asked.reversed === true ? all.toReversed() : all
  const at = (mark: string): number => {
    const found = list.findIndex((item) => cursor(idOf(item)) === mark)
    if (found < 0) throw badParameter('Invalid cursors values.')
    return found
  }
  const limit = Math.min(asked.limit ?? usual, most)
  const end = asked.before === undefined ? undefined : at(asked.before)
  const start = asked.after === undefined ? Math.max(0, (end ?? limit) - limit) : at(asked.after) + 1
  const items = list.slice(start, end ?? start + limit)
  const [first, last] = [items[0], items.at(-1)]
  if (first === undefined || last === undefined) return { items, paging: undefined }
  const cursors = { before: cursor(idOf(first)), after: cursor(idOf(last)) }
  const more = url !== undefined && start + items.length < list.length
  return { items, paging: more ? { cursors, next: addressOf(url, cursors.after) } : { cursors } }
}
