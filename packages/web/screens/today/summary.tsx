import { useTranslation } from 'react-i18next'
import type { Today } from '../../app/api.ts'

/** The day in a sentence, built from counts. */
export function Summary({ today }: { today: Today }) {
  const { t } = useTranslation('today')
  const { total, out } = today.dueSince
  const needs = today.needsYou.length
  return (
    <p className="pt-0.5 text-ink-2">
      {total === 0
        ? t('sum.none')
        : out === total
          ? t('sum.all', { count: total })
          : t('sum.some', { out, count: total })}{' '}
      {needs > 0 && <strong className="text-needs">{t('sum.needs', { count: needs })}</strong>}
    </p>
  )
}
