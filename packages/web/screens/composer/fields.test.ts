import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldsFor, labelAt, startOfAll, withLive } from './fields.ts'
import { fieldsOf } from './schema.ts'

const settings = z.strictObject({
  mode: z.enum(['publish', 'inbox']).default('publish'),
  privacy: z.enum(['PUBLIC', 'ONLY_ME']).optional(),
  comments: z
    .boolean()
    .meta({ when: { setting: 'mode', is: ['publish'] } })
    .optional(),
  disclose: z
    .boolean()
    .meta({ when: { setting: 'mode', is: ['publish'] } })
    .optional(),
  brand: z
    .boolean()
    .meta({ when: { setting: 'disclose', is: [true] } })
    .optional(),
  duet: z
    .boolean()
    .meta({ forms: ['video'] })
    .optional(),
  people: z
    .array(z.strictObject({ name: z.string().meta({ title: 'Name' }), x: z.number().optional() }))
    .meta({ title: 'People in it' })
    .optional(),
})
const fields = fieldsOf(z.toJSONSchema(settings, { io: 'input' }))
const names = (values: Parameters<typeof fieldsFor>[1], form?: string | null) =>
  fieldsFor(fields, values, form).map((one) => one.name)

test('a field that depends on another is there only while that has the value', () => {
  expect(names({})).toContain('comments')
  expect(names({ mode: 'publish' })).toContain('comments')
  expect(names({ mode: 'inbox' })).not.toContain('comments')
})
test('what depends on a field that does not count does not count either', () => {
  expect(names({ disclose: true })).toContain('brand')
  expect(names({ disclose: true, mode: 'inbox' })).not.toContain('brand')
})
test('a field of one form is there in that form, and while the form is not known', () => {
  expect(names({}, 'video')).toContain('duet')
  expect(names({}, 'photos')).not.toContain('duet')
  expect(names({}, null)).toContain('duet')
})
test('an account has its own choices, and what it may not use says why', () => {
  const live = {
    choices: { privacy: [{ value: 'ONLY_ME', label: 'Only me' }] },
    closed: { comments: 'Comments are off.' },
  }
  const now = withLive(fields, live)
  expect(now.find((one) => one.name === 'privacy')).toMatchObject({ options: [{ value: 'ONLY_ME', label: 'Only me' }] })
  expect(now.find((one) => one.name === 'comments')).toMatchObject({ closed: 'Comments are off.' })
})
test('a path is named by its labels', () => {
  expect(labelAt(fields, 'mode')).toBe('Mode')
  expect(labelAt(fields, 'people.2.name')).toBe('People in it, Name')
  expect(labelAt(fields, 'people.2')).toBe('People in it')
  expect(labelAt(fields, 'settings')).toBeUndefined()
})
test('one more entry starts with what it needs', () => {
  const people = fields.find((one) => one.name === 'people')
  expect(people?.is === 'list' && startOfAll(people.fields)).toEqual({ name: '' })
})
