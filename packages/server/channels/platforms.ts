/** What `GET /platforms` tells: limits, settings and whether this server could connect. */
import { z } from 'zod'
import type * as contract from '@posthorn/contract/schemas/channels.ts'
import type { Connect, Platform } from '@posthorn/platforms/interface'
import type { Parts } from '../parts.ts'
import { missingVariables } from './clients.ts'
import { missingForDocument } from './client-document.ts'
import { callbackPath } from './world.ts'

type InfoParts = Pick<Parts, 'platforms' | 'settings' | 'sandbox'>

export const platformInfos = (parts: InfoParts): z.output<typeof contract.PlatformInfo>[] =>
  Object.entries(parts.platforms).map(([id, { rules, settings, connect, ...platform }]) => ({
    id,
    label: rules.label,
    rules: { ...rules },
    settings: z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }),
    ways: connect.map((way) => wayInfo(parts, id, way)),
    sandbox: isImitated(parts, rules),
    options: platform.options !== undefined,
    consent: platform.consent !== undefined,
  }))

function wayInfo(parts: InfoParts, id: string, way: Connect) {
  const callback = `${parts.settings.backendUrl}${callbackPath(id)}`
  const missing = missingFor(parts, way)
  return {
    via: way.via,
    how: way.how,
    ask: way.how === 'oauth' ? null : { ...way.ask },
    scopes: way.how === 'app-password' ? [] : [...way.scopes],
    ready: missing.length === 0,
    missing,
    callback,
  }
}

/** Only fixed servers want an app of ours beforehand; those that read a document have to reach it. */
function missingFor(parts: InfoParts, way: Connect): string[] {
  if (way.how === 'oauth') return missingVariables(parts, way.app)
  return way.how === 'oauth-at-host' && way.client === 'document' ? missingForDocument(parts.settings) : []
}

/** True if the running sandbox has every host the platform may name. */
export const isImitated = ({ sandbox }: Pick<Parts, 'sandbox'>, { id, hosts }: Platform['rules']): boolean =>
  sandbox !== undefined && hosts.length > 0 && hosts.every((host) => sandbox.of(id).hosts.has(host))
