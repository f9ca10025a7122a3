import { networkFor } from '@posthorn/server/publishing/delivery.ts'
import { takeLanes } from '@posthorn/server/publishing/lanes.store.ts'
import { takeTurn } from '@posthorn/server/publishing/turn.ts'
import type { Ground } from './ground.ts'

/** A lane stays its worker's for 60 s; then another may take it. */
export const afterLease = 61

/** The worker that goes on: in this process and moved by hand, so that time need not be waited for. */
export const heir =
  ({ parts, abroad }: Ground) =>
  async (): Promise<number> => {
    const deps = { parts, network: networkFor(abroad), chance: Math.random }
    const lanes = await takeLanes(parts.worker.pool, 10)
    await Promise.all(lanes.map((lane) => takeTurn(deps, lane, new AbortController().signal)))
    return lanes.length
  }
