import { useTranslation } from 'react-i18next'
import { useProblemWords } from '../../app/problem-words.ts'
import { cityOf, offsetOf, ownZone, showTime } from '../../app/time.ts'
import { useNow } from '../../app/now.ts'
import { Button } from '../../components/button.tsx'
import { Field, TextField } from '../../components/field.tsx'
import { ZonePicker } from '../../components/zone-picker.tsx'
import type { Answers } from './set-up.ts'
import { workspaceNameFrom } from './workspace-name.ts'

interface Props {
  answers: Answers
  change: (part: Partial<Answers>) => void
  error: unknown
  busy: boolean
  onBack: () => void
  onNext: () => void
}

export function WorkspaceStep({ answers, change, error, busy, onBack, onNext }: Props) {
  const { t } = useTranslation(['setup', 'access'])
  const now = useNow()
  const words = useProblemWords()
  const said = error === null ? undefined : words(error)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onNext()
      }}
    >
      <TextField
        label={t('access:workspace')}
        hint={t('access:workspace-hint')}
        autoComplete="organization"
        required
        value={answers.workspace ?? workspaceNameFrom(answers.email)}
        onChange={(event) => change({ workspace: event.target.value })}
      />
      <Field
        label={t('zone')}
        hint={t('zone-hint', {
          city: cityOf(answers.zone),
          offset: offsetOf(answers.zone, now),
          now: showTime(now, answers.zone),
        })}
      >
        {() => (
          <div>
            <ZonePicker
              label={t('zone')}
              value={answers.zone}
              onChange={(zone) => change({ zone })}
              first={[ownZone()]}
            />
          </div>
        )}
      </Field>
      {said && (
        <p role="alert" className="rounded-control bg-failed-soft px-3 py-2">
          {said.says} {said.todo}
        </p>
      )}
      <div className="flex justify-between gap-2">
        <Button look="quiet" onClick={onBack}>
          {t('back')}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          {t('continue')}
        </Button>
      </div>
    </form>
  )
}
