/** The weekly times of a channel and the ones nothing is planned for. */
import { problem } from '@posthorn/domain/problems.ts'
import { nextSlots, slotWeeks, type Slot } from '@posthorn/domain/schedule/slots.ts'
import type { Parts } from '../parts.ts'
import { plannedTimes, readSlots, writeSlots, zoneOf } from './slots.store.ts'

type SlotParts = Pick<Parts, 'web' | 'now'>

/** Throws access.not-here. */
export async function showSlots(
  { web }: Pick<Parts, 'web'>,
  workspaceId: string,
  id: string,
): Promise<{ slots: Slot[] }> {
  return await web.inWorkspace(workspaceId, async (trx) => {
    if ((await zoneOf(trx, id)) === undefined) throw problem('access.not-here')
    return { slots: await readSlots(trx, id) }
  })
}

/** Replaces all weekly times. What is planned already stays where it is. */
export async function setSlots(
  { web }: Pick<Parts, 'web'>,
  workspaceId: string,
  id: string,
  slots: readonly Slot[],
): Promise<{ slots: Slot[] }> {
  return await web.inWorkspace(workspaceId, async (trx) => {
    if ((await zoneOf(trx, id)) === undefined) throw problem('access.not-here')
    await writeSlots(trx, workspaceId, id, slots)
    return { slots: await readSlots(trx, id) }
  })
}

export interface FreeSlot {
  readonly at: Date
  readonly wallTime: string
  readonly zone: string
}

/** The next times of the queue that nothing is planned for; fewer where the queue has no more. */
export async function freeSlots(
  { web, now }: SlotParts,
  workspaceId: string,
  id: string,
  count: number,
): Promise<FreeSlot[]> {
  const after = now()
  const until = new Date(after.getTime() + (slotWeeks + 1) * 7 * 86_400_000)
  return await web.inWorkspace(workspaceId, async (trx) => {
    const zone = await zoneOf(trx, id)
    if (zone === undefined) throw problem('access.not-here')
    const [slots, taken] = [await readSlots(trx, id), await plannedTimes(trx, id, after, until)]
    return nextSlots(slots, zone, after, taken, count).map((slot) => ({ ...slot, zone }))
  })
}
