/** `fields=id,attachments{target{id}},comments.limit(0).summary(true)`: parsing, and picking from a node. */
import { badParameter, refuse } from './errors.ts'
import { pageOf, type Asked } from './paging.ts'

export interface Field {
  readonly name: string
  /** What stands in `.limit(5)`, by its name. */
  readonly options: ReadonlyMap<string, string>
  readonly below: readonly Field[] | undefined
}

/** A node as data; what is costly or takes options is a function. `usual`: answered when nothing is asked for. */
export interface Node {
  readonly type: string
  readonly usual: readonly string[]
  readonly fields: Readonly<Record<string, Value | ((field: Field) => Value)>>
}
export interface Edge {
  readonly nodes: readonly Node[]
  readonly summary?: Readonly<Record<string, unknown>>
}
type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain }
/** A plain value, another node, or an edge with nodes. undefined: Graph leaves the field out. */
export type Value = Plain | { readonly node: Node } | { readonly edge: Edge }

/** Throws code 100 for what cannot be read. */
export function parseFields(text: string): readonly Field[] {
  let at = 0
  const bad = () =>
    refuse(2500, `Syntax error "Expected name instead of "${text.charAt(at)}"." at character ${at}: ${text}`)
  const word = (of: RegExp): string => {
    of.lastIndex = at
    const found = of.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const eat = (mark: string): boolean => {
    const found = text.charAt(at) === mark
    if (found) at += 1
    return found
  }
  function field(): Field {
    const name = word(/\s*[\w-]+\s*/y).trim()
    if (name === '') throw bad()
    const options = new Map<string, string>()
    while (eat('.')) {
      const option = word(/\w+/y)
      if (option === '' || !eat('(')) throw bad()
      options.set(option, word(/[^)]*/y).trim())
      if (!eat(')')) throw bad()
    }
    const below = eat('{') ? list('}') : undefined
    word(/\s*/y)
    return { name, options, below }
  }
  function list(end: string): Field[] {
    const found: Field[] = []
    do found.push(field())
    while (eat(','))
    if (end !== '' && !eat(end)) throw bad()
    return found
  }
  const all = list('')
  if (at < text.length) throw bad()
  return all
}

type Picked = Record<string, unknown>

/** The asked fields of a node; its id is always among them. Throws code 100 for a field the node does not have. */
export function pick(node: Node, asked: readonly Field[] | undefined): Picked {
  const fields = asked ?? node.usual.map((name): Field => ({ name, options: new Map(), below: undefined }))
  const out: Picked = {}
  for (const field of fields) {
    const found = node.fields[field.name]
    if (found === undefined && !Object.hasOwn(node.fields, field.name))
      throw badParameter(`Tried accessing nonexisting field (${field.name}) on node type (${node.type})`)
    const value = shown(typeof found === 'function' ? found(field) : found, field)
    if (value !== undefined) out[field.name] = value
  }
  const { id } = node.fields
  if (id !== undefined && typeof id !== 'function') out['id'] = id
  return out
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function shown(value: Value, field: Field): unknown {
  if (!isObject(value)) return narrowed(value, field.below)
  if ('node' in value) return pick((value as { node: Node }).node, field.below)
  if (!('edge' in value)) return narrowed(value, field.below)
  const { edge } = value as { edge: Edge }
  const { options, below } = field
  const limit = options.get('limit')
  const order = options.get('order')
  return edgeOf(edge, below, {
    limit: limit === undefined ? undefined : Number(limit),
    after: options.get('after'),
    before: options.get('before'),
    reversed: order === 'reverse_chronological',
    summary: options.get('summary') === 'true' || options.get('summary') === '1',
  })
}

const idOf = ({ fields: { id } }: Node): string => (typeof id === 'string' ? id : '')

/** An edge as Graph lists it. `url`: the address of the call, for `paging.next`; none below another node. */
export function edgeOf(
  { nodes, summary }: Edge,
  fields: readonly Field[] | undefined,
  asked: Asked & { readonly summary?: boolean; readonly url?: string | undefined },
): Picked {
  const { items, paging } = pageOf(nodes, asked, idOf, asked.url)
  return {
    data: items.map((node) => pick(node, fields)),
    ...(paging === undefined ? {} : { paging }),
    ...(asked.summary === true && summary !== undefined ? { summary } : {}),
  }
}

/** `picture{url}` narrows a plain value; Graph looks through its `data`. */
function narrowed(value: unknown, below: readonly Field[] | undefined): unknown {
  if (below === undefined) return value
  if (Array.isArray(value)) return value.map((one: unknown) => narrowed(one, below))
  if (!isObject(value)) return value
  if (isObject(value['data']) || Array.isArray(value['data'])) return { ...value, data: narrowed(value['data'], below) }
  return Object.fromEntries(
    below.flatMap((field) => (field.name in value ? [[field.name, narrowed(value[field.name], field.below)]] : [])),
  )
}
