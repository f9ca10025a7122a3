import { useTranslation } from 'react-i18next'
import type { Publication } from '../../app/api.ts'
import { showTime } from '../../app/time.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { TimeText } from '../../components/time-text.tsx'
import { say } from '../../app/toasts.ts'
import { useStepName } from './step-list.tsx'

type Event = Publication['timeline'][number]

/** Kinds that differ from plan and are coloured; everything else is quiet. */
const loud: Readonly<Record<string, string>> = {
  unclear: 'text-waiting',
  looked: 'text-waiting',
  parked: 'text-waiting',
  trouble: 'text-failed',
  failed: 'text-failed',
  missed: 'text-failed',
  needs_you: 'text-needs',
  note: 'text-waiting',
  published: 'text-published',
  live: 'text-published',
  handed_over: 'text-waiting',
}

/** Said here, with the step's name in words; everything else is said by the server. */
const ofSteps = ['step', 'sent', 'live'] as const

/** What happened, line by line, in local time; new lines join at the end without moving what is read. */
export function Timeline({ events, zone }: { events: readonly Event[]; zone: string }) {
  const { t } = useTranslation(['delivery', 'common'])
  const nameOf = useStepName()
  const wordsOf = ({ kind, step, says, data }: Event): string => {
    const known = ofSteps.find((one) => one === kind)
    return known && step !== null && data['how'] !== 'look' ? t(`event.${known}`, { step: nameOf(step) }) : says
  }
  if (events.length === 0) return <p className="text-ink-2">{t('no-events')}</p>
  const copy = () => {
    const lines = events.map(
      (event) => `${event.at}  ${event.kind}${event.step === null ? '' : ` ${event.step}`}  ${event.says}`,
    )
    void navigator.clipboard.writeText(lines.join('\n')).then(() => say(t('copied-timeline')))
  }
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label={t('timeline')} aria-live="polite" className="flex flex-col">
        {events.map((event, index) => {
          const today = showTime(event.at, zone, 'day')
          const before = events[index - 1]
          const newDay = before === undefined || showTime(before.at, zone, 'day') !== today
          return (
            <li key={event.id} className="flex flex-wrap gap-x-3 py-1">
              {newDay && <span className="figures w-full pt-1 text-caption text-ink-3">{today}</span>}
              <span className="figures w-20 shrink-0 text-row text-ink-3">
                <TimeText at={event.at} zone={zone} shape="seconds" />
              </span>
              <span className={classes('min-w-0 flex-1 wrap-anywhere', loud[event.kind] ?? '')}>
                {wordsOf(event)}
                <Details data={event.data} />
              </span>
            </li>
          )
        })}
      </ol>
      <Button size="small" look="quiet" className="self-start" onClick={copy}>
        {t('copy-timeline')}
      </Button>
    </div>
  )
}

/** The facts behind a line, for who wants to look closer; secrets never reach them. */
function Details({ data }: { data: Event['data'] }) {
  const { t } = useTranslation(['delivery', 'common'])
  const facts = Object.entries(data).filter(([name]) => name !== 'says')
  if (facts.length === 0) return null
  return (
    <details className="text-row text-ink-2">
      <summary className="w-fit">{t('details')}</summary>
      <Facts facts={Object.fromEntries(facts)} />
    </details>
  )
}

/** Names and values as they are stored. */
export function Facts({ facts }: { facts: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-row">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="figures wrap-anywhere">
            <bdi>{typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}
