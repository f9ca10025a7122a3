/** What a story stands in: a throw-away Posthorn with its sandbox, an owner, and a browser that is signed in. */
import { test as base, type Page } from '@playwright/test'
import { startInstance, type Instance } from '../scripts/instance.ts'
import { setUp, type Owner } from '../scripts/session.ts'
import type { Client } from '@posthorn/contract/client.ts'

export { expect } from '@playwright/test'

interface Settled extends Owner {
  /** A page, signed in as the owner, not yet anywhere. */
  readonly page: Page
  /** Address of a page of the workspace. */
  readonly at: (path?: string) => string
}

interface World {
  /** A Posthorn nobody has set up yet; one for each story that asks. */
  readonly fresh: Instance
  /** A Posthorn with an owner, shared by the stories of a file. */
  readonly instance: Instance & Owner
  readonly settled: Settled
}

/** The person that `setUp` makes. */
export const owner = { email: 'ada@example.com', password: 'a long enough passphrase' } as const

export const test = base.extend<Pick<World, 'fresh' | 'settled'>, Pick<World, 'instance'>>({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the pattern to know what a fixture needs
  fresh: async ({}, use) => {
    await using instance = await startInstance()
    await use(instance)
  },
  instance: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      await using instance = await startInstance()
      await use(Object.assign(instance, await setUp(instance)))
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  settled: async ({ browser, instance }, use) => {
    const context = await browser.newContext({ baseURL: instance.url, locale: 'en-GB', timezoneId: 'Europe/Rome' })
    await context.request.post('/api/v1/auth/sign-in', {
      data: owner,
      headers: { origin: instance.url, 'sec-fetch-site': 'same-origin' },
      failOnStatusCode: true,
    })
    const { api, workspaceId } = instance
    await use({ page: await context.newPage(), api, workspaceId, at: (path = '') => `/w/${workspaceId}${path}` })
    await context.close()
  },
})

/** Connects the practice accounts and gives their channels. */
export async function practise({ api, workspaceId }: Owner, platforms: readonly string[] = ['linkedin', 'twitter']) {
  const route = 'POST /api/v1/workspaces/{workspaceId}/channels/practice'
  return (await api(route, { params: { workspaceId }, body: { platforms: [...platforms] } })).data.channels
}

/** A post on one channel, planned for what the clock in `zone` shows. */
export async function plan(
  { api, workspaceId }: { api: Client; workspaceId: string },
  {
    text,
    channelId,
    wallTime,
    zone = 'Europe/Rome',
  }: { text: string; channelId: string; wallTime: string; zone?: string },
) {
  const base = { parts: [{ text, media: [] }] }
  const { data } = await api('POST /api/v1/workspaces/{workspaceId}/posts', {
    params: { workspaceId },
    body: { base, versions: [{ channelId }] },
  })
  const planned = await api('POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule', {
    params: { workspaceId, id: data.id },
    body: { when: { is: 'at', wallTime, zone } },
  })
  return planned.data
}
