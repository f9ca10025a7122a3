import { randomInt } from 'node:crypto'
import type { FileRange, Rendition } from '@posthorn/platforms/interface'
import { createCall } from '../channels/call.ts'
import type { Parts } from '../parts.ts'
import { addressOf, nameOf, offerMedia } from '../media/address.ts'
import { readFile } from '../media/files.ts'
import type { OpenedFile } from '../outside/wire.ts'
import type { Due } from './due.store.ts'
import type { Lane } from './lanes.store.ts'
import { startPulling, type Delivery, type DeliveryOptions } from './pull.ts'
import { loadRenditions } from './renditions.store.ts'
import type { TurnDeps } from './turn.ts'

/** How a turn speaks: through the door, with the channel's token, reading files from the library. */
export const networkFor =
  (parts: Parts): TurnDeps['network'] =>
  (due, channel, lane, signal, onCall) => {
    const call = createCall(parts, {
      workspaceId: due.workspaceId,
      channel,
      platform: lane.platform,
      network: lane.network,
      signal,
      onCall,
      openFile: (range) => openRange(parts, due, range),
      publicUrl: (rendition) => publicUrl(parts, due, lane.network, rendition),
    })
    return { ...call, call, mediaUrl: lane.network === 'real' ? parts.settings.mediaUrl : undefined }
  }

/** An address at which the network can fetch a file. The sandbox is told first from where, for it may be a new one. */
export async function publicUrl(
  parts: Parts,
  { workspaceId, dueAt }: Pick<Due, 'workspaceId' | 'dueAt'>,
  network: Lane['network'],
  rendition: string,
): Promise<string> {
  const { type } = await needRendition(parts, workspaceId, rendition)
  const { mediaKey, mediaUrl, localUrl } = parts.settings
  if (network === 'sandbox') await offerMedia(parts)
  const base = network === 'sandbox' ? localUrl : mediaUrl
  return addressOf(mediaKey, { workspaceId, id: rendition, type, base, since: dueAt, now: parts.now() })
}

async function needRendition({ worker }: Parts, workspaceId: string, id: string): Promise<Rendition> {
  const file = (await loadRenditions(worker, workspaceId, [id])).get(id)
  if (!file) throw new Error('a file of the library is gone')
  return file
}

async function openRange(parts: Parts, due: Due, { rendition, from = 0, to }: FileRange): Promise<OpenedFile> {
  const file = await needRendition(parts, due.workspaceId, rendition)
  const end = Math.min(to ?? file.bytes, file.bytes)
  return {
    bytes: end - from,
    type: file.type,
    // The person's own name for the file says things that followers of a network need not know.
    name: nameOf(file.type),
    stream: () => readFile(parts.settings.dataDir, due.workspaceId, file.sha256, from, end),
  }
}

/** Spreads retries; the server has one source of chance, and it is not a guessable one. */
const chance = (): number => randomInt(2 ** 32) / 2 ** 32

/** Starts the delivery engine of this process. */
export const startDelivery = (parts: Parts, options?: DeliveryOptions): Delivery =>
  startPulling({ parts, network: networkFor(parts), chance }, options)
