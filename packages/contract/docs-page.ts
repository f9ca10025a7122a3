/** The API as a page to read: no script, nothing loaded from elsewhere. */
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter } from './openapi.ts'

export function docsPage({ info, paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '')
  const navigation = [...groups.keys(), 'schemas'].map(
    (name) => `<li><a href="#${escape(name)}">${escape(name)}</a></li>`,
  )
  const sections = [...groups].map(
    ([name, members]) =>
      `<section id="${escape(name)}"><h2>${escape(name)}</h2>${members.map(showOperation).join('')}</section>`,
  )
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<h3 id="schema-${escape(name)}">${escape(name)}</h3>${showSchema(schema)}`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title)} API</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<nav aria-label="Groups"><ul>${navigation.join('')}</ul></nav>
<main>
<h1>${escape(info.title)} API</h1>
<p>${escape(info.description)} <a href="/api/v1/openapi.json">As an OpenAPI document.</a></p>
${sections.join('\n')}
<section id="schemas"><h2>schemas</h2>${schemas.join('')}</section>
</main>
</body>
</html>
`
}

function showOperation({
  path,
  method,
  operation,
}: {
  path: string
  method: string
  operation: OpenApiOperation
}): string {
  const { summary, description, parameters, requestBody, responses, operationId } = operation
  const body = requestBody
    ? Object.entries(requestBody.content).map(
        ([type, { schema }]) => `<h4>Body <small>${escape(type)}</small></h4>${showSchema(schema)}`,
      )
    : []
  const answers = Object.entries(responses).map(([status, answer]) => {
    const content = Object.entries(answer.content ?? {}).map(
      ([type, { schema }]) => `<small>${escape(type)}</small>${showSchema(schema)}`,
    )
    return `<h4>${escape(status)} <small>${escape(answer.description)}</small></h4>${content.join('')}`
  })
  return `<details id="${escape(operationId)}"><summary><code><b>${escape(method.toUpperCase())}</b> ${escape(path)}</code> <span>${escape(summary)}</span></summary>
<p>${escape(description)}</p>${showParameters(parameters)}${body.join('')}${answers.join('')}</details>`
}

function showParameters(parameters: readonly OpenApiParameter[]): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${place}${required ? ', required' : ''}</td><td>${escape(description)} ${showType(schema)}</td></tr>`,
  )
  return `<table><thead><tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">What</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** A reference is a link; all else is shown as it is. */
function showSchema(schema: { readonly [key: string]: unknown }): string {
  const reference = schema['$ref']
  return typeof reference === 'string' && Object.keys(schema).length === 1
    ? `<p>${linkTo(reference)}</p>`
    : `<pre>${withLinks(JSON.stringify(schema, null, 2))}</pre>`
}

const showType = (schema: { readonly [key: string]: unknown }): string =>
  `<code>${withLinks(JSON.stringify(schema))}</code>`

const withLinks = (json: string): string =>
  escape(json).replace(/#\/components\/schemas\/(\w+)/g, (reference) => linkTo(reference))

const linkTo = (reference: string): string => {
  const name = reference.split('/').at(-1) ?? ''
  return `<a href="#schema-${escape(name)}">${escape(name)}</a>`
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; grid-template-columns: 12rem minmax(0, 60rem); gap: 2rem; padding: 1.5rem; }
nav { position: sticky; top: 1.5rem; align-self: start; }
nav ul { list-style: none; margin: 0; padding: 0; }
details { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; margin: .5rem 0; padding: .5rem .75rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary span { opacity: .8; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0; overflow-wrap: anywhere; }
pre { overflow: auto; font-size: .8rem; background: color-mix(in srgb, currentColor 6%, transparent); padding: .75rem; border-radius: .5rem; }
@media (max-width: 50rem) { body { grid-template-columns: minmax(0, 1fr); } nav { position: static; } }
`
