import { problem } from '@posthorn/domain/problems.ts'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { clientVariables, type Client } from '../settings.ts'
import { platformOf } from './world.ts'

interface AppKey {
  readonly platform: string
  readonly network: Network
  /** `Connect.app` */
  readonly app: string
}

/** The credentials to speak with. Throws channel.sandbox-off, channel.no-app. */
export function clientFor(parts: Pick<Parts, 'settings' | 'sandbox' | 'platforms'>, key: AppKey): Client {
  if (key.network === 'sandbox') {
    if (!parts.sandbox) throw problem('channel.sandbox-off')
    const { clientId, clientSecret } = parts.sandbox.app(key.platform)
    return { id: clientId, secret: clientSecret }
  }
  const client = parts.settings.clients[key.app]
  if (client) return client
  const { label } = platformOf(parts, key.platform).rules
  throw problem('channel.no-app', { platform: label, variable: missingVariables(parts, key.app).join(' and ') })
}

/** The variables an operator has to set for an app; none if they are set. */
export function missingVariables(parts: Pick<Parts, 'settings' | 'platforms'>, app: string): string[] {
  if (parts.settings.clients[app]) return []
  const names = clientVariables(parts.platforms).find((one) => one.app === app)
  return names ? [names.id, names.secret] : [`${app}_CLIENT_ID`, `${app}_CLIENT_SECRET`]
}
