// written by `npm run gen`
import type { Platform } from './interface.ts'
import { facebook } from './facebook/adapter.ts'
import { linkedin } from './linkedin/adapter.ts'
import { mastodon } from './mastodon/adapter.ts'
import { tiktok } from './tiktok/adapter.ts'
import { twitter } from './twitter/adapter.ts'

const all = { facebook, linkedin, mastodon, tiktok, twitter }

export type PlatformId = keyof typeof all
export const platforms: Readonly<Record<PlatformId, Platform>> = all
