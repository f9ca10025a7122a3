// written by `npm run gen`
import type { Composer } from './interface.ts'

/** Browser-safe half of every platform, each loaded when it is asked for. */
export const loadComposer: Readonly<Record<string, () => Promise<Composer>>> = {
  bluesky: async () => (await import('./bluesky/compose.ts')).composer,
  facebook: async () => (await import('./facebook/compose.ts')).composer,
  instagram: async () => (await import('./instagram/compose.ts')).composer,
  linkedin: async () => (await import('./linkedin/compose.ts')).composer,
  mastodon: async () => (await import('./mastodon/compose.ts')).composer,
  threads: async () => (await import('./threads/compose.ts')).composer,
  tiktok: async () => (await import('./tiktok/compose.ts')).composer,
  twitter: async () => (await import('./twitter/compose.ts')).composer,
}
