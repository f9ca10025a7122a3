import { useState } from 'react'
import i18next from 'i18next'
import { Temporal } from 'temporal-polyfill'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../app/now.ts'
import { cityOf, offsetOf, ownZone, showDistance, showTime } from '../../app/time.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { ZonePicker } from '../../components/zone-picker.tsx'
import { meaningOf, type Choice } from './when.ts'
import { readWhen } from './when-text.ts'

type At = Extract<Choice, { is: 'at' }>

/** One time for all: typed as people say it, or chosen; always answered with day, clock and zone in words. */
export default function TimeChoice({ choice, onChange }: { choice: At; onChange: (choice: At) => void }) {
  const { t } = useTranslation(['composer', 'common'])
  const { zone: workspaceZone } = useWorkspace()
  const now = useNow()
  const [typed, setTyped] = useState('')
  const [date = '', time = ''] = choice.wallTime.split('T')
  const set = (wallTime: string): void => onChange({ is: 'at', wallTime, zone: choice.zone })
  const read = (text: string): void => {
    setTyped(text)
    const clock = Temporal.Instant.fromEpochMilliseconds(Date.now()).toZonedDateTimeISO(choice.zone)
    const wallTime = readWhen(text, {
      now: clock,
      locale: i18next.language,
      words: t('when.words', { returnObjects: true }),
    })
    if (wallTime !== undefined) set(wallTime)
  }
  const understood =
    typed.trim() === '' || readWhen(typed, { now: Temporal.Now.zonedDateTimeISO(choice.zone) }) !== undefined
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          className="w-44"
          label={t('when.typed')}
          placeholder={t('when.example')}
          value={typed}
          autoComplete="off"
          onChange={(event) => read(event.target.value)}
        />
        <TextField
          className="w-40"
          label={t('when.date')}
          type="date"
          value={date}
          onChange={(event) => event.target.value && set(`${event.target.value}T${time || '09:00'}`)}
        />
        <TextField
          className="w-32"
          label={t('when.time')}
          type="time"
          value={time.slice(0, 5)}
          onChange={(event) => event.target.value && set(`${date}T${event.target.value}`)}
        />
        <ZonePicker
          label={t('when.zone')}
          value={choice.zone}
          first={[workspaceZone, ownZone()]}
          onChange={(zone) => onChange({ is: 'at', wallTime: choice.wallTime, zone })}
        />
      </div>
      {!understood && <p className="text-row text-waiting">{t('when.not-understood')}</p>}
      <MeaningLine choice={choice} now={now} onChange={onChange} />
    </div>
  )
}

/** What the chosen time is, or what is wrong with it and the way out. */
function MeaningLine({ choice, now, onChange }: { choice: At; now: number; onChange: (choice: At) => void }) {
  const { t } = useTranslation(['composer', 'common'])
  const meaning = meaningOf(choice, new Date(now))
  const chosen = choice.fold !== undefined ? meaningOf({ ...choice, fold: 'first' }, new Date(0)) : undefined
  const doubled = meaning.is === 'doubled' || (chosen?.is === 'at' && isDoubled(choice))
  return (
    <div aria-live="polite" className="figures">
      {meaning.is === 'at' && (
        <p>
          {t('when.means', {
            time: showTime(meaning.at, choice.zone, 'day-time'),
            zone: t('common:zone', { city: cityOf(choice.zone), offset: offsetOf(choice.zone, meaning.at) }),
            distance: showDistance(meaning.at, now),
          })}
        </p>
      )}
      {meaning.is === 'past' && (
        <p className="text-failed">{t('when.past', { distance: showDistance(meaning.at, now) })}</p>
      )}
      {meaning.is === 'unreadable' && <p className="text-failed">{t('when.unreadable')}</p>}
      {meaning.is === 'missing' && (
        <p className="flex flex-wrap items-center gap-2 text-failed">
          {t('when.missing', { time: choice.wallTime.slice(11), city: cityOf(choice.zone) })}
          <Button
            size="small"
            onClick={() => onChange({ is: 'at', wallTime: meaning.next.slice(0, 16), zone: choice.zone })}
          >
            {t('when.use-next', { time: meaning.next.slice(11, 16) })}
          </Button>
        </p>
      )}
      {doubled && (
        <fieldset className="mt-1">
          <legend>{t('when.doubled', { time: choice.wallTime.slice(11), city: cityOf(choice.zone) })}</legend>
          {(['first', 'second'] as const).map((fold) => (
            <CheckField
              key={fold}
              type="radio"
              name="fold"
              checked={choice.fold === fold}
              onChange={() => onChange({ ...choice, fold })}
              label={t(`when.${fold}`)}
            />
          ))}
        </fieldset>
      )}
    </div>
  )
}

const isDoubled = ({ wallTime, zone }: At): boolean =>
  meaningOf({ is: 'at', wallTime, zone }, new Date(0)).is === 'doubled'
