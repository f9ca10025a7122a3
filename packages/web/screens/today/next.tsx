import { useTranslation } from 'react-i18next'
import type { PublicationCard } from '../../app/api.ts'
import { useAddress } from '../../app/workspace.tsx'
import { LinkButton } from '../../components/button.tsx'
import { FreeSlots } from './free-slots.tsx'
import { Row } from './row.tsx'
import { Section } from './section.tsx'

/** What goes out soon, and where there is still room today. */
export function Next({ cards }: { cards: readonly PublicationCard[] }) {
  const { t } = useTranslation('today')
  const address = useAddress()
  return (
    <Section title={t('next')} count={cards.length} aside={t('next-24')}>
      <ul>
        {cards.map((card) => (
          <Row key={card.id} card={card} href={`/posts/${card.postId}`} />
        ))}
        <FreeSlots taken={cards} />
      </ul>
      {cards.length === 0 && (
        <p className="flex items-center gap-3 py-2 text-ink-2">
          {t('next-none')}
          <LinkButton size="small" href={address('/calendar')}>
            {t('to-calendar')}
          </LinkButton>
        </p>
      )}
    </Section>
  )
}
