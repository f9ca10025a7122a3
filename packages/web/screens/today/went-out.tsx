import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PublicationCard } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { Row } from './row.tsx'
import { Section } from './section.tsx'

/** What went out since yesterday, each with the way to see it there. */
export function WentOut({ cards }: { cards: readonly PublicationCard[] }) {
  const { t } = useTranslation('today')
  const names = useNames()
  return (
    <Section title={t('went-out')} count={cards.length} aside={t('since-yesterday')}>
      {cards.length === 0 ? (
        <p className="py-2 text-ink-2">{t('went-out-none')}</p>
      ) : (
        <ul>
          {cards.map((card) => (
            <Row key={card.id} card={card} href={`/delivery/${card.id}`}>
              {card.permalink !== null && (
                <a
                  href={card.permalink}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={t('see-it', { platform: names.platform(card.platform) })}
                  title={t('see-it', { platform: names.platform(card.platform) })}
                  className="inline-flex size-7 shrink-0 items-center justify-center pointer-coarse:size-11"
                >
                  <ExternalLink aria-hidden size={14} />
                </a>
              )}
            </Row>
          ))}
        </ul>
      )}
    </Section>
  )
}
