/** What does not fit is refused when it is scheduled, with the reason and the number, whatever the network. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { platforms } from '@posthorn/platforms/adapters'
import type { MediaLimits, Rendition } from '@posthorn/platforms/interface'
import { makeFile } from '@posthorn/platforms/testing/files.ts'
import { limitedNetwork, madeUp as fact } from '@posthorn/platforms/testing/limited.ts'
import { document as pdf, image, video } from '@posthorn/platforms/testing/stored.ts'
import { setUpOwner, startTestServer, type Member, type TestServer } from '../http/testing.ts'
import type { AssetView } from './assets.ts'

const moving: MediaLimits = {
  count: [0, 1],
  bytes: 1_000_000,
  types: ['video/mp4'],
  seconds: [3, 60],
  side: [360, 1920],
  fps: [23, 60],
  codecs: ['h264', 'aac'],
  fact,
}
const photo: MediaLimits = { count: [0, 10], bytes: 1_000_000, types: ['image/jpeg'], ratio: [0.8, 1.91], fact }
const paper: MediaLimits = { count: [0, 1], bytes: 1_000_000, types: ['application/pdf'], pages: 10, fact }

let server: TestServer
let owner: Member
beforeAll(async () => {
  const made = {
    reels: limitedNetwork('reels', 'always', { video: moving }),
    photos: limitedNetwork('photos', 'images', { image: photo, video: moving }),
    papers: limitedNetwork('papers', 'never', { document: paper }),
  }
  server = await startTestServer({}, { platforms: { ...platforms, ...made } })
  owner = await setUpOwner(server)
})
afterAll(() => server[Symbol.asyncDispose]())

let remotes = 0
async function channelOf(platform: string, kind: 'sandbox' | 'real' = 'sandbox'): Promise<string> {
  const { rows } = await server.db.superuser.query<{ id: string }>(
    `with lane as (insert into lane (platform, network, remote_id) values ($2, $3, $4) returning id)
     insert into channel (workspace_id, platform, network, kind, via, remote_id, handle, name, zone, lane_id)
     select $1, $2, $3::text, 'member', 'oauth', $4, $4, $4, 'UTC', id from lane returning id`,
    [owner.workspaceId, platform, kind, String(++remotes)],
  )
  return rows[0]?.id ?? ''
}
const ask = async (method: string, path: string, sent: object): Promise<Response> =>
  server.ask(`${method} /api/v1/workspaces/${owner.workspaceId}/${path}`, { cookie: owner.cookie, ...sent })
async function upload(bytes: Buffer): Promise<string> {
  const response = await ask('POST', 'assets?name=it', { raw: new Uint8Array(bytes) })
  return ((await response.json()) as AssetView).id
}
const film = async (wanted: Partial<Rendition>) => {
  const usual = { bytes: 100_000, seconds: 4, size: [640, 360] as const }
  return upload((await makeFile(video(JSON.stringify(wanted), { ...usual, ...wanted }))).bytes)
}
const document = async (pages: number) => upload((await makeFile(pdf('paper', { pages }))).bytes)
const picture = async () => upload((await makeFile(image('photo', { size: [400, 400] }))).bytes)

async function schedule(channelId: string, assetId: string | undefined): Promise<Response> {
  const media = assetId === undefined ? [] : [{ assetId }]
  const body = { base: { parts: [{ text: 'Hello', media }] }, versions: [{ channelId }] }
  const post = (await (await ask('POST', 'posts', { body })).json()) as { readonly id: string }
  return ask('POST', `posts/${post.id}/schedule`, { body: { when: { is: 'now' } } })
}

describe('a file that does not fit', () => {
  test.each([
    ['reels', () => film({ seconds: 61 }), 'post.media-seconds', 'The video is 61 s long; 3 to 60 s is accepted.'],
    ['reels', () => film({ fps: 15 }), 'post.media-fps', 'The video has 15 pictures a second; 23 to 60 is accepted.'],
    [
      'reels',
      () => film({ size: [320, 640] }),
      'post.media-side',
      'The file is 320 × 640 pixels; 360 to 1920 on each side is accepted.',
    ],
    ['reels', () => film({ type: 'video/quicktime' }), 'post.media-type', 'Files of type MOV are not accepted here.'],
    ['papers', () => document(11), 'post.media-pages', 'The document has 11 pages, and 10 is the limit.'],
    [
      'twitter',
      () => film({ seconds: 0.2 }),
      'post.media-seconds',
      'The video is 0.2 s long; 0.5 to 1200 s is accepted.',
    ],
    [
      'linkedin',
      () => film({ size: [1280, 480] }),
      'post.media-ratio',
      'The picture is 2.67 wide to high; 0.42 to 2.4 is accepted.',
    ],
  ] as const)('on %s: %#', async (platform, make, code, says) => {
    const channelId = await channelOf(platform)
    const response = await schedule(channelId, await make())
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      code: 'post.violations',
      details: [{ code, says, field: `versions.${channelId}.parts.0.media.0` }],
    })
  })

  test('one that fits is planned', async () => {
    for (const platform of ['reels', 'twitter', 'linkedin'])
      expect((await schedule(await channelOf(platform), await film({}))).status).toBe(200)
    expect((await schedule(await channelOf('papers'), await document(10))).status).toBe(200)
  })
})

describe('a real network that fetches files, while nobody can reach us', () => {
  test('refuses them, and says what to set', async () => {
    const channelId = await channelOf('reels', 'real')
    const response = await schedule(channelId, await film({}))
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      details: [
        {
          code: 'media.no-public-address',
          field: `versions.${channelId}.media`,
          says: `This network fetches files from Posthorn, and ${server.parts.settings.mediaUrl} cannot be reached from the internet by https.`,
          todo: expect.stringContaining('MEDIA_URL'),
        },
      ],
    })
  })

  test('takes texts, and what it does not fetch', async () => {
    expect((await schedule(await channelOf('reels', 'real'), undefined)).status).toBe(200)
    expect((await schedule(await channelOf('photos', 'real'), await film({}))).status).toBe(200)
    expect((await schedule(await channelOf('photos', 'real'), await picture())).status).toBe(422)
  })

  test('takes them once an address is set', async () => {
    await using open = await startTestServer(
      { MEDIA_URL: 'https://media.example.com' },
      { platforms: server.parts.platforms },
    )
    const [here, person] = [server, owner]
    try {
      server = open
      owner = await setUpOwner(open)
      expect((await schedule(await channelOf('photos', 'real'), await picture())).status).toBe(200)
    } finally {
      server = here
      owner = person
    }
  })
})
