import { expect, test } from 'vitest'
import { z } from 'zod'
import { startOf } from './fields.ts'
import { fieldsOf, type FieldSpec } from './schema.ts'

const settings = z.strictObject({
  replies: z
    .enum(['following', 'mentionedUsers'])
    .meta({
      title: 'Who can reply',
      description: 'Everyone, unless chosen otherwise.',
      labels: { following: 'Accounts you follow' },
    })
    .optional(),
  madeWithAi: z.boolean().default(false),
  privacy: z.enum(['PUBLIC', 'ONLY_ME']),
  title: z.string().max(90).nullable().default(null),
  poll: z
    .strictObject({
      options: z.array(z.string()).max(4).meta({ title: 'Choices' }),
      minutes: z.number().int().max(10_080).meta({ widget: 'duration' }),
    })
    .optional(),
  languages: z.array(z.enum(['de', 'en'])).optional(),
  mode: z.enum(['publish', 'inbox']).default('publish'),
  page: z.string().meta({ widget: 'url' }).optional(),
  ends: z.iso.date().optional(),
  people: z
    .array(z.strictObject({ name: z.string(), x: z.number().optional() }))
    .max(20)
    .optional(),
  point: z.tuple([z.number(), z.number()]).optional(),
})
const fields = fieldsOf(z.toJSONSchema(settings, { io: 'input' }))
const field = (name: string): FieldSpec => fields.find((one) => one.name === name) ?? expect.fail(`no field ${name}`)

test('keeps the order of the schema', () => {
  expect(fields.map((one) => one.name)).toEqual(Object.keys(settings.shape))
})
test('names choices by the platform’s words, and by the value where there are none', () => {
  expect(field('replies')).toMatchObject({
    is: 'choice',
    label: 'Who can reply',
    help: 'Everyone, unless chosen otherwise.',
    required: false,
    options: [
      { value: 'following', label: 'Accounts you follow' },
      { value: 'mentionedUsers', label: 'Mentioned users' },
    ],
  })
})
test('what has no default and may not be left out is required', () => {
  expect(field('privacy').required).toBe(true)
  expect(field('madeWithAi')).toMatchObject({ is: 'switch', required: false, fallback: false, label: 'Made with ai' })
  expect(field('title')).toMatchObject({ is: 'text', required: false, max: 90, as: 'words' })
})
test('a group holds fields of its own and starts with the least it needs', () => {
  const poll = field('poll')
  expect(poll).toMatchObject({
    is: 'group',
    fields: [
      { is: 'texts', max: 4 },
      { is: 'minutes', max: 10_080 },
    ],
  })
  expect(startOf(poll)).toEqual({ options: ['', ''], minutes: 1440 })
})
test('addresses and days have fields of their own', () => {
  expect(field('page')).toMatchObject({ is: 'text', as: 'url' })
  expect(field('ends')).toMatchObject({ is: 'text', as: 'date' })
})
test('a list of groups is filled in one by one', () => {
  expect(field('people')).toMatchObject({
    is: 'list',
    min: 0,
    max: 20,
    fields: [
      { name: 'name', is: 'text', required: true },
      { name: 'x', is: 'number', required: false },
    ],
  })
  expect(startOf(field('people'))).toEqual([])
})
test('several of a list are choices; what is unknown is named', () => {
  expect(field('languages')).toMatchObject({ is: 'choices', options: [{ value: 'de' }, { value: 'en' }] })
  expect(field('point').is).toBe('unknown')
})
test.each([undefined, null, 5, {}, { properties: [] }])('no schema (%j), no fields', (schema) => {
  expect(fieldsOf(schema)).toEqual([])
})
