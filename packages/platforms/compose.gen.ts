// written by `npm run gen`
import type { Composer } from './interface.ts'
import { composer as linkedin } from './linkedin/compose.ts'
import { composer as mastodon } from './mastodon/compose.ts'
import { composer as twitter } from './twitter/compose.ts'

const all = { linkedin, mastodon, twitter }

export type PlatformId = keyof typeof all
/** Browser-safe half of every platform. */
export const composers: Readonly<Record<PlatformId, Composer>> = all
