import { Plus, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Json } from '@posthorn/domain/json.ts'
import { showSpan } from '../../app/time.ts'
import { Button } from '../../components/button.tsx'
import { CheckField, Field, SelectField, TextField } from '../../components/field.tsx'
import { fieldId } from './composing.tsx'
import type { FieldSpec } from './schema.ts'

/** What is said about a field; `blocks`: it has to be mended before the post can go out. */
export interface Said {
  readonly says: string
  readonly blocks: boolean
}

/** What every control of a settings form is given. */
export interface ControlProps<Is extends FieldSpec['is']> {
  field: Extract<FieldSpec, { is: Is }>
  label: string
  help: string | undefined
  error: string | undefined
  value: Json | undefined
  /** The person may only read. */
  readOnly: boolean
  /** Nothing new can be chosen; what is chosen can be taken back. */
  off: boolean
  write: (value: Json | undefined, structural?: boolean) => void
}

export function TextControl({ field, label, help, error, value, off, write }: ControlProps<'text'>) {
  const text = typeof value === 'string' ? value : ''
  // What has to be there stays there, empty: left out, nobody could tell it from a group that was not begun.
  const change = (next: string): void => write(next || (field.required ? '' : undefined))
  if (field.as !== 'long')
    return (
      <TextField
        label={label}
        hint={help}
        error={error}
        type={field.as === 'date' ? 'date' : 'text'}
        inputMode={field.as === 'url' ? 'url' : undefined}
        autoComplete="off"
        dir={field.as === 'url' ? 'ltr' : 'auto'}
        value={text}
        readOnly={off}
        onChange={(event) => change(event.target.value)}
      />
    )
  return (
    <Field label={label} hint={help} error={error}>
      {(control) => (
        <textarea
          {...control}
          dir="auto"
          rows={3}
          className="control py-2"
          value={text}
          readOnly={off}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}

/** A number; of minutes it is also said how long they are. */
export function NumberControl({ field, label, help, error, value, off, write }: ControlProps<'number' | 'minutes'>) {
  const { t } = useTranslation(['composer', 'common'])
  const number = typeof value === 'number' ? value : undefined
  const hint =
    field.is === 'minutes' && number !== undefined && number > 60
      ? t('settings.minutes-are', { span: showSpan(number) })
      : (help ?? (field.is === 'minutes' ? t('settings.minutes') : undefined))
  return (
    <TextField
      label={label}
      hint={hint}
      error={error}
      narrow
      type="number"
      inputMode={field.is === 'number' && !field.whole ? 'decimal' : 'numeric'}
      min={field.min}
      max={field.max}
      step={field.is === 'number' && !field.whole ? 'any' : 1}
      value={number ?? ''}
      readOnly={off}
      onChange={(event) => write(event.target.value === '' ? undefined : event.target.valueAsNumber)}
    />
  )
}

export function ChoiceControl({ field, label, help, error, value, readOnly, off, write }: ControlProps<'choice'>) {
  const { t } = useTranslation(['composer', 'common'])
  const chosen = typeof value === 'string' ? value : ''
  const gone = chosen !== '' && !field.options.some((option) => option.value === chosen)
  return (
    <SelectField
      label={label}
      hint={help}
      error={error}
      value={chosen}
      disabled={readOnly || (off && chosen === '')}
      onChange={(event) => write(event.target.value || undefined, true)}
    >
      {field.fallback === undefined && (
        <option value="">{field.required ? t('settings.choose') : t('settings.unset')}</option>
      )}
      {gone && <option value={chosen}>{t('settings.gone', { value: chosen })}</option>}
      {field.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </SelectField>
  )
}

export function ChoicesControl({ field, label, help, error, value, readOnly, off, write }: ControlProps<'choices'>) {
  const chosen = Array.isArray(value) ? value.map(String) : []
  return (
    <fieldset>
      <legend className="pb-1 font-medium">{label}</legend>
      {help !== undefined && <p className="text-row text-ink-2">{help}</p>}
      <div className="flex flex-wrap gap-x-5">
        {field.options.map((option) => (
          <CheckField
            key={option.value}
            label={option.label}
            disabled={readOnly || (off && !chosen.includes(option.value))}
            checked={chosen.includes(option.value)}
            onChange={(event) => {
              const rest = chosen.filter((one) => one !== option.value)
              const next = event.target.checked ? [...rest, option.value] : rest
              write(next.length > 0 ? next : undefined, true)
            }}
          />
        ))}
      </div>
      {error !== undefined && <p className="text-row text-failed">{error}</p>}
    </fieldset>
  )
}

interface TextsProps extends ControlProps<'texts'> {
  path: string
  errors: ReadonlyMap<string, Said>
}

/** Several short texts, one in a line. */
export function TextsControl({ field, label, help, error, value, off, write, path, errors }: TextsProps) {
  const { t } = useTranslation(['composer', 'common'])
  const texts = Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : '')) : []
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 font-medium">{label}</legend>
      {help !== undefined && <p className="text-row text-ink-2">{help}</p>}
      {texts.map((text, index) => {
        const wrong = text === '' ? undefined : errors.get(`${path}.${index}`)?.says
        const id = fieldId(`${path}.${index}`)
        return (
          <div key={index} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <input
                id={id}
                dir="auto"
                className="control"
                aria-label={t('settings.item', { label: field.label, number: index + 1 })}
                aria-invalid={wrong !== undefined || undefined}
                aria-describedby={wrong === undefined ? undefined : `${id}-error`}
                value={text}
                readOnly={off}
                onChange={(event) => write(texts.with(index, event.target.value))}
              />
              {wrong !== undefined && (
                <p id={`${id}-error`} className="text-row text-failed">
                  {wrong}
                </p>
              )}
            </div>
            {texts.length > field.min && (
              <RemoveButton
                name={t('settings.item', { label: field.label, number: index + 1 })}
                onClick={() => {
                  const rest = texts.toSpliced(index, 1)
                  write(rest.length > 0 ? rest : undefined, true)
                }}
              />
            )}
          </div>
        )
      })}
      {!off && texts.length < field.max && <AddButton to={field.label} onClick={() => write([...texts, ''], true)} />}
      {error !== undefined && <p className="text-row text-failed">{error}</p>}
    </fieldset>
  )
}

export function AddButton({ to, onClick }: { to: string; onClick: () => void }) {
  const { t } = useTranslation(['composer', 'common'])
  return (
    <Button size="small" className="self-start" aria-label={t('settings.add-to', { label: to })} onClick={onClick}>
      <Plus aria-hidden size={14} />
      {t('settings.add-item')}
    </Button>
  )
}

export function RemoveButton({ name, onClick }: { name: string; onClick: () => void }) {
  const { t } = useTranslation(['composer', 'common'])
  return (
    <Button look="quiet" size="icon" aria-label={t('settings.remove-item', { name })} onClick={onClick}>
      <Trash2 aria-hidden size={16} strokeWidth={1.5} />
    </Button>
  )
}
