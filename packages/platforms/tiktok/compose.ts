/** TikTok for the composer: settings, checks, preview, promise, consent. Browser-safe. */
import type { Channel, Composer, Preview, Sentence, Version } from '../interface.ts'
import { scopesOf } from './scopes.ts'
import { rules } from './rules.ts'
import { form, isDraft, isPhotos, privacyNames, settings, wordsOf, type Settings } from './settings.ts'
import { validate } from './validate.ts'

/** TikTok folds a caption after about so many characters. */
const foldAt = 100

function preview(version: Version<Settings>): Preview {
  const kind = form(version)
  const text = wordsOf(version)
  const { brandedContent, madeWithAi, privacy, yourBrand } = version.settings
  const notes = [
    ...(brandedContent === true ? ['Paid partnership'] : yourBrand === true ? ['Promotional content'] : []),
    ...(madeWithAi === true && !isPhotos(kind) ? ['Creator labeled as AI-generated'] : []),
    ...(privacy === undefined || privacy === 'PUBLIC_TO_EVERYONE' ? [] : [privacyNames[privacy]]),
  ]
  return {
    parts: [{ text, ...(text.length > foldAt ? { foldAt } : {}), media: isPhotos(kind) ? 'carousel' : 'vertical' }],
    notes: isDraft(kind) ? ['A draft in the TikTok inbox'] : notes,
  }
}

/** Only what everyone sees, and what has words, can be looked for. */
export const canSearch = (version: Version<Settings>, channel: Channel): boolean =>
  form(version) === 'photos' &&
  version.settings.privacy === 'PUBLIC_TO_EVERYONE' &&
  wordsOf(version).trim() !== '' &&
  scopesOf(channel).includes('video.list')

const legal = (page: string): string => `https://www.tiktok.com/legal/page/global/${page}/en`
const music = { words: 'Music Usage Confirmation', url: legal('music-usage-confirmation') }
const branded = { words: 'Branded Content Policy', url: legal('bc-policy') }

/** The sentences that TikTok's audit looks for beside the button. */
function consent(version: Version<Settings>): Sentence {
  if (isDraft(form(version))) return ['Nothing is public yet: the draft waits in your TikTok inbox until you post it.']
  return version.settings.brandedContent === true
    ? ['By posting, you agree to TikTok’s ', branded, ' and ', music, '.']
    : ['By posting, you agree to TikTok’s ', music, '.']
}

export const composer: Composer<Settings> = {
  rules,
  settings,
  limits: () => rules,
  form,
  validate,
  preview,
  /** A film’s `publish_id` is known before its first byte; photos are begun by the request that names them. */
  promise(version, channel) {
    if (!isPhotos(form(version))) return 'exact'
    return canSearch(version, channel) ? 'searched' : 'asks you'
  },
  consent,
}
