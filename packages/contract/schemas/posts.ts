import { z } from 'zod'
import { states } from '@posthorn/domain/post/states.ts'
import { Id, Instant, Network, PlatformId, text, WallTime, Zone } from './common.ts'
import { LatePolicy } from './people.ts'

export const PublicationState = z.enum(states)

/** A file of the library as one text uses it. */
export const Media = z.strictObject({ assetId: Id, alt: text(5000).optional() })
export const Part = z.strictObject({ text: text(100_000), media: z.array(Media).max(35).default([]) })
const Parts = z.array(Part).min(1).max(50)
const Files = z.record(z.string().max(40), Media)
const Settings = z.record(z.string().max(80), z.json())

export const Base = z.strictObject({
  parts: Parts,
  firstComment: text(100_000).nullable().default(null),
  files: Files.default({}),
})
/** What a channel has of its own; null inherits from the base, field by field. */
export const VersionInput = z.strictObject({
  channelId: Id,
  parts: Parts.nullable().default(null),
  firstComment: text(100_000).nullable().default(null),
  files: Files.nullable().default(null),
  settings: Settings.default({}),
})
export const PostInput = z.strictObject({
  base: Base,
  versions: z.array(VersionInput).max(100).default([]),
  latePolicy: LatePolicy.nullable().default(null),
  lateWindowSeconds: z.number().int().min(0).max(604_800).nullable().default(null),
  draftRunId: Id.nullable().default(null),
})

export const Finding = z.object({
  channelId: Id,
  code: z.string(),
  says: z.string(),
  todo: z.string().optional(),
  part: z.number().int().optional(),
  field: z.string().optional(),
  blocks: z.boolean(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
/** What is known of a version before it is scheduled. */
export const Check = z
  .object({
    channelId: Id,
    form: z.string().nullable(),
    findings: z.array(Finding),
    promise: z.enum(['exact', 'searched', 'asks you']).nullable(),
    price: z.number().nullable().meta({ description: 'US$ that the network charges.' }),
  })
  .meta({ id: 'Check' })
export const Checks = z.object({ checks: z.array(Check), price: z.number() })

/** One post on one channel, short enough for a list of thousands. */
export const PublicationCard = z
  .object({
    id: Id,
    postId: Id,
    channelId: Id,
    platform: PlatformId,
    state: PublicationState,
    reason: z.string().nullable(),
    dueAt: Instant,
    zone: Zone,
    wallTime: z.string(),
    words: z.string().meta({ description: 'The first words of its text.' }),
    media: z.number().int(),
    permalink: z.string().nullable(),
    latenessMs: z.number().nullable().meta({ description: 'How long after its time it was live.' }),
  })
  .meta({ id: 'PublicationCard' })

export const Version = VersionInput.extend({ effective: Base }).meta({ id: 'Version' })
export const Post = z
  .object({
    id: Id,
    base: Base,
    versions: z.array(Version),
    at: Instant.nullable(),
    zone: Zone.nullable(),
    wallTime: z.string().nullable(),
    revision: z.number().int(),
    latePolicy: LatePolicy.nullable(),
    lateWindowSeconds: z.number().int().nullable(),
    draftRunId: Id.nullable(),
    createdBy: z.string().nullable(),
    createdAt: Instant,
    updatedAt: Instant,
    publications: z.array(PublicationCard),
  })
  .meta({ id: 'Post' })

export const PostSummary = z.object({
  id: Id,
  words: z.string(),
  at: Instant.nullable(),
  zone: Zone.nullable(),
  revision: z.number().int(),
  channels: z.array(Id),
  publications: z.array(z.object({ id: Id, channelId: Id, state: PublicationState, dueAt: Instant })),
  createdAt: Instant,
  updatedAt: Instant,
})

/** When a post goes out. `fold` chooses in an hour that the clock shows twice. */
export const When = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('now') }),
  z.strictObject({ is: z.literal('at'), wallTime: WallTime, zone: Zone, fold: z.enum(['first', 'second']).optional() }),
  z.strictObject({ is: z.literal('next-slot') }),
])
export const Schedule = z.strictObject({
  when: When,
  channelIds: z.array(Id).max(100).optional().meta({ description: 'Only these of the post’s channels.' }),
  mixNetworks: z.boolean().default(false),
})
export const Reschedule = z.strictObject({ when: When })

export const StepState = z.enum(['planned', 'done', 'more', 'wait', 'live', 'sending', 'unknown', 'refused', 'skipped'])
export const Step = z.object({
  name: z.string(),
  for: z.enum(['post', 'extra']),
  state: StepState,
  remoteId: z.string().nullable(),
  permalink: z.string().nullable(),
  looks: z.number().int(),
  sentAt: Instant.nullable(),
  at: Instant.nullable(),
})
export const TimelineEvent = z.object({
  id: z.number().int(),
  at: Instant,
  actor: z.string(),
  kind: z.string(),
  step: z.string().nullable(),
  says: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export const Trouble = z.object({
  code: z.string(),
  says: z.string(),
  todo: z.string().optional(),
  field: z.string().optional(),
  words: z.string().optional().meta({ description: 'The network’s own words.' }),
  status: z.number().int().optional(),
})

export const Publication = PublicationCard.extend({
  network: Network,
  run: z.number().int(),
  channelName: z.string(),
  channelHandle: z.string(),
  wakeAt: Instant.nullable(),
  attempts: z.number().int(),
  sentAt: Instant.nullable(),
  liveAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  remoteId: z.string().nullable(),
  evidence: z.record(z.string(), z.unknown()).nullable(),
  trouble: Trouble.nullable(),
  notes: z.array(Trouble.extend({ step: z.string().optional() })),
  promise: z.enum(['exact', 'searched', 'asks you']).nullable(),
  sentTexts: z.array(z.string()).meta({ description: 'What was or will be sent, part by part.' }),
  steps: z.array(Step),
  timeline: z.array(TimelineEvent),
  may: z.array(z.enum(['cancel', 'reschedule', 'retry', 'publish-now', 'look', 'resolve', 'remove', 'skip'])),
}).meta({ id: 'Publication' })

/** A person's answer about an outcome that could not be settled by looking. */
export const Resolve = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('there'), link: z.url().max(2000).optional() }),
  z.strictObject({ answer: z.literal('not-there') }),
  z.strictObject({ answer: z.literal('leave') }),
])

export const Calendar = z.object({ items: z.array(PublicationCard), next: z.string().nullable() })
export const CalendarDay = z.object({
  day: z.iso.date(),
  counts: z.partialRecord(PublicationState, z.number().int()),
  top: z.array(PublicationCard),
})
export const CalendarDays = z.object({ days: z.array(CalendarDay) })

export const Today = z.object({
  needsYou: z.array(PublicationCard),
  next: z.array(PublicationCard),
  wentOut: z.array(PublicationCard),
  dueSince: z.object({ total: z.number().int(), out: z.number().int(), since: Instant }),
  reconnect: z.array(
    z.object({
      channelId: Id,
      name: z.string(),
      why: z.string(),
      expiresAt: Instant.nullable(),
      waiting: z.number().int(),
    }),
  ),
  drafts: z.number().int(),
})

/** What a page says about itself, ready to become a link card. */
export const LinkCard = z
  .object({
    url: z.string(),
    title: z.string(),
    description: z.string(),
    site: z.string(),
    imageAssetId: Id.nullable().meta({
      description: 'Its picture, now in the library; to be used as the file "card".',
    }),
  })
  .meta({ id: 'LinkCard' })

export const Asset = z
  .object({
    id: Id,
    kind: z.enum(['image', 'video', 'document']),
    type: z.string(),
    bytes: z.number().int(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    seconds: z.number().nullable(),
    fps: z.number().nullable().meta({ description: 'Pictures per second of a video.' }),
    codecs: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Codecs of a video’s tracks by short names: h264, hevc, vp9, av1, aac, opus.' }),
    pages: z.number().int().nullable().meta({ description: 'Pages of a document, where it tells.' }),
    frames: z.number().int().nullable().meta({ description: 'Frames of an animated picture.' }),
    located: z.boolean().meta({ description: 'The file tells where it was recorded, and is published as it is.' }),
    name: z.string(),
    alt: z.string(),
    url: z.string(),
    createdAt: Instant,
  })
  .meta({ id: 'Asset' })
