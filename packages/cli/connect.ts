/** Connecting without a browser: practice accounts, and accounts with an app password. */
import type { Answer } from '@posthorn/contract/route.ts'
import type { Routes } from '@posthorn/contract/routes.ts'
import { Refusal, type SignedIn } from './session.ts'

type Channel = Answer<Routes['GET /api/v1/workspaces/{workspaceId}/channels']>['items'][number]

/** The practice account of a platform. */
export async function connectPractice({ api, workspaceId }: SignedIn, platform: string): Promise<Channel[]> {
  const { data } = await api('POST /api/v1/workspaces/{workspaceId}/channels/practice', {
    params: { workspaceId },
    body: { platforms: [platform] },
  })
  return data.channels
}

interface Account {
  readonly platform: string
  /** What finds the person's server: a handle or an address. */
  readonly typed: string | undefined
}

/**
 * An account with an app password, which `ask` asks for once it is known that one is of use. Networks that want consent
 * on a page of theirs send it to the browser that began: those are connected there.
 */
export async function connectAccount(
  { api, workspaceId, url }: SignedIn,
  { platform, typed }: Account,
  ask: () => Promise<string>,
): Promise<Channel[]> {
  const { platforms } = (await api('GET /api/v1/platforms')).data
  const found = platforms.find(({ id }) => id === platform)
  if (!found) throw new Refusal(`There is no platform ${platform}. Known: ${platforms.map(({ id }) => id).join(', ')}.`)
  const way = found.ways.find(({ how }) => how === 'app-password')
  const page = `${url}/w/${workspaceId}/channels`
  if (!way) throw new Refusal(`${found.label} asks for consent in a browser. Connect it there: ${page}`)
  if (typed === undefined) {
    const { label, example } = way.ask ?? { label: 'account', example: '' }
    throw new Refusal(`Say which ${label.toLowerCase()}, such as: posthorn connect ${platform} ${example}`)
  }
  const { data } = await api('POST /api/v1/workspaces/{workspaceId}/channels/connect', {
    params: { workspaceId },
    body: { platform, network: 'real', via: way.via, typed, password: await ask() },
  })
  if (data.is !== 'connected') throw new Refusal(`There are several accounts. Choose in a browser: ${page}`)
  const ids = new Set(data.channelIds)
  const all = await api('GET /api/v1/workspaces/{workspaceId}/channels', { params: { workspaceId } })
  return all.data.items.filter(({ id }) => ids.has(id))
}
