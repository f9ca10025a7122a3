import { Check, CircleDashed, Eye, LoaderCircle, X, Zap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Publication } from '../../app/api.ts'
import { classes } from '../../components/classes.ts'
import { TimeText } from '../../components/time-text.tsx'
import { isKnownStep, readStep } from './step-words.ts'

type Step = Publication['steps'][number]

const marks: Readonly<Record<Step['state'], { icon: typeof Check; ink: string }>> = {
  planned: { icon: CircleDashed, ink: 'text-ink-3' },
  done: { icon: Check, ink: 'text-published' },
  live: { icon: Check, ink: 'text-published' },
  more: { icon: LoaderCircle, ink: 'text-publishing' },
  wait: { icon: LoaderCircle, ink: 'text-waiting' },
  sending: { icon: Zap, ink: 'text-publishing' },
  unknown: { icon: Eye, ink: 'text-waiting' },
  refused: { icon: X, ink: 'text-failed' },
  skipped: { icon: CircleDashed, ink: 'text-ink-3' },
}

/** The name of a step in words. */
export function useStepName(): (name: string) => string {
  const { t } = useTranslation(['delivery', 'common'])
  return (name) => {
    const { word, number } = readStep(name)
    const text = isKnownStep(word) ? t(`step.${word}`) : word
    return number === undefined ? text : t('step-number', { step: text, number })
  }
}

/** How it is delivered, in order; what has not happened yet is grey. */
export function StepList({ steps, zone }: { steps: readonly Step[]; zone: string }) {
  const { t } = useTranslation(['delivery', 'common'])
  const nameOf = useStepName()
  if (steps.length === 0) return <p className="text-ink-2">{t('no-steps')}</p>
  return (
    <ol aria-label={t('steps')} className="flex flex-col">
      {steps.map((step) => {
        const { icon: Icon, ink } = marks[step.state]
        const at = step.at ?? step.sentAt
        return (
          <li
            key={step.name}
            className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 last:border-0"
          >
            <span className="figures w-20 shrink-0 text-row text-ink-3">
              {at === null ? '–' : <TimeText at={at} zone={zone} shape="seconds" />}
            </span>
            <Icon aria-hidden size={15} className={classes('shrink-0 self-center', ink)} />
            <span className={classes('min-w-0 flex-1', step.state === 'planned' && 'text-ink-3')}>
              {nameOf(step.name)}
              {step.for === 'extra' && <span className="text-ink-3"> {t('extra')}</span>}
            </span>
            <span className={classes('text-row', ink)}>{t(`step-state.${step.state}`)}</span>
            {step.remoteId !== null && (
              <code
                className="max-w-56 truncate text-caption text-ink-3 max-rail:max-w-full max-rail:basis-full max-rail:ps-30"
                title={step.remoteId}
              >
                {step.remoteId}
              </code>
            )}
          </li>
        )
      })}
    </ol>
  )
}
