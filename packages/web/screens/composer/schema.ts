/**
 * Settings of a network as fields to fill in, read from the JSON Schema that the platform's own folder gives. A kind
 * this file does not know is named and left as it is, so that a new platform never breaks the form.
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
  /** Shown only while the post has one of these forms, by their names in the platform's rules. */
  readonly forms?: readonly string[]
  /** Why this account cannot use it now. */
  readonly closed?: string
}
export type FieldSpec = Common &
  (
    | { readonly is: 'text'; readonly as: 'words' | 'long' | 'url' | 'date'; readonly max?: number }
    | { readonly is: 'number'; readonly whole: boolean; readonly min?: number; readonly max?: number }
    | { readonly is: 'minutes'; readonly min?: number; readonly max?: number }
    | { readonly is: 'switch' }
    | { readonly is: 'choice'; readonly options: readonly Option[] }
    | { readonly is: 'choices'; readonly options: readonly Option[] }
    | { readonly is: 'texts'; readonly min: number; readonly max: number }
    | { readonly is: 'group'; readonly fields: readonly FieldSpec[] }
    | { readonly is: 'list'; readonly fields: readonly FieldSpec[]; readonly min: number; readonly max: number }
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
    ...formsOf(property['forms'] ?? inner['forms']),
  }
  return { ...common, ...kindOf(inner, textOf(property['widget']) ?? textOf(inner['widget'])) }
}

function whenOf(value: unknown): Pick<Common, 'when'> {
  if (!isRecord(value) || !Array.isArray(value['is'])) return {}
  const setting = textOf(value['setting'])
  return setting === undefined ? {} : { when: { setting, is: value['is'] as Json[] } }
}

const formsOf = (value: unknown): Pick<Common, 'forms'> =>
  Array.isArray(value) ? { forms: value.filter((one) => typeof one === 'string') } : {}

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
      const isLong = widget === 'textarea' || (max ?? 0) > 200
      const as = widget === 'url' ? 'url' : schema['format'] === 'date' ? 'date' : isLong ? 'long' : 'words'
      return { is: 'text', as, ...(max !== undefined && { max }) }
    }
    case 'array': {
      const items = isRecord(schema['items']) ? schema['items'] : {}
      const choices = optionsOf(items, schema)
      if (choices) return { is: 'choices', options: choices }
      const counts = { min: numberOf(schema['minItems']) ?? 0, max: numberOf(schema['maxItems']) ?? 100 }
      if (items['type'] === 'string') return { is: 'texts', ...counts }
      return isRecord(items['properties']) ? { is: 'list', fields: fieldsOf(items), ...counts } : { is: 'unknown' }
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
