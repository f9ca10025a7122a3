/**
 * Cuts the operations that a test needs out of a network's OpenAPI document, with every schema they refer to.
 * `node scripts/cut-openapi.ts IN.json OUT.json "POST /2/tweets" "GET /2/users/me" …`
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Spec {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const [from = '', to = '', ...operations] = process.argv.slice(2)
const spec = JSON.parse(readFileSync(from, 'utf8')) as Spec

const paths: Record<string, Record<string, unknown>> = {}
for (const operation of operations) {
  const [method = '', path = ''] = operation.split(' ')
  const found = spec.paths[path]?.[method.toLowerCase()]
  if (found === undefined) throw new Error(`${from} has no ${operation}`)
  paths[path] = { ...paths[path], [method.toLowerCase()]: found }
}

const components: Record<string, Record<string, unknown>> = {}
/** Follows every reference, so that the part stands alone. */
function gather(value: unknown): void {
  for (const [, kind = '', name = ''] of JSON.stringify(value).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
    if (components[kind]?.[name] !== undefined) continue
    const found = spec.components[kind]?.[name]
    components[kind] = { ...components[kind], [name]: found }
    gather(found)
  }
}
gather(paths)

writeFileSync(to, `${JSON.stringify({ openapi: spec.openapi, info: spec.info, paths, components }, null, 1)}\n`)
