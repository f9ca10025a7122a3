import sharp from 'sharp'
import { share } from '../chance.ts'

const grounds = ['#0B5E6E', '#285E9E', '#7C3A6B', '#9A6A0C', '#1A6E36', '#9A3A00', '#4E5553', '#5B4B9A']
const size = 128
const drawn = new Map<string, Promise<Buffer>>()

/** Four quarter circles, turned as the name says: the same person always looks the same, and needs no font. */
async function draw(id: string): Promise<Buffer> {
  const half = size / 2
  const ground = grounds[Math.floor(share(id) * grounds.length)] ?? '#0B5E6E'
  const quarter = (index: number) => {
    const turn = Math.floor(share(`${id}${index}`) * 4) * 90
    const [x, y] = [(index % 2) * half, Math.floor(index / 2) * half]
    const light = 0.25 + 0.6 * share(`${index}${id}`)
    return `<path transform="translate(${x} ${y}) rotate(${turn} ${half / 2} ${half / 2})" d="M0 0h${half}A${half} ${half} 0 0 1 0 ${half}z" fill="#fff" fill-opacity="${light.toFixed(2)}"/>`
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="100%" height="100%" fill="${ground}"/>${[0, 1, 2, 3].map(quarter).join('')}</svg>`
  return await sharp(Buffer.from(svg)).png().toBuffer()
}

/** The picture of a person as PNG. */
export async function avatar(id: string): Promise<Response> {
  const picture = drawn.get(id) ?? draw(id)
  drawn.set(id, picture)
  return new Response(new Uint8Array(await picture), {
    headers: { 'content-type': 'image/png', 'cache-control': 'max-age=86400', 'x-content-type-options': 'nosniff' },
  })
}
