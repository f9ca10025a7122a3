/** What the library takes, told over the API with real files. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  EncodedAudioPacketSource,
  EncodedPacket,
  MkvOutputFormat,
  Output,
  BufferTarget,
  EncodedVideoPacketSource,
  WebMOutputFormat,
} from 'mediabunny'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFile } from '@posthorn/platforms/testing/files.ts'
import { makeFilm } from '@posthorn/platforms/testing/film.ts'
import { document as pdf } from '@posthorn/platforms/testing/stored.ts'
import { setUpOwner, startTestServer, type Member, type TestServer } from '../http/testing.ts'
import type { AssetView } from './assets.ts'
import { ole, zip } from './testing.ts'
import { uploadAsset } from './upload.ts'

let server: TestServer
let owner: Member
beforeAll(async () => {
  server = await startTestServer({ MEDIA_MAX_BYTES: '2000000' })
  owner = await setUpOwner(server)
})
afterAll(() => server[Symbol.asyncDispose]())

const path = (more = '') => `/api/v1/workspaces/${owner.workspaceId}/assets${more}`
const send = (bytes: Uint8Array, name = 'file.bin') =>
  server.ask(`POST ${path(`?name=${encodeURIComponent(name)}`)}`, { cookie: owner.cookie, raw: new Uint8Array(bytes) })
async function upload(bytes: Uint8Array): Promise<AssetView> {
  const response = await send(bytes)
  const answer = (await response.json()) as AssetView
  expect([response.status, answer]).toEqual([201, expect.anything()])
  return answer
}
const incoming = async (): Promise<readonly string[]> =>
  readdir(join(server.parts.settings.dataDir, 'media', owner.workspaceId, 'incoming'))

/** A picture 20 wide and 10 high. */
const picture = (alpha = false) =>
  sharp({ create: { width: 20, height: 10, channels: alpha ? 4 : 3, background: { r: 200, g: 0, b: 0, alpha: 0.5 } } })

/** A film in Matroska: what its pictures hold is never looked at. */
async function matroska(format: MkvOutputFormat, sound: boolean): Promise<Buffer> {
  const target = new BufferTarget()
  const output = new Output({ format, target })
  const pictures = new EncodedVideoPacketSource('vp9')
  output.addVideoTrack(pictures)
  const sounds = new EncodedAudioPacketSource('opus')
  if (sound) output.addAudioTrack(sounds)
  await output.start()
  const config = { codec: 'vp09.00.10.08', codedWidth: 320, codedHeight: 180 }
  for (let n = 0; n < 50; n++) {
    const packet = new EncodedPacket(Buffer.from([n]), n === 0 ? 'key' : 'delta', n / 25, 1 / 25)
    await pictures.add(packet, n === 0 ? { decoderConfig: config } : undefined)
    const heard = { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000 }
    if (sound)
      await sounds.add(
        new EncodedPacket(Buffer.from([0xf8, 0xff, 0xfe]), 'key', n / 25, 1 / 25),
        n === 0 ? { decoderConfig: heard } : undefined,
      )
  }
  await output.finalize()
  return Buffer.from(target.buffer ?? new ArrayBuffer(0))
}

describe('films', () => {
  test('an MP4 tells size as shown, length, rate and codecs, and stays as it is', async () => {
    const film = await makeFilm({ id: 'upright', size: [720, 1280], seconds: 2.4, fps: 25, sound: true, turned: true })
    const asset = await upload(film)
    expect(asset).toMatchObject({
      kind: 'video',
      type: 'video/mp4',
      bytes: film.length,
      width: 720,
      height: 1280,
      seconds: 2.4,
      fps: 25,
      codecs: ['h264', 'aac'],
      pages: null,
      located: false,
    })
    const bytes = await (await server.ask(`GET ${asset.url}`, { cookie: owner.cookie })).arrayBuffer()
    expect(Buffer.from(bytes).equals(film)).toBe(true)
  })

  test('a MOV is one, and says that it tells where it was recorded', async () => {
    const film = await makeFilm({ id: 'place', type: 'video/quicktime', place: '+46.0037+008.9511/' })
    expect(await upload(film)).toMatchObject({ type: 'video/quicktime', codecs: ['h264'], located: true })
  })

  test('WebM and Matroska', async () => {
    expect(await upload(await matroska(new WebMOutputFormat(), true))).toMatchObject({
      type: 'video/webm',
      width: 320,
      seconds: expect.closeTo(2, 1),
      fps: 25,
      codecs: ['vp9', 'opus'],
    })
    expect(await upload(await matroska(new MkvOutputFormat(), false))).toMatchObject({ type: 'video/x-matroska' })
  })
})

describe('documents', () => {
  test('a PDF tells its pages', async () => {
    const { bytes } = await makeFile(pdf('paper', { pages: 7 }))
    expect(await upload(bytes)).toMatchObject({ kind: 'document', type: 'application/pdf', pages: 7, width: null })
  })

  const openXml = 'application/vnd.openxmlformats-officedocument'
  test.each([
    ['docx', zip(['[Content_Types].xml', 'word/document.xml']), `${openXml}.wordprocessingml.document`, null],
    [
      'pptx',
      zip(['[Content_Types].xml', 'ppt/presentation.xml', 'ppt/slides/slide1.xml', 'ppt/slides/slide2.xml']),
      `${openXml}.presentationml.presentation`,
      2,
    ],
    ['doc', ole('WordDocument'), 'application/msword', null],
    ['ppt', ole('PowerPoint Document'), 'application/vnd.ms-powerpoint', null],
  ])('%s', async (_, bytes, type, pages) => {
    expect(await upload(bytes)).toMatchObject({ kind: 'document', type, pages })
  })
})

describe('pictures', () => {
  test('threat 36: a photo turns upright and loses its metadata', async () => {
    const photo = await picture()
      .jpeg()
      .withExif({ IFD0: { Copyright: 'me' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const asset = await upload(photo)
    expect(asset).toMatchObject({ kind: 'image', type: 'image/jpeg', width: 10, height: 20, frames: null })
    const kept = await (await server.ask(`GET ${asset.url}`, { cookie: owner.cookie })).arrayBuffer()
    expect(await sharp(kept).metadata()).not.toHaveProperty('exif')
  })

  test.each([
    ['an AVIF', async () => picture().avif().toBuffer(), 'image/jpeg'],
    ['a TIFF', async () => picture().tiff().toBuffer(), 'image/jpeg'],
    ['one that shines through', async () => picture(true).tiff({ compression: 'lzw' }).toBuffer(), 'image/png'],
  ] as const)('%s becomes what networks take', async (_, make, type) => {
    expect(await upload(await make())).toMatchObject({ type, width: 20, height: 10 })
  })

  test('an animation tells its frames and how long they take', async () => {
    const raw = Buffer.alloc(20 * 30 * 3)
    raw.fill(255, 0, 20 * 10 * 3)
    raw.fill(128, 20 * 10 * 3, 20 * 20 * 3)
    const shape = { width: 20, height: 30, channels: 3 as const, pageHeight: 10 }
    const gif = await sharp(raw, { raw: shape })
      .gif({ delay: [100, 200, 300] })
      .toBuffer()
    expect(await upload(gif)).toMatchObject({ type: 'image/gif', frames: 3, seconds: 0.6, height: 10 })
  })
})

describe('what is refused, with a sentence', () => {
  const box = (type: string, content: string) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(content.length + 8)
    return Buffer.concat([head.fill(type, 4), Buffer.from(content, 'latin1')])
  }
  const heic = box('ftyp', 'heic\0\0\0\0mif1heic')
  test.each([
    ['threat 31: a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'unknown'],
    ['threat 31: an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unknown'],
    ['threat 31: a script that begins like a picture', Buffer.from('GIF89a=1;alert(1)'), 'GIF (unreadable)'],
    ['threat 10: a playlist', Buffer.from('#EXTM3U\nhttp://127.0.0.1/secret\n'), 'unknown'],
    [
      'a film without tracks',
      Buffer.concat([box('ftyp', 'isom\0\0\0\0mp42'), box('moov', box('mvhd', '\0'.repeat(100)).toString('latin1'))]),
      'video (unreadable)',
    ],
    ['HEIC', heic, 'HEIC'],
    ['sound', Buffer.from('ID3\x04\0\0\0\0\0\0'), 'sound'],
    ['a broken PDF', Buffer.from('%PDF-1.7 and no more'), 'PDF (unreadable)'],
    ['an archive', zip(['virus.exe']), 'document (unreadable)'],
    [
      'a document with macros',
      zip(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin']),
      'document (unreadable)',
    ],
    ['nothing', Buffer.alloc(0), 'unknown'],
  ])('%s', async (_, bytes, type) => {
    const response = await send(bytes, 'holiday.jpg')
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'post.media-type', field: 'body', values: { type } })
    expect(await incoming()).toEqual([])
  })

  test('more bytes than an operator allows, and nothing of them stays', async () => {
    const response = await send(await makeFilm({ id: 'long' }).then((film) => Buffer.concat([film, Buffer.alloc(2e6)])))
    expect([response.status, await response.json()]).toMatchObject([413, { code: 'request.too-large' }])
    expect(await incoming()).toEqual([])
  })

  test('a body that breaks off, and nothing of it stays', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(1000))
        controller.error(new Error('hung up'))
      },
    })
    const { workspaceId, personId } = owner
    const broken = uploadAsset(server.parts, { workspaceId, personId, name: 'x', alt: '', body })
    await expect(broken).rejects.toMatchObject({ code: 'media.cut-off' })
    expect(await incoming()).toEqual([])
  })
})
