/** Everything the sandbox knows while it runs: one place a network, one clock, one ledger. All in memory. */
import { createChance } from './chance.ts'
import { panel } from './face/panel.ts'
import { createFaults, troubles, type Trouble } from './faults.ts'
import { createShelf } from './files.ts'
import type { Imitation, Place, World } from './imitation.ts'
import { createLedger } from './ledger.ts'
import { createPull } from './pull.ts'
import { Refusal } from './refusal.ts'

export interface StageOptions {
  readonly seed: number
  /** The real clock, in ms. */
  readonly time?: () => number
}

export function createStage(imitations: Readonly<Record<string, Imitation>>, { seed, time = Date.now }: StageOptions) {
  const byId = new Map(Object.values(imitations).map((imitation) => [imitation.id, imitation]))
  const places = new Map<string, Place>()
  const chance = createChance(seed)
  const ledger = createLedger()
  const mediaOrigins = new Set<string>()
  let ahead = 0
  const now = () => time() + ahead
  const known = (platform: string, fault: string): Trouble | undefined =>
    byId.get(platform)?.troubles[fault] ?? (troubles as Readonly<Record<string, Trouble>>)[fault]
  const faults = createFaults(now, known)

  function open(imitation: Imitation): void {
    const world: World = {
      now,
      chance, // goes on after a reset, so that no old token ever means a new person
      files: createShelf(),
      pull: createPull(mediaOrigins),
      fault: faults.named,
      accept: ledger.accept,
      networks: [...byId.values()],
      panel: () => panel(imitation.id, ledger.lines(imitation.id), faults.list(imitation.id)),
    }
    places.set(imitation.id, imitation.open(world))
  }
  for (const imitation of byId.values()) open(imitation)

  return {
    imitations: [...byId.values()],
    now,
    ledger,
    faults,
    /** Where media may be fetched from. It outlives a reset: the server that named it does. */
    allowMedia: (origin: string) => void mediaOrigins.add(new URL(origin).origin),
    find: (platform: string): Place | undefined => places.get(platform),
    imitation: (platform: string): Imitation | undefined => byId.get(platform),
    place(platform: string): Place {
      const place = places.get(platform)
      if (!place) throw new Refusal(`no imitation "${platform}"; there are: ${[...byId.keys()].join(', ')}`)
      return place
    },
    advance(seconds: number): void {
      ahead += seconds * 1000
    },
    reset(): void {
      ahead = 0
      ledger.clear()
      faults.clear()
      for (const imitation of byId.values()) open(imitation)
    },
  }
}
export type Stage = ReturnType<typeof createStage>
