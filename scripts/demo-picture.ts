/** What the demo does as a person would before scheduling: a picture where a network wants one, and its live choices. */
import type { Client } from '@posthorn/contract/client.ts'
import { makeFile } from '@posthorn/platforms/testing/files.ts'

type Written = Awaited<ReturnType<typeof readPost>>['data']

const readPost = (api: Client, workspaceId: string, id: string) =>
  api('GET /api/v1/workspaces/{workspaceId}/posts/{id}', { params: { workspaceId, id } })

/** The channels on which nothing goes out without a file, as the check tells a person. */
async function wanting(api: Client, workspaceId: string, id: string): Promise<ReadonlySet<string>> {
  const path = 'GET /api/v1/workspaces/{workspaceId}/posts/{id}/checks' as const
  const { checks } = (await api(path, { params: { workspaceId, id } })).data
  const lacks = checks.filter(({ findings }) => findings.some(({ blocks, field }) => blocks && field === 'media'))
  return new Set(lacks.map(({ channelId }) => channelId))
}

/** The post with a described picture where one is wanted, and the first choice where an account has to choose. */
export async function illustrate(api: Client, workspaceId: string, post: Written): Promise<Written> {
  const params = { workspaceId, id: post.id }
  const visual = await wanting(api, workspaceId, post.id)
  if (visual.size === 0) return post
  const picture = await upload(api, workspaceId)
  const versions = await Promise.all(
    post.versions.map(async ({ channelId, parts, firstComment, files, settings, effective }) => {
      if (!visual.has(channelId)) return { channelId, parts, firstComment, files, settings }
      const [first] = effective.parts
      return {
        channelId,
        parts: [{ text: first?.text ?? '', media: [picture] }],
        firstComment,
        files,
        settings: { ...settings, ...(await chosen(api, workspaceId, channelId)) },
      }
    }),
  )
  const { etag = '' } = await readPost(api, workspaceId, post.id)
  const { base, latePolicy, lateWindowSeconds, draftRunId } = post
  const body = { base, versions, latePolicy, lateWindowSeconds, draftRunId }
  return (await api('PUT /api/v1/workspaces/{workspaceId}/posts/{id}', { params, body, ifMatch: etag })).data
}

async function upload(api: Client, workspaceId: string) {
  const claim = {
    id: 'demo',
    kind: 'image',
    type: 'image/jpeg',
    bytes: 0,
    sha256: '',
    size: [1080, 1080],
    alt: '',
  } as const
  const { bytes } = await makeFile(claim)
  const { data } = await api('POST /api/v1/workspaces/{workspaceId}/assets', {
    params: { workspaceId },
    query: { name: 'demo.jpg', alt: 'A plain coloured square, drawn for this demo' },
    body: new Uint8Array(bytes),
  })
  return { assetId: data.id }
}

/** The first of what the account may choose at this moment. */
async function chosen(api: Client, workspaceId: string, id: string): Promise<Record<string, string>> {
  const path = 'GET /api/v1/workspaces/{workspaceId}/channels/{id}/options' as const
  const { options } = (await api(path, { params: { workspaceId, id } })).data
  return Object.fromEntries(
    Object.entries(options?.choices ?? {}).flatMap(([name, [first]]) => (first ? [[name, first.value]] : [])),
  )
}
