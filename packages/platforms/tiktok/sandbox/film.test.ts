import { expect, test } from 'vitest'
import { filmed } from '../../sandbox/movie.testing.ts'
import { lookAtFilm } from './film.ts'

const element = (id: string, content: Buffer | string) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(0x10000000 + bytes.length)
  return Buffer.concat([Buffer.from(id, 'hex'), length, bytes])
}
const number = (value: number) => {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return out
}
const double = (value: number) => {
  const out = Buffer.alloc(8)
  out.writeDoubleBE(value)
  return out
}
function webm(docType: string, codec: string): Uint8Array {
  const info = element('1549a966', Buffer.concat([element('2ad7b1', number(1_000_000)), element('4489', double(6500))]))
  const sides = Buffer.concat([element('b0', number(1080)), element('ba', number(1920))])
  const track = Buffer.concat([element('86', codec), element('23e383', number(40_000_000)), element('e0', sides)])
  const tracks = element('1654ae6b', element('ae', track))
  const endless = Buffer.from('1853806701ffffffffffffff', 'hex') // a segment of unknown length
  const rest = element('1f43b675', Buffer.alloc(50))
  return new Uint8Array(Buffer.concat([element('1a45dfa3', element('4282', docType)), endless, info, tracks, rest]))
}

test('a WebM tells its length, sides, rate and codec', async () => {
  expect(await lookAtFilm(webm('webm', 'V_VP9'))).toEqual({
    type: 'video/webm',
    seconds: 6.5,
    codecs: ['vp9'],
    width: 1080,
    height: 1920,
    fps: 25,
  })
  expect(await lookAtFilm(webm('matroska', 'V_AV1'))).toMatchObject({ type: 'video/x-matroska', codecs: ['av1'] })
})

test('half of a WebM is no trouble', async () => {
  const whole = webm('webm', 'V_VP9')
  for (let size = 4; size < whole.length; size++)
    expect((await lookAtFilm(whole.subarray(0, size))).type).toMatch(/^video\//)
})

test('of a long film, whose middle is missing, the header is found at its end', async () => {
  const film = Buffer.from(filmed({ seconds: 12, width: 720, height: 1280, fps: 25 }))
  const at = film.indexOf('moov') - 4
  const broken = Buffer.concat([
    film.subarray(0, at),
    Buffer.from('\0\0\x7f\xffmdat', 'latin1'),
    Buffer.alloc(99),
    film.subarray(at),
  ])
  expect(await lookAtFilm(new Uint8Array(broken))).toMatchObject({
    type: 'video/mp4',
    seconds: 12,
    width: 720,
    height: 1280,
    fps: 25,
    codecs: ['h264', 'aac'],
  })
})
