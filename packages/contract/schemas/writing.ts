import { z } from 'zod'
import { Id, Instant, text } from './common.ts'
import { Base } from './posts.ts'

/** A run writes for so many channels at most: one version each, at the price of tokens. */
const mostChannels = 24

export const SourceInput = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('url'), url: z.url().max(4000) }),
  z.strictObject({ is: z.literal('text'), text: text(200_000).min(1), title: text(300).optional() }),
  z.strictObject({
    is: z.literal('file'),
    name: text(300).min(1),
    type: z.string().max(120),
    base64: z.base64().max(28_000_000),
  }),
])
export const NewDraftRun = z.strictObject({
  sources: z.array(SourceInput).max(5),
  brief: text(4000).default(''),
  channelIds: z.array(Id).min(1).max(mostChannels),
  voiceId: Id.optional(),
  language: z.string().max(20).optional(),
})
export const WriterFinding = z.object({
  code: z.string(),
  level: z.enum(['block', 'warn', 'note']),
  says: z.string(),
  part: z.number().int().optional(),
  start: z.number().int().optional(),
  end: z.number().int().optional(),
})
export const Evidence = z.object({
  text: z.string(),
  part: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
  sourceId: Id,
  sourceStart: z.number().int(),
  sourceEnd: z.number().int(),
  how: z.enum(['verbatim', 'reworded']),
})
export const Suggestion = z
  .object({
    id: Id,
    channelId: Id,
    state: z.enum(['ok', 'warn', 'blocked']),
    writer: z.string().meta({ description: '"built_in", or provider and model.' }),
    content: Base,
    settings: z.record(z.string(), z.json()),
    hooks: z.array(z.string()),
    findings: z.array(WriterFinding),
    evidence: z.array(Evidence),
    acceptedAt: Instant.nullable(),
  })
  .meta({ id: 'Suggestion' })
export const Source = z
  .object({
    id: Id,
    kind: z.string(),
    title: z.string().nullable(),
    site: z.string().nullable(),
    url: z.string().nullable(),
    publishedAt: z.string().nullable(),
    language: z.string().nullable(),
    access: z.string(),
    words: z.number().int(),
    warnings: z.array(z.string()),
    text: z.string(),
  })
  .meta({ id: 'Source' })
export const DraftRun = z
  .object({
    id: Id,
    state: z.enum([
      'queued',
      'reading',
      'outlining',
      'writing',
      'checking',
      'repairing',
      'done',
      'done_with_warnings',
      'failed',
      'cancelled',
    ]),
    writer: z.string(),
    brief: z.string(),
    problem: z.object({ code: z.string(), says: z.string(), todo: z.string().optional() }).nullable(),
    sources: z.array(Source.omit({ text: true })),
    suggestions: z.array(Suggestion),
    costUsd: z.number().nullable(),
    createdAt: Instant,
    endedAt: Instant.nullable(),
  })
  .meta({ id: 'DraftRun' })
export const Retry = z.strictObject({
  channelIds: z.array(Id).min(1).max(mostChannels).optional(),
  lead: z.boolean().default(false),
  instruction: text(1000).optional(),
})
export const Accept = z.strictObject({ suggestionIds: z.array(Id).min(1).max(mostChannels), postId: Id.optional() })
export const WriterStatus = z.object({
  provider: z.string(),
  model: z.string().nullable(),
  host: z.string().nullable(),
})
