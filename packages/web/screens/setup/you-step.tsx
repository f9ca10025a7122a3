import { useTranslation } from 'react-i18next'
import { useProblemWords } from '../../app/problem-words.ts'
import { Button } from '../../components/button.tsx'
import { PasswordField, TextField } from '../../components/field.tsx'
import type { Answers } from './set-up.ts'

interface Props {
  answers: Answers
  change: (part: Partial<Answers>) => void
  /** What the server said when all was sent; some of it is about this step. */
  error: unknown
  onNext: () => void
}

export function YouStep({ answers, change, error, onNext }: Props) {
  const { t } = useTranslation(['setup', 'access'])
  const words = useProblemWords()
  const said = error === null ? undefined : words(error)
  const wrong = (field: string) => (said?.field === field ? `${said.says} ${said.todo ?? ''}` : undefined)
  const askCode = answers.code === '' || said?.field === 'code'
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onNext()
      }}
    >
      {askCode && (
        <TextField
          label={t('code')}
          hint={t('code-hint')}
          required
          autoComplete="off"
          value={answers.code}
          onChange={(event) => change({ code: event.target.value.trim() })}
          error={wrong('code')}
        />
      )}
      <TextField
        label={t('access:name')}
        autoComplete="name"
        required
        value={answers.name}
        onChange={(event) => change({ name: event.target.value })}
        error={wrong('name')}
      />
      <TextField
        label={t('access:email')}
        type="email"
        autoComplete="username"
        required
        value={answers.email}
        onChange={(event) => change({ email: event.target.value })}
        error={wrong('email')}
      />
      <PasswordField
        label={t('access:password')}
        hint={t('access:password-rule')}
        autoComplete="new-password"
        minLength={8}
        required
        value={answers.password}
        onChange={(event) => change({ password: event.target.value })}
        error={wrong('password')}
      />
      <Button type="submit" look="primary" className="self-end">
        {t('continue')}
      </Button>
    </form>
  )
}
