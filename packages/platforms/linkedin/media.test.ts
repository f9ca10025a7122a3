import { describe, expect, test } from 'vitest'
import type { Progress, Reply, Wire } from '../interface.ts'
import {
  channel,
  document,
  freeStep,
  freeze,
  image,
  memory,
  reply,
  storedCall,
  version,
  video,
} from '../testing/stored.ts'
import { linkedin } from './adapter.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'

const member = channel({ remoteId: 'urn:li:person:xYz12AbCdE', via: 'member' })
const page = channel({
  remoteId: 'urn:li:organization:5515715',
  kind: 'organization',
  via: 'pages',
  facts: { scopes: ['w_organization_social', 'r_organization_social'] },
})
const rest = 'https://api.linkedin.com/rest'
const versioned = { 'LinkedIn-Version': '202609', 'X-Restli-Protocol-Version': '2.0.0' }
const valueOf = (wire: Wire | undefined): unknown => (wire?.body?.is === 'json' ? wire.body.value : undefined)
const sample = (name: string) => samples[name] ?? version('', {})

describe('uploads', () => {
  const drive = async (of: ReturnType<typeof sample>, name: string, ...stored: readonly Reply[]) => {
    const step = freeStep(linkedin.plan(freeze(of), member), name)
    const call = storedCall(...stored)
    let progress: Progress = await step.run(call, memory())
    while (progress.is === 'more') progress = await step.run(call, memory({ [name]: progress.value }))
    return { progress, sent: call.sent }
  }
  test('a picture: opened, then put in one request with the token', async () => {
    const { progress, sent } = await drive(
      version('x', {}, [image('a')]),
      'upload:0',
      reply(200, answers.imageUpload),
      reply(201),
    )
    expect(progress).toEqual({ is: 'done', value: { urn: 'urn:li:image:C4E10AQEXAMPLE' } })
    expect(sent[0]).toMatchObject({
      url: `${rest}/images?action=initializeUpload`,
      headers: versioned,
      body: { value: { initializeUploadRequest: { owner: member.remoteId } } },
    })
    expect(sent[1]).toEqual({
      method: 'PUT',
      url: answers.imageUpload.value.uploadUrl,
      as: 'channel',
      body: { is: 'bytes', file: { rendition: 'a' }, type: 'application/octet-stream' },
    })
  })
  test('a document goes the same way by its own service', async () => {
    const { progress, sent } = await drive(
      version('x', { title: 'S' }, [document('d')]),
      'upload:0',
      reply(200, answers.documentUpload),
      reply(201),
    )
    expect(progress).toEqual({ is: 'done', value: { urn: 'urn:li:document:C4D10AQEXAMPLE' } })
    expect(sent[0]?.url).toBe(`${rest}/documents?action=initializeUpload`)
  })
  test('a video: LinkedIn’s parts in order, without a token, clamped; tags in the same order', async () => {
    const film = video('f', { bytes: 9_000_000 })
    const tagged = (etag: string) => reply(200, '', { etag })
    const { progress, sent } = await drive(
      version('x', {}, [film]),
      'upload:0',
      reply(200, answers.videoUpload),
      tagged('"aa"'),
      tagged('/ambry-videoei/signedId/b.bin'),
      tagged('"cc"'),
      reply(200),
    )
    expect(progress).toEqual({ is: 'done', value: { urn: 'urn:li:video:C5505AQEXAMPLE' } })
    expect(valueOf(sent[0])).toEqual({
      initializeUploadRequest: {
        owner: member.remoteId,
        fileSizeBytes: 9_000_000,
        uploadCaptions: false,
        uploadThumbnail: false,
      },
    })
    expect(sent.slice(1, 4).map((wire) => [wire.as, wire.body])).toEqual([
      ['nobody', { is: 'bytes', file: { rendition: 'f', from: 0, to: 4_194_304 }, type: 'application/octet-stream' }],
      [
        'nobody',
        { is: 'bytes', file: { rendition: 'f', from: 4_194_304, to: 8_388_608 }, type: 'application/octet-stream' },
      ],
      [
        'nobody',
        { is: 'bytes', file: { rendition: 'f', from: 8_388_608, to: 9_000_000 }, type: 'application/octet-stream' },
      ],
    ])
    expect(valueOf(sent[4])).toEqual({
      finalizeUploadRequest: {
        video: 'urn:li:video:C5505AQEXAMPLE',
        uploadToken: '',
        uploadedPartIds: ['aa', '/ambry-videoei/signedId/b.bin', 'cc'],
      },
    })
  })
  test('a part without a tag is no part', async () => {
    await expect(
      drive(version('x', {}, [video('f')]), 'upload:0', reply(200, answers.videoUpload), reply(200)),
    ).rejects.toThrow('without a tag')
  })
})

describe('ready', () => {
  const ask = (
    where: typeof page,
    of: ReturnType<typeof sample>,
    state: object | undefined,
    ...stored: readonly Reply[]
  ) =>
    freeStep(linkedin.plan(freeze(of), where), 'ready').run(
      storedCall(...stored),
      memory({
        'upload:0': { urn: 'urn:li:image:A' },
        'upload:1': { urn: 'urn:li:image:B' },
        ...(state ? { ready: state as never } : {}),
      }),
    )
  const status = (value: string, more: object = {}) => reply(200, { status: value, ...more })
  test('members wait a moment, once for all pictures', async () => {
    const grace = await ask(member, sample('images'), undefined)
    expect(grace).toEqual({ is: 'wait', seconds: 10, value: { next: 2 } })
    expect(await ask(member, sample('images'), { next: 2 })).toMatchObject({ is: 'done' })
  })
  test('pages ask for one after the other', async () => {
    expect(await ask(page, sample('images'), undefined)).toMatchObject({ is: 'wait', value: { next: 0, asked: 1 } })
    expect(await ask(page, sample('images'), { next: 0, asked: 1 }, status('PROCESSING'))).toEqual({
      is: 'wait',
      seconds: 20,
      value: { next: 0, asked: 2 },
    })
    expect(await ask(page, sample('images'), { next: 0, asked: 2 }, status('AVAILABLE'))).toMatchObject({
      is: 'more',
      value: { next: 1 },
    })
    expect(await ask(page, sample('images'), { next: 2, asked: 2 })).toMatchObject({ is: 'done' })
  })
  test('a refusal to tell is no refusal of the file', async () => {
    expect(await ask(page, sample('images'), { next: 0, asked: 1 }, reply(403))).toEqual({
      is: 'wait',
      seconds: 10,
      value: { next: 2 },
    })
  })
  test('members may ask about videos; a failure is told', async () => {
    expect(await ask(member, sample('video'), undefined)).toMatchObject({ is: 'wait', value: { next: 0, asked: 1 } })
    expect(
      await ask(
        member,
        sample('video'),
        { next: 0, asked: 1 },
        status('PROCESSING_FAILED', { processingFailureReason: 'bad codec' }),
      ),
    ).toEqual({ is: 'refused', problem: 'network.media-processing', words: 'bad codec' })
  })
})
