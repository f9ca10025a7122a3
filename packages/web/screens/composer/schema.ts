/**
 * Settings of a network as fields to fill in. The JSON Schema comes from the platform's own folder; what this file
 * does not know becomes a plain text, so that a new platform never breaks the form.
 */
import type { Json } from '@posthorn/domain/json.ts'

export interface Option {
  readonly value: string
  readonly label: string
}
interface Common {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly required: boolean
  readonly fallback?: Json
  /** Shown only while another setting has one of these values. */
  readonly when?: { readonly setting: string; readonly is: readonly Json[] }
  /** Why this account cannot use it now. */
  readonly closed?: string
}
export type FieldSpec = Common &
  (
    | { readonly is: 'text'; readonly long: boolean; readonly max?: number }
    | { readonly is: 'number'; readonly whole: boolean; readonly min?: number; readonly max?: number }
    | { readonly is: 'minutes'; readonly min?: number; readonly max?: number }
    | { readonly is: 'switch' }
    | { readonly is: 'choice'; readonly options: readonly Option[] }
    | { readonly is: 'choices'; readonly options: readonly Option[] }
    | { readonly is: 'texts'; readonly min: number; readonly max: number }
    | { readonly is: 'group'; readonly fields: readonly FieldSpec[] }
    | { readonly is: 'unknown' }
  )

type Schema = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const numberOf = (value: unknown): number | undefined =>
  // JSON Schema of an integer names the largest safe one, which is no limit to show.
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined

/** The fields of a settings schema, in the order of the schema. */
export function fieldsOf(schema: unknown): readonly FieldSpec[] {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return []
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(schema['properties']).flatMap(([name, property]) =>
    isRecord(property) && property['widget'] !== 'hidden' ? [fieldOf(name, property, required.includes(name))] : [],
  )
}

/** The name of the setting that is drawn with this widget, if the schema has one. */
export function settingWith(schema: unknown, widget: string): string | undefined {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return undefined
  return Object.entries(schema['properties']).find(([, one]) => isRecord(one) && one['widget'] === widget)?.[0]
}

function fieldOf(name: string, property: Schema, listed: boolean): FieldSpec {
  const inner = unwrapped(property)
  const fallback = property['default'] as Json | undefined
  const help = textOf(property['description']) ?? textOf(inner['description'])
  const common: Common = {
    name,
    label: textOf(property['title']) ?? textOf(inner['title']) ?? words(name),
    required: listed && fallback === undefined && inner === property,
    ...(help !== undefined && { help }),
    ...(fallback !== undefined && { fallback }),
    ...whenOf(property['when'] ?? inner['when']),
  }
  return { ...common, ...kindOf(inner, textOf(property['widget']) ?? textOf(inner['widget'])) }
}

function whenOf(value: unknown): Pick<Common, 'when'> {
  if (!isRecord(value) || !Array.isArray(value['is'])) return {}
  const setting = textOf(value['setting'])
  return setting === undefined ? {} : { when: { setting, is: value['is'] as Json[] } }
}

/** The fields that count for these values: one may depend on another. */
export const fieldsFor = (fields: readonly FieldSpec[], values: Readonly<Record<string, Json>>): readonly FieldSpec[] =>
  fields.filter(({ when }) => {
    if (!when) return true
    const value = values[when.setting] ?? fields.find(({ name }) => name === when.setting)?.fallback ?? null
    return when.is.some((one) => one === value)
  })

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

/** `T | null` is a T that may be left out. */
function unwrapped(property: Schema): Schema {
  const branches = Array.isArray(property['anyOf']) ? property['anyOf'].filter(isRecord) : []
  const rest = branches.filter((branch) => branch['type'] !== 'null')
  return branches.length > rest.length && rest.length === 1 && rest[0] ? rest[0] : property
}

type Kind = FieldSpec extends infer F ? (F extends FieldSpec ? Omit<F, keyof Common> : never) : never

function kindOf(schema: Schema, widget: string | undefined): Kind {
  const options = optionsOf(schema)
  if (options) return { is: 'choice', options }
  const bounds = {
    ...(numberOf(schema['minimum']) !== undefined && { min: numberOf(schema['minimum']) }),
    ...(numberOf(schema['maximum']) !== undefined && { max: numberOf(schema['maximum']) }),
  } as { min?: number; max?: number }
  switch (schema['type']) {
    case 'boolean':
      return { is: 'switch' }
    case 'integer':
    case 'number':
      return widget === 'duration'
        ? { is: 'minutes', ...bounds }
        : { is: 'number', whole: schema['type'] === 'integer', ...bounds }
    case 'string': {
      const max = numberOf(schema['maxLength'])
      return { is: 'text', long: widget === 'textarea' || (max ?? 0) > 200, ...(max !== undefined && { max }) }
    }
    case 'array': {
      const items = isRecord(schema['items']) ? schema['items'] : {}
      const choices = optionsOf(items, schema)
      if (choices) return { is: 'choices', options: choices }
      if (items['type'] === 'string')
        return { is: 'texts', min: numberOf(schema['minItems']) ?? 0, max: numberOf(schema['maxItems']) ?? 100 }
      return { is: 'unknown' }
    }
    case 'object':
      return isRecord(schema['properties']) ? { is: 'group', fields: fieldsOf(schema) } : { is: 'unknown' }
    default:
      return { is: 'unknown' }
  }
}

/** An enumeration, or a union of constants, with the platform's words for each. */
function optionsOf(schema: Schema, labelled: Schema = schema): readonly Option[] | undefined {
  const branches = Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isRecord) : []
  const values = Array.isArray(schema['enum'])
    ? schema['enum']
    : branches.length > 0 && branches.every((branch) => 'const' in branch)
      ? branches.map((branch) => branch['const'])
      : undefined
  if (!values?.every((value) => typeof value === 'string')) return undefined
  const labels = isRecord(labelled['labels']) ? labelled['labels'] : isRecord(schema['labels']) ? schema['labels'] : {}
  return values.map((value) => ({ value, label: textOf(labels[value]) ?? words(value) }))
}

/** 'madeWithAi' and 'MADE_WITH_AI' as words: "Made with ai". */
function words(name: string): string {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** What a group starts with when it is switched on: what is required, with the least there may be. */
export function startOf(field: FieldSpec): Json {
  if (field.fallback !== undefined) return field.fallback
  switch (field.is) {
    case 'group':
      return Object.fromEntries(field.fields.filter((one) => one.required).map((one) => [one.name, startOf(one)]))
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
