/** What the writer works with. There is no way to publish in it. */
import type { Database } from '../database/open.ts'
import type { Fetch } from './model/provider.ts'
import type { Target } from './plan.ts'
import type { Door } from './read/url.ts'
import type { NumberedEvent } from './run.ts'
import type { WriterSettings } from './settings.ts'

export interface WritingDeps {
  readonly database: Pick<Database, 'inWorkspace'>
  readonly door: Door
  /** The workspace's channels of these ids with the composers of their platforms; unknown ids are left out. */
  targets(workspaceId: string, channelIds: readonly string[]): Promise<readonly Target[]>
  readonly settings: WriterSettings
  /** The guarded fetch for providers. */
  readonly fetch: Fetch
  readonly now?: () => Date
  /** Progress, for an open event stream; what has a number can be read again with `readEvents`. */
  readonly emit?: (event: NumberedEvent) => void
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  readonly timeouts?: { readonly totalMs: number; readonly firstChunkMs: number; readonly chunkMs: number }
}
