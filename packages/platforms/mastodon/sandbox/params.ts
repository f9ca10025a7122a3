/**
 * Parameters as Rails reads them: query, form (`media_ids[]`, `poll[options][]`), multipart and JSON become one tree.
 * Mastodon passes over what it does not know; here that leaves a note in the list of requests, so that a test can forbid it.
 */
import { z } from 'zod'
import type { Visit } from '../../sandbox/ledger.ts'
import { badRequest } from './errors.ts'

export type Tree = { [name: string]: Branch }
type Branch = unknown

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Blob)

/** Puts a value where its name says: `a[b][]` is a list in `b` of `a`; `a[][b]` begins a new object when `b` comes again. */
function put(tree: Tree, name: string, value: unknown): void {
  const [first = '', ...rest] = name.replaceAll(']', '').split('[')
  if (first === '__proto__' || rest.includes('__proto__')) return
  if (rest.length === 0) tree[first] = value
  else if (rest[0] === '') {
    const list: unknown[] = Array.isArray(tree[first]) ? tree[first] : []
    tree[first] = list
    const key = rest[1]
    if (key === undefined) list.push(value)
    else {
      const last = list.at(-1)
      if (isTree(last) && last[key] === undefined) last[key] = value
      else list.push({ [key]: value })
    }
  } else {
    const branch = isTree(tree[first]) ? tree[first] : {}
    tree[first] = branch
    put(branch, [rest[0], ...rest.slice(1).map((part) => `${part}]`)].join('['), value)
  }
}

function grow(entries: Iterable<readonly [string, unknown]>): Tree {
  const tree: Tree = {}
  for (const [name, value] of entries) put(tree, name, value)
  return tree
}

async function readBody(request: Request): Promise<Tree> {
  const type = request.headers.get('content-type') ?? ''
  const bad = () => badRequest('Bad Request')
  if (/^application\/json\b/i.test(type)) {
    const text = await request.text()
    if (text === '') return {}
    const value: unknown = await Promise.resolve(text)
      .then(JSON.parse)
      .catch(() => {
        throw bad()
      })
    return isTree(value) ? value : { _json: value }
  }
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return grow(new URLSearchParams(await request.text()))
  if (/^multipart\/form-data\b/i.test(type)) {
    return grow(
      await request.formData().catch(() => {
        throw bad()
      }),
    )
  }
  return {}
}

/** Everything a request says, the query first. */
export async function readParams(request: Request): Promise<Tree> {
  const query = grow(new URL(request.url).searchParams)
  return request.method === 'GET' ? query : { ...query, ...(await readBody(request)) }
}

/** Reads the parameters a route knows. What has the wrong form counts as not given, as Rails' permit does. */
export function permit<T extends z.ZodRawShape>(visit: Visit, shape: z.ZodObject<T>, tree: Tree) {
  for (const name of Object.keys(tree))
    if (!(name in shape.shape)) visit.notes.push(`passed over the unknown parameter "${name}"`)
  const kept: Tree = {}
  for (const [name, schema] of Object.entries(shape.shape)) {
    if (tree[name] === undefined || tree[name] === null) continue
    if (z.safeParse(schema, tree[name]).success) kept[name] = tree[name]
    else visit.notes.push(`passed over the parameter "${name}": it has the wrong form`)
  }
  return shape.parse(kept)
}

const off = new Set(['', '0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF'])
/** A word, a number or a truth value, as text. */
export const word = z.union([z.string(), z.number(), z.boolean()]).transform(String)
export const words = z.array(word)
export const flag = word.transform((text) => !off.has(text))
/** As Ruby's `to_i`: what does not begin with a number is 0. */
export const whole = word.transform((text) => Number.parseInt(text, 10) || 0)
