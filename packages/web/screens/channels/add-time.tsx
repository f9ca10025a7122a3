import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { noonOf, showTime } from '../../app/time.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { addTime, weekFrom, type Slot } from './week-slots.ts'

const workdays = [1, 2, 3, 4, 5]

/** The name of a weekday; 6 January 2025 was a Monday. */
export const weekdayName = (weekday: number, shape: 'weekday' | 'long-weekday'): string =>
  showTime(noonOf(`2025-01-${String(5 + weekday).padStart(2, '0')}`), 'UTC', shape)

/** A time for several days at once. */
export function AddTime({ slots, onAdd }: { slots: readonly Slot[]; onAdd: (slots: Slot[]) => void }) {
  const { t } = useTranslation('channels')
  const { weekStart } = useWorkspace()
  const [days, setDays] = useState<readonly number[]>(workdays)
  const [time, setTime] = useState('09:00')
  return (
    <form
      className="card flex flex-wrap items-end gap-x-5 gap-y-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onAdd(addTime(slots, time, days))
      }}
    >
      <label className="flex flex-col gap-1 font-medium">
        {t('time')}
        <input
          type="time"
          required
          className="control w-auto!"
          value={time}
          onChange={(event) => setTime(event.target.value)}
        />
      </label>
      <fieldset className="flex flex-wrap gap-x-3 gap-y-1">
        <legend className="pb-1 font-medium">{t('on-days')}</legend>
        {weekFrom(weekStart).map((day) => (
          <label key={day} className="flex min-h-9 items-center gap-1.5 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              className="size-4 accent-ink"
              checked={days.includes(day)}
              onChange={(event) => setDays(event.target.checked ? [...days, day] : days.filter((one) => one !== day))}
            />
            {weekdayName(day, 'weekday')}
          </label>
        ))}
      </fieldset>
      <Button type="submit" reason={days.length === 0 ? t('choose-days') : undefined}>
        {t('add-time')}
      </Button>
    </form>
  )
}
