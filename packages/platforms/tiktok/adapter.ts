/** TikTok for the server: videos by bytes, photos by address, both straight to followers or as drafts. */
import { definePlatform } from '../interface.ts'
import type { Channel, Frozen, Step } from '../interface.ts'
import { creatorStep, identify, options } from './adapter.creator.ts'
import { classify } from './adapter.errors.ts'
import { photoSteps } from './adapter.photos.ts'
import { measure, measureChannel } from './adapter.reads.ts'
import { linkStep, statusStep } from './adapter.status.ts'
import { videoInfo, videoSteps } from './adapter.video.ts'
import { failed } from './adapter.wire.ts'
import { composer } from './compose.ts'
import { scopes } from './scopes.ts'
import { form, isDraft, isPhotos, type Settings } from './settings.ts'

function mediaSteps(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const kind = form(frozen)
  if (isPhotos(kind)) return photoSteps(frozen, channel, isDraft(kind))
  const [file] = frozen.parts[0].media
  if (!file) throw new Error('a post on TikTok has a video or photos')
  return videoSteps(file, isDraft(kind) ? undefined : videoInfo(frozen))
}

/** Drafts do not ask about the creator: their connection may not be allowed to. */
function plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const kind = form(frozen)
  const media = isPhotos(kind) ? 'urls' : 'init'
  const isPublic = !isDraft(kind) && frozen.settings.privacy === 'PUBLIC_TO_EVERYONE'
  const from = { all: isDraft(kind) ? media : 'creator', media }
  return [
    ...(isDraft(kind) ? [] : [creatorStep(frozen)]),
    ...mediaSteps(frozen, channel),
    statusStep({ frozen, channel, from }),
    ...(isPublic ? [linkStep({ frozen, channel })] : []),
  ]
}

const oauth = {
  how: 'oauth',
  app: 'TIKTOK',
  // Without this, whoever is signed in at TikTok is sent straight back, and a second account can never be connected.
  authorize: 'https://www.tiktok.com/v2/auth/authorize/?disable_auto_auth=1',
  token: 'https://open.tiktokapis.com/v2/oauth/token/',
  revoke: 'https://open.tiktokapis.com/v2/oauth/revoke/',
  pkce: false,
  clientAuth: 'body',
  renew: 'rotating',
  dialect: { clientId: 'client_key', separator: ',' },
} as const

export const tiktok = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [
    { via: 'direct', ...oauth, scopes: scopes.direct },
    { via: 'drafts', ...oauth, scopes: scopes.drafts },
  ],
  identify,
  options,
  plan,
  failed,
  classify,
  measure,
  measureChannel,
})
