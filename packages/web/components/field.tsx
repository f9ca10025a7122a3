import { Eye, EyeOff } from 'lucide-react'
import { useId, useState, type ComponentProps, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { classes } from './classes.ts'

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong, as a sentence; stands at the field and is announced with it. */
  error?: string | undefined
  className?: string | undefined
  /** Draws the control with the ids that tie it to label, hint and error. */
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean | undefined
  }) => ReactNode
}

/** Label, control, hint, error: always in this order. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const told = classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`)
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': told || undefined, 'aria-invalid': error === undefined ? undefined : true })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-row text-ink-2">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-row text-failed">
          {error}
        </p>
      )}
    </div>
  )
}

type TextFieldProps = Omit<FieldProps, 'children'> &
  Omit<ComponentProps<'input'>, 'className'> & {
    /** The box is as wide as a number; its words are not. */
    narrow?: boolean | undefined
  }

/** One line of text. */
export function TextField({ label, hint, error, className, narrow, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => <input {...input} {...control} className={classes('control', narrow && 'max-w-40')} />}
    </Field>
  )
}

/** A password that can be looked at, pasted, and filled by a manager. */
export function PasswordField({ label, hint, error, className, ...input }: TextFieldProps) {
  const { t } = useTranslation()
  const [shown, show] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <div className="relative">
          <input
            {...input}
            {...control}
            type={shown ? 'text' : 'password'}
            spellCheck={false}
            className="control pe-10"
          />
          <Button
            look="quiet"
            size="small-icon"
            aria-label={t('show-password')}
            aria-pressed={shown}
            onClick={() => show(!shown)}
            className="absolute! end-1 inset-y-0 my-auto"
          >
            <Icon aria-hidden size={16} />
          </Button>
        </div>
      )}
    </Field>
  )
}

/** A choice of few, drawn by the system itself. */
export function SelectField({
  label,
  hint,
  error,
  className,
  children,
  ...select
}: Omit<FieldProps, 'children'> & Omit<ComponentProps<'select'>, 'className'>) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <select {...select} {...control} className="control">
          {children}
        </select>
      )}
    </Field>
  )
}

interface CheckFieldProps extends Omit<ComponentProps<'input'>, 'className' | 'type'> {
  label: ReactNode
  hint?: ReactNode
  type?: 'checkbox' | 'radio' | undefined
  className?: string | undefined
}

/** A box or a radio button with its words beside it; the whole line can be pressed. */
export function CheckField({ label, hint, type = 'checkbox', className, ...input }: CheckFieldProps) {
  return (
    <label className={classes('flex items-start gap-2.5 py-1', className)}>
      <input {...input} type={type} className="mt-0.5 size-4 shrink-0 accent-ink" />
      <span className="min-w-0">
        <span className={classes(hint !== undefined && 'font-medium')}>{label}</span>
        {hint !== undefined && <span className="block text-row text-ink-2">{hint}</span>}
      </span>
    </label>
  )
}
