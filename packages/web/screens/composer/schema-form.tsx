import { useTranslation } from 'react-i18next'
import type { Json } from '@posthorn/domain/json.ts'
import { classes } from '../../components/classes.ts'
import { Switch } from '../../components/switch.tsx'
import { fieldId } from './composing.tsx'
import { fieldsFor, startOf, startOfAll } from './fields.ts'
import type { FieldSpec } from './schema.ts'
import {
  AddButton,
  ChoiceControl,
  ChoicesControl,
  NumberControl,
  RemoveButton,
  TextControl,
  TextsControl,
  type ControlProps,
  type Said,
} from './schema-controls.tsx'

type Values = Readonly<Record<string, Json>>

interface Props {
  fields: readonly FieldSpec[]
  values: Values
  /** What is said of each path, such as 'settings.poll.options.1'. */
  errors: ReadonlyMap<string, Said>
  readOnly: boolean
  path?: string
  /** Which form the post has, if that is known. */
  form?: string | null | undefined
  /** Two in a row where there is room. */
  paired?: boolean | undefined
  onChange: (name: string, value: Json | undefined, structural: boolean) => void
}

/** Settings as fields; what was never touched is left to the network. A field with an error is always there to be mended. */
export function SchemaForm({ fields, values, errors, readOnly, path = 'settings', form, paired, onChange }: Props) {
  const counting = new Set(fieldsFor(fields, values, form))
  const shown = fields.filter((field) => counting.has(field) || errors.has(`${path}.${field.name}`))
  return (
    <fieldset disabled={readOnly} className={classes('grid w-full min-w-0 gap-4', paired && 'rail:grid-cols-2')}>
      {shown.map((field) => (
        <div key={field.name} id={fieldId(`${path}.${field.name}`)}>
          <SchemaField
            field={field}
            value={values[field.name]}
            errors={errors}
            readOnly={readOnly}
            path={`${path}.${field.name}`}
            onChange={onChange}
          />
        </div>
      ))}
    </fieldset>
  )
}

interface FieldProps extends Omit<Props, 'fields' | 'values' | 'path' | 'form' | 'paired'> {
  field: FieldSpec
  value: Json | undefined
  path: string
}

function SchemaField({ field, value, errors, readOnly, path, onChange }: FieldProps) {
  const { t } = useTranslation(['composer', 'common'])
  const said = errors.get(path)
  const help = field.closed ?? (said && !said.blocks ? [field.help, said.says].filter(Boolean).join(' ') : field.help)
  const common = {
    label: field.required ? t('settings.required', { label: field.label }) : field.label,
    help,
    error: said?.blocks ? said.says : undefined,
    value: value ?? field.fallback,
    readOnly,
    off: readOnly || field.closed !== undefined,
    write: (next: Json | undefined, structural = false) => onChange(field.name, next, structural),
  }
  const inner = { errors, path }
  switch (field.is) {
    case 'switch':
      return <SwitchControl {...common} field={field} />
    case 'choice':
      return <ChoiceControl {...common} field={field} />
    case 'choices':
      return <ChoicesControl {...common} field={field} />
    case 'number':
    case 'minutes':
      return <NumberControl {...common} field={field} />
    case 'text':
      return <TextControl {...common} field={field} />
    case 'texts':
      return <TextsControl {...common} {...inner} field={field} />
    case 'group':
      return <Group {...common} {...inner} field={field} />
    case 'list':
      return <List {...common} {...inner} field={field} />
    default:
      return (
        <p>
          <span className="font-medium">{field.label}</span>
          <span className="block text-row text-ink-2">{t('settings.unknown')}</span>
        </p>
      )
  }
}

function SwitchControl({ field, label, help, error, value, readOnly, off, write }: ControlProps<'switch'>) {
  return (
    <Switch
      label={label}
      hint={help}
      error={error}
      checked={value === true}
      disabled={readOnly || (off && value !== true)}
      onChange={(on) => write(on === (field.fallback === true) ? undefined : on, true)}
    />
  )
}

interface Inner {
  path: string
  errors: ReadonlyMap<string, Said>
}
const recordOf = (value: Json | undefined): Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {}
const changed = (values: Values, name: string, value: Json | undefined): Values => {
  const { [name]: _, ...others } = values
  return value === undefined ? others : { ...others, [name]: value }
}

/** Settings that belong together; not there before they are switched on. */
function Group({
  field,
  label,
  help,
  error,
  value,
  readOnly,
  off,
  write,
  path,
  errors,
}: ControlProps<'group'> & Inner) {
  const open = field.required || value !== undefined
  const values = recordOf(value)
  return (
    <div className="flex flex-col gap-3">
      {!field.required && (
        <Switch
          label={label}
          hint={help}
          error={error}
          checked={open}
          disabled={readOnly || (off && !open)}
          onChange={(on) => write(on ? startOf(field) : undefined, true)}
        />
      )}
      {open && (
        <div className="ms-1 border-s-2 border-line ps-4">
          <SchemaForm
            fields={field.fields}
            values={values}
            errors={errors}
            readOnly={off}
            path={path}
            onChange={(name, next, structural) => write(changed(values, name, next), structural)}
          />
        </div>
      )}
    </div>
  )
}

/** A list of groups, filled in one by one. */
function List({ field, label, help, error, value, off, write, path, errors }: ControlProps<'list'> & Inner) {
  const { t } = useTranslation(['composer', 'common'])
  const list = Array.isArray(value) ? value : []
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 font-medium">{label}</legend>
      {help !== undefined && <p className="text-row text-ink-2">{help}</p>}
      {list.map((one, index) => {
        const values = recordOf(one)
        const name = t('settings.item', { label: field.label, number: index + 1 })
        return (
          <fieldset
            key={index}
            aria-label={name}
            className="flex items-start gap-2 rounded-card border border-line p-3"
          >
            <SchemaForm
              fields={field.fields}
              values={values}
              errors={errors}
              readOnly={off}
              path={`${path}.${index}`}
              paired
              onChange={(part, next, structural) =>
                write(
                  list.map((other, n) => (n === index ? changed(values, part, next) : other)),
                  structural,
                )
              }
            />
            {list.length > field.min && (
              <RemoveButton
                name={name}
                onClick={() => {
                  const rest = list.filter((_, n) => n !== index)
                  write(rest.length > 0 ? rest : undefined, true)
                }}
              />
            )}
          </fieldset>
        )
      })}
      {!off && list.length < field.max && (
        <AddButton to={field.label} onClick={() => write([...list, startOfAll(field.fields)], true)} />
      )}
      {error !== undefined && <p className="text-row text-failed">{error}</p>}
    </fieldset>
  )
}
