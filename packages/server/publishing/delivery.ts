import { randomInt } from 'node:crypto'
import type { FileRange } from '@posthorn/platforms/interface'
import { createCall } from '../channels/call.ts'
import type { Parts } from '../parts.ts'
import { readFile } from '../media/files.ts'
import type { OpenedFile } from '../outside/wire.ts'
import type { Due } from './due.store.ts'
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
    })
    return { ...call, call }
  }

async function openRange(parts: Parts, due: Due, { rendition, from = 0, to }: FileRange): Promise<OpenedFile> {
  const file = (await loadRenditions(parts.worker, due.workspaceId, [rendition])).get(rendition)
  if (!file) throw new Error('a file of the library is gone')
  const end = Math.min(to ?? file.bytes, file.bytes)
  return {
    bytes: end - from,
    type: file.type,
    // The person's own name for the file says things that followers of a network need not know.
    name: `file.${file.type.split('/')[1] ?? 'bin'}`,
    stream: () => readFile(parts.settings.dataDir, due.workspaceId, file.sha256, from, end),
  }
}

/** Spreads retries; the server has one source of chance, and it is not a guessable one. */
const chance = (): number => randomInt(2 ** 32) / 2 ** 32

/** Starts the delivery engine of this process. */
export const startDelivery = (parts: Parts, options?: DeliveryOptions): Delivery =>
  startPulling({ parts, network: networkFor(parts), chance }, options)
