import { Switch as Base } from '@base-ui/react/switch'
import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'

interface Props {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong, as a sentence. */
  error?: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean | undefined
}

/** On or off, at once. */
export function Switch({ label, hint, error, checked, onChange, disabled }: Props) {
  const id = useId()
  const told = classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`)
  return (
    <div className="flex items-start gap-3 py-1">
      <Base.Root
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={told || undefined}
        className="mt-0.5 flex h-5 w-9 shrink-0 items-center rounded-full border border-ctrl bg-sunken p-0.5 data-checked:border-ink data-checked:bg-ink data-disabled:opacity-55"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-ctrl transition-transform duration-120 data-checked:translate-x-4 data-checked:bg-surface rtl:data-checked:-translate-x-4" />
      </Base.Root>
      <div className="min-w-0">
        <div id={`${id}-label`} className="font-medium">
          {label}
        </div>
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
    </div>
  )
}
