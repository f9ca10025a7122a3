import { Plus, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Json } from '@posthorn/domain/json.ts'
import { Button } from '../../components/button.tsx'
import { CheckField, Field, SelectField, TextField } from '../../components/field.tsx'
import { Switch } from '../../components/switch.tsx'
import { fieldId } from './composing.tsx'
import { fieldsFor, startOf, type FieldSpec } from './schema.ts'

type Values = Readonly<Record<string, Json>>
type Change = (name: string, value: Json | undefined, structural: boolean) => void

interface Props {
  fields: readonly FieldSpec[]
  values: Values
  /** Sentences by path, such as 'settings.poll.options.1'. */
  errors: ReadonlyMap<string, string>
  readOnly: boolean
  path?: string
  onChange: Change
}

/** Settings as fields; what was never touched is left to the network. */
export function SchemaForm({ fields, values, errors, readOnly, path = 'settings', onChange }: Props) {
  return (
    <fieldset disabled={readOnly} className="flex flex-col gap-3">
      {fieldsFor(fields, values).map((field) => (
        <div key={field.name} id={fieldId(`${path}.${field.name}`)}>
          <SchemaField
            field={field}
            value={values[field.name]}
            errors={errors}
            readOnly={readOnly || field.closed !== undefined}
            path={`${path}.${field.name}`}
            onChange={onChange}
          />
        </div>
      ))}
    </fieldset>
  )
}

interface FieldProps extends Omit<Props, 'fields' | 'values' | 'path'> {
  field: FieldSpec
  value: Json | undefined
  path: string
}

function SchemaField({ field, value, errors, readOnly, path, onChange }: FieldProps) {
  const { t } = useTranslation(['composer', 'common'])
  const error = errors.get(path)
  const label = field.required ? t('settings.required', { label: field.label }) : field.label
  const help = field.closed ?? field.help
  const common = { label, hint: help, error }
  const shown = value ?? field.fallback
  const text = typeof shown === 'string' || typeof shown === 'number' ? String(shown) : ''
  const write = (next: Json | undefined, structural = false) => onChange(field.name, next, structural)
  switch (field.is) {
    case 'switch':
      return (
        <Switch
          label={label}
          hint={error ?? help}
          checked={shown === true && field.closed === undefined}
          disabled={readOnly}
          onChange={(on) => write(on || undefined, true)}
        />
      )
    case 'choice':
      return (
        <SelectField
          {...common}
          value={text}
          disabled={readOnly}
          onChange={(event) => write(event.target.value || undefined, true)}
        >
          <option value="">{field.required ? t('settings.choose') : t('settings.unset')}</option>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </SelectField>
      )
    case 'choices': {
      const chosen = Array.isArray(shown) ? shown.map(String) : []
      return (
        <fieldset>
          <legend className="font-medium">{label}</legend>
          {field.help !== undefined && <p className="text-row text-ink-2">{field.help}</p>}
          {field.options.map((option) => (
            <CheckField
              key={option.value}
              label={option.label}
              checked={chosen.includes(option.value)}
              onChange={(event) => {
                const rest = chosen.filter((one) => one !== option.value)
                const next = event.target.checked ? [...rest, option.value] : rest
                write(next.length > 0 ? next : undefined, true)
              }}
            />
          ))}
          {error !== undefined && <p className="text-row text-failed">{error}</p>}
        </fieldset>
      )
    }
    case 'number':
    case 'minutes':
      return (
        <TextField
          {...common}
          hint={field.help ?? (field.is === 'minutes' ? t('settings.minutes') : undefined)}
          type="number"
          inputMode="numeric"
          min={field.min}
          max={field.max}
          step={field.is === 'number' && !field.whole ? 'any' : 1}
          value={text}
          onChange={(event) => write(event.target.value === '' ? undefined : event.target.valueAsNumber)}
        />
      )
    case 'text':
      if (!field.long)
        return (
          <TextField {...common} value={text} dir="auto" onChange={(event) => write(event.target.value || undefined)} />
        )
      return (
        <Field {...common}>
          {(control) => (
            <textarea
              {...control}
              dir="auto"
              rows={3}
              className="control py-2"
              value={text}
              onChange={(event) => write(event.target.value || undefined)}
            />
          )}
        </Field>
      )
    case 'texts':
      return <TextList field={field} value={shown} errors={errors} path={path} write={write} />
    case 'group': {
      const open = typeof value === 'object' && value !== null && !Array.isArray(value)
      const inner = open ? (value as Values) : {}
      return (
        <div className="flex flex-col gap-3">
          {!field.required && (
            <Switch
              label={label}
              hint={error ?? field.help}
              checked={open}
              disabled={readOnly}
              onChange={(on) => write(on ? startOf(field) : undefined, true)}
            />
          )}
          {(open || field.required) && (
            <div className="ms-4 border-s-2 border-line ps-4">
              <SchemaForm
                fields={field.fields}
                values={inner}
                errors={errors}
                readOnly={readOnly}
                path={path}
                onChange={(name, next, structural) => {
                  const { [name]: _dropped, ...others } = inner
                  write(next === undefined ? others : { ...others, [name]: next }, structural)
                }}
              />
            </div>
          )}
        </div>
      )
    }
    default:
      return (
        <TextField
          {...common}
          hint={field.help ?? t('settings.unknown')}
          value={shown === undefined ? '' : typeof shown === 'string' ? shown : JSON.stringify(shown)}
          onChange={(event) => write(readJson(event.target.value))}
        />
      )
  }
}

/** What looks like JSON is taken as such, everything else as text. */
function readJson(text: string): Json | undefined {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

interface TextListProps {
  field: Extract<FieldSpec, { is: 'texts' }>
  value: Json | undefined
  errors: ReadonlyMap<string, string>
  path: string
  write: (value: Json | undefined, structural?: boolean) => void
}

function TextList({ field, value, errors, path, write }: TextListProps) {
  const { t } = useTranslation(['composer', 'common'])
  const texts = Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : '')) : []
  const said = errors.get(path)
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{field.label}</legend>
      {field.help !== undefined && <p className="text-row text-ink-2">{field.help}</p>}
      {texts.map((text, index) => (
        <div key={index} className="flex items-start gap-2">
          <div className="flex-1">
            <input
              id={fieldId(`${path}.${index}`)}
              dir="auto"
              className="control"
              aria-label={t('settings.item', { label: field.label, number: index + 1 })}
              aria-invalid={errors.has(`${path}.${index}`) || undefined}
              value={text}
              onChange={(event) => write(texts.with(index, event.target.value))}
            />
            {text !== '' && errors.has(`${path}.${index}`) && (
              <p className="text-row text-failed">{errors.get(`${path}.${index}`)}</p>
            )}
          </div>
          {texts.length > field.min && (
            <Button
              look="quiet"
              size="icon"
              aria-label={t('settings.remove-item', { label: field.label, number: index + 1 })}
              onClick={() => {
                const rest = texts.toSpliced(index, 1)
                write(rest.length > 0 ? rest : undefined, true)
              }}
            >
              <Trash2 aria-hidden size={16} strokeWidth={1.5} />
            </Button>
          )}
        </div>
      ))}
      {texts.length < field.max && (
        <Button size="small" className="self-start" onClick={() => write([...texts, ''], true)}>
          <Plus aria-hidden size={14} />
          {t('settings.add-item')}
        </Button>
      )}
      {said !== undefined && <p className="text-row text-failed">{said}</p>}
    </fieldset>
  )
}
