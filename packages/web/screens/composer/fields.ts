/** The fields of a form as they stand now: which of them count, what an account may choose, what they start with. */
import type { Json } from '@posthorn/domain/json.ts'
import type { FieldSpec, Option } from './schema.ts'

type Values = Readonly<Record<string, Json>>

/** The fields that count for these values: one may depend on another that counts itself, or on the form of the post. */
export function fieldsFor(fields: readonly FieldSpec[], values: Values, form?: string | null): readonly FieldSpec[] {
  const counts = ({ when, forms }: FieldSpec): boolean => {
    if (forms && form != null && !forms.includes(form)) return false
    if (!when) return true
    const other = fields.find(({ name }) => name === when.setting)
    const value = values[when.setting] ?? other?.fallback ?? null
    return when.is.some((one) => one === value) && (other === undefined || counts(other))
  }
  return fields.filter(counts)
}

/** What an account may choose at this moment. */
export interface Live {
  readonly choices: Readonly<Record<string, readonly Option[]>>
  readonly closed: Readonly<Record<string, string>>
}

/** The fields as this account has them now. */
export const withLive = (fields: readonly FieldSpec[], live: Live): readonly FieldSpec[] =>
  fields.map((field) => {
    const options = live.choices[field.name]
    const closed = live.closed[field.name]
    return {
      ...field,
      ...(options && field.is === 'choice' ? { options } : {}),
      ...(closed === undefined ? {} : { closed }),
    }
  })

/** The words for a setting, by its path: 'poll.options.1' is the poll's. */
export function labelAt(fields: readonly FieldSpec[], path: string): string | undefined {
  const [name, ...rest] = path.split('.')
  const field = fields.find((one) => one.name === name)
  const inner = field && (field.is === 'group' || field.is === 'list') ? field.fields : []
  const within = inner.find((one) => rest.includes(one.name))
  return within ? `${field?.label}, ${within.label}` : field?.label
}

/** What a group starts with when it is switched on: what is required, with the least there may be. */
export function startOf(field: FieldSpec): Json {
  if (field.fallback !== undefined) return field.fallback
  switch (field.is) {
    case 'group':
      return startOfAll(field.fields)
    case 'list':
      return []
    case 'texts':
      return Array.from({ length: Math.max(field.min, 2) }, () => '')
    case 'choices':
      return []
    case 'switch':
      return false
    case 'number':
      return field.min ?? 0
    case 'minutes':
      return Math.min(Math.max(24 * 60, field.min ?? 0), field.max ?? Number.MAX_SAFE_INTEGER)
    case 'choice':
      return field.options[0]?.value ?? ''
    default:
      return ''
  }
}

/** What one more entry of a list starts with. */
export const startOfAll = (fields: readonly FieldSpec[]): Values =>
  Object.fromEntries(fields.filter((one) => one.required).map((one) => [one.name, startOf(one)]))
