import { z } from 'zod'
import { Id, Instant, Network, PlatformId, text, Zone } from './common.ts'
import { LatePolicy } from './people.ts'

/** A way to connect, and whether this server could take it now. */
export const PlatformInfo = z
  .object({
    id: PlatformId,
    label: z.string(),
    rules: z.record(z.string(), z.unknown()).meta({ description: 'Limits and abilities, as the composer uses them.' }),
    settings: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the settings of a version.' }),
    ways: z.array(
      z.object({
        via: z.string(),
        how: z.enum(['oauth', 'oauth-at-host', 'app-password']),
        ask: z
          .object({ label: z.string(), example: z.string() })
          .nullable()
          .meta({ description: 'What a person types so that their server is found.' }),
        scopes: z.array(z.string()),
        ready: z.boolean(),
        missing: z.array(z.string()).meta({ description: 'Settings an operator has to make first.' }),
        callback: z.string(),
      }),
    ),
    sandbox: z.boolean(),
    options: z.boolean().meta({ description: 'Its channels have live choices: ask for their options.' }),
    consent: z
      .boolean()
      .meta({ description: 'A person agrees to its terms with each post; its settings are never copied to another.' }),
  })
  .meta({ id: 'Platform' })

export const ChannelState = z.enum(['connected', 'reconnect', 'disconnected'])

/** What an account may choose at this moment, asked of its network. */
export const Options = z
  .object({
    choices: z.record(z.string(), z.array(z.object({ value: z.string(), label: z.string() }))),
    closed: z.record(z.string(), z.string()),
    says: z.array(z.string()),
    facts: z.record(z.string(), z.json()),
  })
  .meta({ id: 'Options' })

export const Channel = z
  .object({
    id: Id,
    platform: PlatformId,
    network: Network,
    kind: z.string(),
    via: z.string(),
    remoteId: z.string(),
    handle: z.string(),
    name: z.string(),
    avatarUrl: z.string().nullable(),
    host: z.string().nullable(),
    facts: z.record(z.string(), z.unknown()),
    zone: Zone,
    state: ChannelState,
    stateWhy: z.string().nullable(),
    pausedAt: Instant.nullable(),
    latePolicy: LatePolicy.nullable(),
    lateWindowSeconds: z.number().int().nullable(),
    hue: z.number().int().nullable(),
    expiresAt: Instant.nullable().meta({ description: 'When access ends unless it is renewed.' }),
    renewable: z.boolean().meta({ description: 'Renewed by itself; otherwise a person reconnects before expiresAt.' }),
    scopes: z.array(z.string()),
    closedUntil: Instant.nullable(),
    closedWhy: z.string().nullable(),
    lastPublishedAt: Instant.nullable(),
    slots: z.number().int(),
    waiting: z.number().int().meta({ description: 'Publications that are planned or wait here.' }),
  })
  .meta({ id: 'Channel' })

export const ChannelChange = z.strictObject({
  zone: Zone.optional(),
  paused: z.boolean().optional(),
  latePolicy: LatePolicy.nullable().optional(),
  lateWindowSeconds: z.number().int().min(0).max(604_800).nullable().optional(),
  hue: z.number().int().min(0).max(9).nullable().optional(),
})

export const StartConnect = z.strictObject({
  platform: PlatformId,
  via: z.string().max(40).optional(),
  network: Network,
  typed: text(300).optional().meta({ description: 'For ways with `ask`. Not needed to connect a channel again.' }),
  password: z.string().min(1).max(200).optional().meta({
    description: 'For `app-password`: changed for a session at once and kept nowhere.',
  }),
  reconnects: Id.optional(),
  returnTo: text(500).optional(),
})
/** `leave`: the browser goes to the network. The others are the end already: nobody has to go anywhere. */
export const StartedConnect = z.discriminatedUnion('is', [
  z.object({ is: z.literal('leave'), authorizeUrl: z.string(), expiresAt: Instant }),
  z.object({ is: z.literal('connected'), channelIds: z.array(Id) }),
  z.object({ is: z.literal('choosing'), consentId: Id }),
])
/** Who we are for servers that read a document of their clients. */
export const ClientDocument = z.looseObject({ client_id: z.string() })

export const ConnectPractice = z.strictObject({ platforms: z.array(PlatformId).max(20).optional() })

export const Candidate = z.object({
  remoteId: z.string(),
  kind: z.string(),
  handle: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  refused: z.string().nullable().meta({ description: 'Why it cannot be chosen.' }),
  connected: z.boolean(),
})
export const Consent = z
  .object({
    id: Id,
    platform: PlatformId,
    network: Network,
    via: z.string(),
    scopes: z.array(z.string()),
    expiresAt: Instant.nullable(),
    renewable: z.boolean(),
    candidates: z.array(Candidate),
  })
  .meta({ id: 'Consent' })
export const Choose = z.strictObject({ remoteIds: z.array(z.string().max(300)).min(1).max(100) })

const SlotTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const Slots = z.strictObject({
  slots: z.array(z.strictObject({ weekday: z.number().int().min(1).max(7), time: SlotTime })).max(336),
})
export const FreeSlots = z.object({ slots: z.array(z.object({ at: Instant, wallTime: z.string(), zone: Zone })) })
