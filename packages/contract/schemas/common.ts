import { z } from 'zod'

export const Id = z.uuid()
export const Instant = z.iso.datetime({ offset: true }).meta({ description: 'An instant, RFC 3339.' })
export const Zone = z.string().min(1).max(64).meta({ description: 'An IANA time zone, such as Europe/Rome.' })
export const WallTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
  .meta({ description: 'A time as a clock in the zone shows it, such as 2026-11-27T09:00.' })

/** Text of people: no lone surrogates, no NUL, bounded. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'must be well-formed Unicode without NUL')

export const PlatformId = z.string().regex(/^[a-z]{1,20}$/)
export const Network = z.enum(['sandbox', 'real'])

/** A page of a list; `next` is the cursor of the following page. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
export const PageQuery = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    todo: z.string().optional(),
    field: z.string().optional(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    details: z
      .array(
        z.object({
          code: z.string(),
          says: z.string(),
          todo: z.string().optional(),
          field: z.string().optional(),
          blocks: z.boolean().optional(),
          values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        }),
      )
      .optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' })

export const WorkspaceParams = z.object({ workspaceId: Id })
export const ItemParams = z.object({ workspaceId: Id, id: Id })
