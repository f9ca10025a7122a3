/** Every answer of the imitation, held against X's own OpenAPI document (in its vocabulary, the post one). */
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { film, picture, type Told } from '../../sandbox/practice.testing.ts'
import spec from '../fixtures/x-openapi.part.json' with { type: 'json' }
import { onX, standard, type OnX } from './x.testing.ts'

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)
ajv.addSchema({ $id: 'x', ...spec })

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>>
}
const paths = spec.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>
const pointer = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1')

/** The problem types that the document knows; 401, 402, 429 and most 403 are not among them. */
const covered = new Set(Object.keys(spec.components.schemas.Problem.discriminator.mapping))

/** What the document has against an answer of `METHOD /path`; undefined if it says nothing about such an answer. */
function complaint(operation: string, told: Told): string | undefined {
  const [method = '', path = ''] = operation.split(' ')
  const responses = paths[path]?.[method.toLowerCase()]?.responses ?? {}
  const key = told.status < 400 ? String(told.status) : 'default'
  const type = told.status < 400 ? 'application/json' : 'application/problem+json'
  if (responses[key] === undefined) return `${operation} has no answer ${told.status}`
  if (told.headers.get('content-type') !== type)
    return `${operation} ${told.status} is ${told.headers.get('content-type')}`
  if (told.status >= 400 && !covered.has(String(told.body['type'])))
    return `${operation} ${told.status}: the problem is not in the document`
  const validate = ajv.getSchema(
    `x#/paths/${pointer(path)}/${method.toLowerCase()}/responses/${key}/content/${pointer(type)}/schema`,
  )
  if (!validate) return `${operation}: no schema`
  return validate(told.body) ? undefined : ajv.errorsText(validate.errors)
}

const fields =
  'post.fields=article,attachments,author_id,conversation_id,created_at,edit_controls,entities,lang,non_public_metrics,note_post,organic_metrics,paid_partnership,possibly_sensitive,public_metrics,reply_settings,source,text' +
  '&expansions=attachments.media_keys,attachments.poll_ids,author_id,referenced_posts&media.fields=alt_text,duration_ms,height,public_metrics,type,url,width&poll.fields=duration_minutes,end_datetime,options,voting_status&user.fields=created_at,description,profile_image_url,protected,public_metrics,subscription_type,verified,verified_type'

const id = (told: Told) => (told.body['data'] as { id: string }).id

async function uploads(
  x: OnX,
  say: (operation: string, told: Told) => void,
): Promise<{ image: string; video: string }> {
  const form = new FormData()
  form.set('media_category', 'tweet_image')
  form.set('media', new Blob([await picture()]))
  const image = await x.api('/2/media/upload', { method: 'POST', body: form })
  say('POST /2/media/upload', image)
  const bytes = film(3)
  const begun = await x.api('/2/media/upload/initialize', {
    json: { media_type: 'video/mp4', total_bytes: bytes.byteLength, media_category: 'tweet_video' },
  })
  say('POST /2/media/upload/initialize', begun)
  const path = `/2/media/upload/${id(begun)}`
  const media = Buffer.from(bytes).toString('base64')
  say('POST /2/media/upload/{id}/append', await x.api(`${path}/append`, { json: { segment_index: 0, media } }))
  say('POST /2/media/upload/{id}/finalize', await x.api(`${path}/finalize`, { method: 'POST' }))
  for (const seconds of [0, 2, 4]) {
    await x.advance(seconds)
    say('GET /2/media/upload', await x.api(`/2/media/upload?command=STATUS&media_id=${id(begun)}`))
  }
  say(
    'POST /2/media/metadata',
    await x.api('/2/media/metadata', { json: { id: id(image), metadata: { alt_text: { text: 'A field' } } } }),
  )
  say('GET /2/media/upload', await x.api('/2/media/upload?command=STATUS&media_id=1'))
  say(
    'POST /2/media/upload/initialize',
    await x.api('/2/media/upload/initialize', { json: { media_type: 'video/avi' } }),
  )
  return { image: id(image), video: id(begun) }
}

async function posts(x: OnX, say: (operation: string, told: Told) => void): Promise<string> {
  const { image, video } = await uploads(x, say)
  const create = async (json: unknown) => {
    const told = await x.create(json)
    say('POST /2/tweets', told)
    return told
  }
  const root = id(
    await create({
      text: 'One https://example.com #tag @practice_plus $ABC',
      media: { media_ids: [image] },
      made_with_ai: true,
      paid_partnership: true,
    }),
  )
  await create({ text: 'Two', media: { media_ids: [video] }, reply: { in_reply_to_tweet_id: root } })
  await create({
    text: 'Which?',
    poll: { options: ['a', 'b'], duration_minutes: 60 },
    reply_settings: 'mentionedUsers',
  })
  await create({ text: 'Wrong', colour: 'red' })
  await create({ text: 'Wrong', media: { media_ids: ['1'] } })
  const reply = await x.created({ text: 'Hi', reply: { in_reply_to_tweet_id: root } }, x.other)
  say(
    'PUT /2/tweets/{tweet_id}/hidden',
    await x.api(`/2/tweets/${reply}/hidden`, { method: 'PUT', json: { hidden: true } }),
  )
  return root
}

async function reads(x: OnX, root: string, say: (operation: string, told: Told) => void): Promise<void> {
  say('GET /2/users/me', await x.api(`/2/users/me?${fields.slice(fields.indexOf('user.fields'))}&post.fields=text`))
  say('GET /2/users/{id}/tweets', await x.api(`/2/users/${standard}/tweets?max_results=5&${fields}`))
  say('GET /2/users/{id}/tweets', await x.api(`/2/users/${standard}/tweets?since_id=9000000000000000000`))
  say('GET /2/users/{id}/tweets', await x.api(`/2/users/${standard}/tweets?max_results=1`))
  say('GET /2/users/{id}/mentions', await x.api(`/2/users/${standard}/mentions?${fields}`))
  say('GET /2/tweets', await x.api(`/2/tweets?ids=${root},1&${fields}`))
  say('GET /2/tweets', await x.api('/2/tweets?ids=none'))
  say('GET /2/tweets/{id}', await x.api(`/2/tweets/${root}?${fields}`))
  say('GET /2/tweets/{id}', await x.api(`/2/tweets/1`))
  say('DELETE /2/tweets/{id}', await x.api(`/2/tweets/${root}`, { method: 'DELETE', token: x.other }))
  say('DELETE /2/tweets/{id}', await x.api(`/2/tweets/${root}`, { method: 'DELETE' }))
  say('DELETE /2/tweets/{id}', await x.api(`/2/tweets/${root}`, { method: 'DELETE' }))
  await x.fault('twitter', 'error_before', { status: 500 })
  say('GET /2/users/me', await x.api('/2/users/me'))
}

test('every answer is valid under the document of X', async () => {
  await using x = await onX()
  const found: string[] = []
  const asked = new Set<string>()
  const say = (operation: string, told: Told) => {
    asked.add(operation)
    const wrong = complaint(operation, told)
    if (wrong !== undefined) found.push(`${operation} ${told.status}: ${wrong}\n${told.text}`)
  }
  const root = await posts(x, say)
  await reads(x, root, say)
  expect(found).toEqual([])
  expect(asked.size).toBe(14)
})

test('the check can fail', () => {
  const told = {
    status: 200,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: '',
    body: { data: { name: 1 } },
  }
  expect(complaint('GET /2/users/me', told)).toMatch(/name must be string/)
})
