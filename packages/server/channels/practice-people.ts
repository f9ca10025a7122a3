/** Who lives on the imitated networks: in the sandbox nobody has to know a server or a password. */
import { z } from 'zod'
import type { SandboxLink } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import type { HostWay } from './world.ts'

const People = z.array(z.object({ handle: z.string(), password: z.string().optional() }))
type Person = z.output<typeof People>[number]

type PeopleParts = Pick<Parts, 'door' | 'sandbox'>

async function people({ door, sandbox }: PeopleParts, platform: string): Promise<Person[]> {
  if (!sandbox) return []
  const address = `${sandbox.origin}/_sandbox/people?platform=${encodeURIComponent(platform)}`
  const { body } = await door.get(address, { maxBytes: 500_000, timeoutMs: 5_000 })
  return People.parse(JSON.parse(Buffer.from(body).toString()))
}

/** What finds a practice account: a server that is imitated here, or whoever is first there. */
export async function practiceTyped(parts: PeopleParts, platform: string, { ask }: HostWay): Promise<string> {
  const link: SandboxLink | undefined = parts.sandbox?.of(platform)
  if (link?.hosts.has(ask.example)) return ask.example
  const [first] = await people(parts, platform)
  return first?.handle ?? ask.example
}

/** The password of a practice account by its handle, or of whoever is first where a server was typed. */
export async function practicePassword(
  parts: PeopleParts,
  platform: string,
  typed: string,
): Promise<string | undefined> {
  const handle = typed.replace(/^@/, '').toLowerCase()
  const all = await people(parts, platform)
  return (all.find((one) => one.handle.toLowerCase() === handle) ?? all[0])?.password
}
