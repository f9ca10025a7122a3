import type { TFunction } from 'i18next'
import type { PublicationCard } from '../../app/api.ts'

/** Why a publication needs a person, in one sentence; its page has the whole story. */
export function sentence(t: TFunction<['today', 'common']>, card: PublicationCard, platform: string): string {
  if (card.state === 'needs_you') return t('why.needs_you', { platform })
  if (card.state === 'missed') return t('why.missed')
  return t('why.failed', { platform })
}
