import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect, useSearchParams } from 'wouter'
import type { Me } from '../../app/api.ts'
import { authStateQuery } from '../../app/queries.ts'
import { useTitle } from '../../app/title.ts'
import { ErrorCard } from '../../components/error-card.tsx'
import { classes } from '../../components/classes.ts'
import { Horn } from '../../shell/horn.tsx'
import { WaitingScreen } from '../../shell/waiting-screen.tsx'
import { emptyAnswers, useSetUp, type Answers } from './set-up.ts'
import { NetworksStep } from './networks-step.tsx'
import { WorkspaceStep } from './workspace-step.tsx'
import { YouStep } from './you-step.tsx'

const steps = ['you', 'workspace', 'networks'] as const

/** The first run: a person, a workspace, and where to publish. Then straight to writing. */
export default function SetUpPage() {
  const { t } = useTranslation('setup')
  const [search] = useSearchParams()
  const [step, setStep] = useState(0)
  const [answers, setAnswers] = useState<Answers>(() => emptyAnswers(search.get('code') ?? ''))
  const [me, setMe] = useState<Me>()
  const state = useQuery(authStateQuery)
  const heading = useRef<HTMLHeadingElement>(null)
  const setUp = useSetUp((made) => {
    setMe(made)
    setStep(2)
  })
  useTitle(t('title'))
  // A new step is announced by its heading.
  useEffect(() => {
    if (step > 0) heading.current?.focus()
  }, [step])
  if (state.error)
    return (
      <main className="mx-auto max-w-xl p-6">
        <ErrorCard error={state.error} retry={() => void state.refetch()} />
      </main>
    )
  if (!state.data) return <WaitingScreen />
  if (!state.data.needsSetUp && !me) return <Redirect to="/" replace />
  const workspace = me?.workspaces[0]
  const change = (part: Partial<Answers>) => setAnswers((before) => ({ ...before, ...part }))
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-lg flex-col justify-center gap-5 p-4 pb-[10dvh]">
      <p className="flex items-center gap-2 font-strong">
        <Horn />
        Posthorn
      </p>
      <ol className="flex gap-5 text-row">
        {steps.map((one, index) => (
          <li
            key={one}
            aria-current={index === step ? 'step' : undefined}
            className={classes('figures', index === step ? 'font-strong' : 'text-ink-2')}
          >
            {index + 1} {t(`step.${one}`)}
          </li>
        ))}
      </ol>
      <section className="card flex flex-col gap-4 p-5 rail:p-6">
        <h1 ref={heading} tabIndex={-1} className="text-title font-strong outline-none">
          {t(`heading.${steps[step] ?? 'you'}`)}
        </h1>
        {step === 0 && <YouStep answers={answers} change={change} error={setUp.error} onNext={() => setStep(1)} />}
        {step === 1 && (
          <WorkspaceStep
            answers={answers}
            change={change}
            error={setUp.error}
            busy={setUp.isPending}
            onBack={() => setStep(0)}
            onNext={() => setUp.mutate(answers)}
          />
        )}
        {step === 2 && workspace && <NetworksStep workspace={workspace} />}
      </section>
    </main>
  )
}
