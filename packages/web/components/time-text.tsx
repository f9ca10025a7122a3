import { useTranslation } from 'react-i18next'
import { cityOf, offsetOf, showTime, type TimeShape } from '../app/time.ts'
import { classes } from './classes.ts'

interface Props {
  at: string
  zone: string
  shape?: TimeShape | undefined
  /** Adds "Rome (UTC+1)"; leave out where the zone already stands on the same screen. */
  withZone?: boolean | undefined
  className?: string | undefined
}

/** An instant on the clock of a zone; its UTC time is in the title. */
export function TimeText({ at, zone, shape = 'time', withZone, className }: Props) {
  const { t } = useTranslation()
  return (
    <time
      dateTime={at}
      title={new Date(at).toISOString().replace('T', ' ').replace('.000Z', ' UTC')}
      className={classes('whitespace-nowrap', className)}
    >
      {showTime(at, zone, shape)}
      {withZone && <span className="text-ink-2"> {t('zone', { city: cityOf(zone), offset: offsetOf(zone, at) })}</span>}
    </time>
  )
}
