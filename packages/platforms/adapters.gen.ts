// written by `npm run gen`
import type { Platform } from './interface.ts'
import { bluesky } from './bluesky/adapter.ts'
import { facebook } from './facebook/adapter.ts'
import { instagram } from './instagram/adapter.ts'
import { linkedin } from './linkedin/adapter.ts'
import { mastodon } from './mastodon/adapter.ts'
import { threads } from './threads/adapter.ts'
import { tiktok } from './tiktok/adapter.ts'
import { twitter } from './twitter/adapter.ts'

const all = { bluesky, facebook, instagram, linkedin, mastodon, threads, tiktok, twitter }

export type PlatformId = keyof typeof all
export const platforms: Readonly<Record<PlatformId, Platform>> = all
