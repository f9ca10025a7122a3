// written by `npm run gen`
import type { Composer } from './interface.ts'
import { composer as bluesky } from './bluesky/compose.ts'
import { composer as facebook } from './facebook/compose.ts'
import { composer as instagram } from './instagram/compose.ts'
import { composer as linkedin } from './linkedin/compose.ts'
import { composer as mastodon } from './mastodon/compose.ts'
import { composer as threads } from './threads/compose.ts'
import { composer as tiktok } from './tiktok/compose.ts'
import { composer as twitter } from './twitter/compose.ts'

const all = { bluesky, facebook, instagram, linkedin, mastodon, threads, tiktok, twitter }

export type PlatformId = keyof typeof all
/** Browser-safe half of every platform. */
export const composers: Readonly<Record<PlatformId, Composer>> = all
