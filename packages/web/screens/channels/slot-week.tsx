import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { weekdayName } from './add-time.tsx'
import { copyDay, removeSlot, weekFrom, type Slot } from './week-slots.ts'

interface Props {
  slots: readonly Slot[]
  /** Without it the week is only read. */
  onChange: ((slots: Slot[]) => void) | undefined
}

/** The week of times, a day beside the other; one under the other on a phone. */
export function SlotWeek({ slots, onChange }: Props) {
  const { t } = useTranslation('channels')
  const { weekStart } = useWorkspace()
  const week = weekFrom(weekStart)
  return (
    <ol className="card grid grid-cols-1 divide-y divide-line rail:grid-cols-7 rail:divide-x rail:divide-y-0">
      {week.map((day) => {
        const times = slots.filter((slot) => slot.weekday === day)
        const name = weekdayName(day, 'long-weekday')
        return (
          <li key={day} className="flex min-w-0 flex-col gap-1 p-2 rail:min-h-40">
            <h3 className="truncate text-row text-ink-2">{name}</h3>
            <ul className="flex flex-wrap gap-1 rail:flex-col">
              {times.map((slot) => (
                <li
                  key={slot.time}
                  className="figures flex min-h-8 items-center justify-between gap-1 rounded-control bg-canvas ps-2"
                >
                  {slot.time}
                  {onChange && (
                    <Button
                      look="quiet"
                      size="small-icon"
                      aria-label={t('remove-time', { day: name, time: slot.time })}
                      onClick={() => onChange(removeSlot(slots, slot))}
                    >
                      <X aria-hidden size={13} />
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {times.length === 0 && <p className="text-row text-ink-3">{t('no-times')}</p>}
            {onChange && times.length > 0 && (
              <Button
                look="quiet"
                size="small"
                className="mt-auto self-start px-1!"
                aria-label={t('copy-day-name', { day: name })}
                onClick={() =>
                  onChange(
                    copyDay(
                      slots,
                      day,
                      week.filter((one) => one !== day),
                    ),
                  )
                }
              >
                {t('copy-day')}
              </Button>
            )}
          </li>
        )
      })}
    </ol>
  )
}
