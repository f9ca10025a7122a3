import type { Platform } from '@posthorn/platforms/interface'
import type { Logger } from 'pino'
import type { Seal } from './channels/seal.ts'
import type { Database } from './database/open.ts'
import type { Jobs } from './jobs.ts'
import type { Door } from './outside/door.ts'
import type { SandboxLink } from './outside/sandbox.ts'
import type { Settings } from './settings.ts'

/** Everything the modules receive; made in `assemble.ts` and nowhere else. */
export interface Parts {
  readonly settings: Settings
  /** Under the role of the API: tenants only through `inWorkspace`. */
  readonly web: Database
  /** Under the role of the worker: delivery sees lanes and publications of all tenants. */
  readonly worker: Database
  readonly door: Door
  /** The imitation beside us, if it runs. */
  readonly sandbox: SandboxLink | undefined
  readonly platforms: Readonly<Record<string, Platform>>
  readonly seal: Seal
  readonly jobs: Jobs
  readonly log: Logger
  readonly now: () => Date
}
