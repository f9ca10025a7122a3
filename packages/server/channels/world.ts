import { problem } from '@posthorn/domain/problems.ts'
import type { Connect, Platform } from '@posthorn/platforms/interface'
import { worldOf, type Network, type World } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'

/** A way to connect that begins with the person at the network. */
export type OAuthWay = Extract<Connect, { how: 'oauth' }>
/** A way that begins with the person at a server of their choice. */
export type OAuthHostWay = Extract<Connect, { how: 'oauth-at-host' }>
export type PasswordWay = Extract<Connect, { how: 'app-password' }>
/** Ways for which a server has to be found first. */
export type HostWay = OAuthHostWay | PasswordWay

/** Where a network sends people back to, below BACKEND_URL. */
export const callbackPath = (platform: string): string => `/api/v1/auth/social/callback/${platform}`

/** Throws channel.unknown-platform. */
export function platformOf(parts: Pick<Parts, 'platforms'>, id: string): Platform {
  const platform = Object.hasOwn(parts.platforms, id) ? parts.platforms[id] : undefined
  if (!platform) throw problem('channel.unknown-platform', { platform: id }, { field: 'platform' })
  return platform
}

/** The way by its name, or the first one offered. Throws request.invalid for a name that is not one of the platform's. */
export function wayOf(platform: Platform, via?: string): Connect {
  const way = via === undefined ? platform.connect[0] : platform.connect.find((one) => one.via === via)
  if (!way) throw problem('request.invalid', {}, { field: 'via' })
  return way
}

/** Where a platform's addresses lead, for channels of this network. Throws channel.sandbox-off. */
export function worldFor(
  parts: Pick<Parts, 'platforms' | 'settings' | 'sandbox'>,
  platformId: string,
  network: Network,
): World {
  const { rules, connect } = platformOf(parts, platformId)
  const { api, auth } = parts.settings.addresses[platformId] ?? {}
  const instead = new Map<string, string>()
  const [first] = rules.hosts
  if (api !== undefined && first !== undefined) instead.set(first, api)
  for (const way of connect)
    if (auth !== undefined && way.how === 'oauth') instead.set(new URL(way.authorize).host, auth)
  return worldOf(network, parts.sandbox?.of(platformId), instead)
}
