import { z } from 'zod'
import { roles } from '../route.ts'
import { Id, Instant, text, Zone } from './common.ts'

export const Role = z.enum(roles)
const Name = text(120).min(1)
const Email = z.email().max(254)
const Password = z.string().min(8).max(256)

export const LatePolicy = z.enum(['window', 'skip', 'ask']).meta({
  description:
    'What becomes of a post that is late: publish it within the window and ask later, skip it, or always ask.',
})

export const Workspace = z
  .object({
    id: Id,
    name: z.string(),
    zone: Zone,
    weekStart: z.number().int(),
    latePolicy: LatePolicy,
    lateWindowSeconds: z.number().int(),
    priceCap: z.number().nullable(),
    repeatsUnclear: z.boolean().meta({
      description:
        'When nobody can know whether a post went out: send the identical request once more where the network is known, though not bound, to refuse doubles for some minutes.',
    }),
    stoppedAt: Instant.nullable(),
    role: Role,
  })
  .meta({ id: 'Workspace' })

export const WorkspaceChange = z.strictObject({
  name: Name.optional(),
  zone: Zone.optional(),
  weekStart: z.number().int().min(1).max(7).optional(),
  latePolicy: LatePolicy.optional(),
  lateWindowSeconds: z.number().int().min(0).max(604_800).optional(),
  priceCap: z.number().min(0).max(100_000).nullable().optional(),
  repeatsUnclear: z.boolean().optional(),
})

export const NewWorkspace = z.strictObject({ name: Name, zone: Zone })

export const Person = z.object({ id: Id, name: z.string(), email: z.string() }).meta({ id: 'Person' })

export const Me = z
  .object({
    person: Person,
    ownsInstance: z.boolean(),
    workspaces: z.array(Workspace),
  })
  .meta({ id: 'Me' })

export const AuthState = z.object({
  needsSetUp: z.boolean(),
  openRegistration: z.boolean(),
  sandbox: z.boolean(),
  sandboxUrl: z
    .string()
    .nullable()
    .meta({ description: 'Where the practice timelines stand; reached from this machine only.' }),
  signedIn: z.boolean(),
})

export const SetUp = z.strictObject({
  code: z.string().min(1).max(200),
  name: Name,
  email: Email,
  password: Password,
  workspace: NewWorkspace,
})
export const SignUp = z.strictObject({
  name: Name,
  email: Email,
  password: Password,
  invitation: z.string().max(200).optional(),
  workspace: NewWorkspace.optional(),
})
export const SignIn = z.strictObject({ email: Email, password: z.string().min(1).max(256) })
export const ChangePassword = z.strictObject({ old: z.string().min(1).max(256), new: Password })

export const Member = z
  .object({ id: Id, personId: Id, name: z.string(), email: z.string(), role: Role, since: Instant })
  .meta({ id: 'Member' })
export const MemberChange = z.strictObject({ role: Role })

export const NewInvitation = z.strictObject({ email: Email, role: Role.exclude(['owner']) })
export const Invitation = z
  .object({ id: Id, email: z.string(), role: Role, expiresAt: Instant })
  .meta({ id: 'Invitation' })
/** The link is shown once: only its hash is kept. */
export const CreatedInvitation = Invitation.extend({ link: z.string() })
export const OpenedInvitation = z.object({
  workspace: z.string(),
  role: Role,
  email: z.string(),
  inviter: z.string(),
  known: z.boolean(),
})
