import type { ReactNode, SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { Button } from '../../components/button.tsx'
import { useCountdown } from './countdown.ts'

interface Props {
  error: unknown
  busy: boolean
  /** When the form was last sent, in milliseconds. */
  sentAt: number
  submit: string
  onSubmit: (values: (name: string) => string) => void
  children: ReactNode
  /** Fields whose errors stand at the field and not above the button. */
  fields?: readonly string[] | undefined
}

/** A form that keeps what was typed, says what is wrong, and counts down when there were too many tries. */
export function Form({ error, busy, sentAt, submit, onSubmit, children, fields = [] }: Props) {
  const { t } = useTranslation('access')
  const words = useProblemWords()
  const problem = problemOf(error)
  const wait = problem?.code === 'access.too-many-tries' ? Number(problem.values?.['seconds'] ?? 30) : 0
  const seconds = useCountdown(sentAt + wait * 1000)
  const said = error === null || error === undefined ? undefined : words(error)
  const above = said !== undefined && !(said.field !== undefined && fields.includes(said.field))
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        onSubmit((name) => textOf(data.get(name)))
      }}
    >
      {children}
      {above && (
        <p role="alert" className="rounded-control bg-failed-soft px-3 py-2">
          {problem?.code === 'access.too-many-tries'
            ? t('too-many', { count: seconds })
            : `${said.says} ${said.todo ?? ''}`}
        </p>
      )}
      <Button
        type="submit"
        look="primary"
        busy={busy}
        reason={seconds > 0 ? t('too-many', { count: seconds }) : undefined}
      >
        {submit}
      </Button>
    </form>
  )
}

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '')

/** What is wrong with one field, if the problem names it. */
export function useFieldError(error: unknown): (field: string) => string | undefined {
  const words = useProblemWords()
  return (field) => {
    if (error === null || error === undefined) return undefined
    const said = words(error)
    return said.field === field ? `${said.says} ${said.todo ?? ''}` : undefined
  }
}
