/** A person signed in over HTTP, as a browser would be: cookies kept, same-origin headers sent. */
import { createClient, type Client } from '@posthorn/contract/client.ts'

/** A client that keeps the cookies it is given. */
export function browserClient(origin: string): Client {
  const cookies = new Map<string, string>()
  return createClient({
    baseUrl: origin,
    headers: () => ({
      origin,
      'sec-fetch-site': 'same-origin',
      ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
    }),
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (name !== undefined && value !== undefined) cookies.set(name, value)
      }
      return answer
    },
  })
}

export interface Owner {
  readonly api: Client
  readonly workspaceId: string
}

/** Makes the owner and a workspace of a fresh instance. */
export async function setUp({ url, setUpCode }: { url: string; setUpCode: string }): Promise<Owner> {
  const api = browserClient(url)
  const { data } = await api('POST /api/v1/auth/set-up', {
    body: {
      code: setUpCode,
      name: 'Ada Example',
      email: 'ada@example.com',
      password: 'a long enough passphrase',
      workspace: { name: 'Acme', zone: 'Europe/Rome' },
    },
  })
  const [workspace] = data.workspaces
  if (!workspace) throw new Error('the set-up made no workspace')
  return { api, workspaceId: workspace.id }
}
