// written by `npm run gen`
import { imitation as bluesky } from './bluesky/sandbox.ts'
import { imitation as facebook } from './facebook/sandbox.ts'
import { imitation as instagram } from './instagram/sandbox.ts'
import { imitation as linkedin } from './linkedin/sandbox.ts'
import { imitation as mastodon } from './mastodon/sandbox.ts'
import { imitation as threads } from './threads/sandbox.ts'
import { imitation as tiktok } from './tiktok/sandbox.ts'
import { imitation as twitter } from './twitter/sandbox.ts'

export const imitations = { bluesky, facebook, instagram, linkedin, mastodon, threads, tiktok, twitter }
