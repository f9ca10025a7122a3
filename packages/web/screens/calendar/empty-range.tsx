import { useTranslation } from 'react-i18next'
import { useMay } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { useActs } from './acts.ts'
import type { CalendarAddress } from './address.ts'

/** Nothing in this range: because of a filter, or because nothing is planned. */
export function EmptyRange({ calendar }: { calendar: CalendarAddress }) {
  const { t } = useTranslation('calendar')
  const { compose } = useActs()
  const may = useMay('contributor')
  const filtered = calendar.channel !== undefined || calendar.state !== undefined
  const day = calendar.days.find((one) => one > calendar.today) ?? calendar.days.find((one) => one === calendar.today)
  return (
    <p className="flex flex-wrap items-center gap-3 pb-3 text-ink-2">
      {filtered ? t('empty-filter') : t('empty')}
      {filtered ? (
        <Button size="small" onClick={() => calendar.set({ channel: undefined, state: undefined })}>
          {t('clear')}
        </Button>
      ) : (
        may &&
        day !== undefined && (
          <Button size="small" onClick={() => compose(`${day}T09:00`)}>
            {t('write')}
          </Button>
        )
      )}
    </p>
  )
}
