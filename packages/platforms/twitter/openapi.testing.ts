/** Holds what the adapter sends against X's own OpenAPI document (the operations it uses, cut out of it). */
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Wire } from '../interface.ts'
import spec from './fixtures/x-openapi.part.json' with { type: 'json' }

interface Operation {
  readonly parameters?: readonly { readonly name?: string; readonly $ref?: string; readonly in?: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
}

const ajv = new Ajv2020({ strict: false, coerceTypes: false })
addFormats.default(ajv)
ajv.addSchema({ $id: 'x', ...spec })

const paths = spec.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>
const shared = spec.components.parameters as Readonly<Record<string, { readonly name: string }>>

/** The document of 2.167 names only the new vocabulary; both are answered (sheet, 8.2). */
const oldNames: Readonly<Record<string, string>> = { 'tweet.fields': 'post.fields' }

const templates = Object.keys(paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[0-9]+')}$`),
}))

const mediaTypes = { json: 'application/json', multipart: 'multipart/form-data', form: '', bytes: '' } as const

/** What the document has against a request; empty if nothing. */
export function complaints(wire: Wire): readonly string[] {
  const url = new URL(wire.url)
  const path = templates.find(({ pattern }) => pattern.test(url.pathname))?.path
  const operation = path === undefined ? undefined : paths[path]?.[wire.method.toLowerCase()]
  if (!operation) return [`no operation ${wire.method} ${url.pathname}`]
  const known = (operation.parameters ?? []).map((one) => one.name ?? shared[one.$ref?.split('/').at(-1) ?? '']?.name)
  const unknown = [...url.searchParams.keys()].filter((name) => !known.includes(oldNames[name] ?? name))
  return [...unknown.map((name) => `unknown parameter ${name}`), ...bodyComplaints(wire, operation)]
}

function bodyComplaints({ body }: Wire, operation: Operation): readonly string[] {
  const content = operation.requestBody?.content
  if (!body || !content) return body || content ? [`a body is ${content ? 'missing' : 'not taken'}`] : []
  const schema = content[mediaTypes[body.is]]?.schema
  if (!schema) return [`${body.is} is not taken`]
  // Form fields travel as text; the document types what they mean.
  const value =
    body.is === 'json'
      ? body.value
      : body.is === 'multipart'
        ? {
            ...Object.fromEntries(
              Object.entries(body.fields).map(([key, text]) => [key, /^\d+$/.test(text) ? Number(text) : text]),
            ),
            [body.fileField]: 'bytes',
          }
        : undefined
  const pointed = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"x#/')) as object
  const check = ajv.compile(pointed)
  return check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`)
}
