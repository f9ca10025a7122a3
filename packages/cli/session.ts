/** Who is signed in where: one file that only its owner may read. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClient, type Client } from '@posthorn/contract/client.ts'

export interface Session {
  readonly url: string
  readonly cookie: string
  readonly workspaceId: string
}

export interface SignedIn extends Session {
  readonly api: Client
}

export const sessionFile = (home = homedir()): string => join(home, '.config', 'posthorn', 'session.json')

/** Told to the person: what is wrong and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

export async function readSession(file: string): Promise<SignedIn> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) throw new Refusal('You are not signed in. Run: posthorn sign-in URL')
  const session = JSON.parse(text) as Session
  return { ...session, api: createClient({ baseUrl: session.url, headers: () => ({ cookie: session.cookie }) }) }
}

/** Signs in and keeps the session. `workspace` is a name or an id; the first one without it. */
export async function signIn(
  file: string,
  { url, email, password, workspace }: { url: string; email: string; password: string; workspace: string | undefined },
): Promise<string> {
  const { origin } = new URL(url)
  let cookie = ''
  const hear = (headers: Headers) => {
    cookie = headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  }
  const { data } = await createClient({ baseUrl: origin, hear })('POST /api/v1/auth/sign-in', {
    body: { email, password },
  })
  const chosen =
    workspace === undefined
      ? data.workspaces[0]
      : data.workspaces.find(({ id, name }) => workspace === id || workspace === name)
  if (!chosen)
    throw new Refusal(
      `There is no such workspace. Yours: ${data.workspaces.map(({ name }) => name).join(', ') || 'none'}.`,
    )
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  // A new file: the mode of one that exists would stay as it is.
  await rm(file, { force: true })
  await writeFile(file, `${JSON.stringify({ url: origin, cookie, workspaceId: chosen.id } satisfies Session)}\n`, {
    mode: 0o600,
  })
  return chosen.name
}

export async function signOut(file: string): Promise<void> {
  const { api } = await readSession(file)
  await api('POST /api/v1/auth/sign-out')
  await rm(file, { force: true })
}
