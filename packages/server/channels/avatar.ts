/** Pictures of channels: fetched through the door, made small, kept. A page never asks a network itself. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { problem } from '@posthorn/domain/problems.ts'
import { locate } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { worldFor } from './world.ts'

/** Edge of the kept picture in pixels: twice what the largest place shows. */
const edge = 96
const mostBytes = 5_000_000

type AvatarParts = Pick<Parts, 'web' | 'door' | 'settings' | 'platforms' | 'sandbox'>

/** The picture, or access.not-here where the network has none or does not give it. */
export async function sendAvatar(parts: AvatarParts, workspaceId: string, id: string): Promise<Response> {
  const channel = await parts.web.inWorkspace(workspaceId, (trx) =>
    trx.selectFrom('channel').select(['platform', 'network', 'avatarUrl']).where('id', '=', id).executeTakeFirst(),
  )
  if (!channel?.avatarUrl) throw problem('access.not-here')
  const path = keptAt(parts.settings.dataDir, channel.avatarUrl)
  const picture = (await readFile(path).catch(() => undefined)) ?? (await fetchAvatar(parts, channel, path))
  const headers = { 'content-type': 'image/webp', 'cache-control': 'private, max-age=86400' }
  return new Response(new Uint8Array(picture), { headers })
}

/** By the address's hash: a new picture has a new address at all networks. */
const keptAt = (dataDir: string, url: string): string =>
  join(dataDir, 'avatars', `${createHash('sha256').update(url).digest('hex')}.webp`)

async function fetchAvatar(
  parts: AvatarParts,
  { platform, network, avatarUrl }: { platform: string; network: 'sandbox' | 'real'; avatarUrl: string | null },
  path: string,
): Promise<Buffer> {
  try {
    const url = locate(worldFor(parts, platform, network), avatarUrl ?? '')
    const { status, body } = await parts.door.get(url, { maxBytes: mostBytes, timeoutMs: 10_000 })
    if (status !== 200) throw problem('access.not-here')
    const picture = await sharp(body, { limitInputPixels: 25_000_000 })
      .resize(edge, edge, { fit: 'cover' })
      .webp()
      .toBuffer()
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
    const whole = `${path}.${crypto.randomUUID()}`
    await writeFile(whole, picture, { mode: 0o600 })
    await rename(whole, path)
    return picture
  } catch (cause) {
    throw problem('access.not-here', {}, { cause })
  }
}
