/** Connecting by an app password: nobody leaves for the network, and the password is forgotten once it was used. */
import { problem } from '@posthorn/domain/problems.ts'
import { refusal, type ConnectParts } from './connect.ts'
import { keepGrant, type Kept } from './keep.ts'
import { findServer } from './location.ts'
import { practicePassword } from './practice-people.ts'
import { Secret } from './secret.ts'
import { makeSession } from './session.ts'
import { channelBefore, typedIn, type Wish } from './wish.ts'
import { platformOf, wayOf, worldFor } from './world.ts'

/**
 * Practice accounts have theirs, if none is given. Throws channel.not-located, channel.exchange with the network's words,
 * channel.way for another kind of way.
 */
export async function connectByPassword(
  parts: ConnectParts,
  personId: string,
  wish: Wish,
  given: Secret | undefined,
): Promise<Kept> {
  const { workspaceId, platform: id, network } = wish
  const before = await channelBefore(parts, wish)
  const platform = platformOf(parts, id)
  const way = wayOf(platform, wish.via ?? before?.via)
  if (way.how !== 'app-password') throw problem('channel.way', { platform: platform.rules.label }, { field: 'via' })
  const typed = await typedIn(parts, wish, before, way)
  const password = given?.reveal() ?? (network === 'sandbox' ? await practicePassword(parts, id, typed) : undefined)
  if (password === undefined) throw problem('request.invalid', {}, { field: 'password' })
  const location = await findServer(parts, { platform: id, network, way, typed })
  const place = { door: parts.door, world: worldFor(parts, id, network), way, location }
  const grant = await makeSession(place, location.hint ?? location.subject ?? typed, password)
  if (grant.is === 'told' && grant.what === 'refused') {
    throw problem('channel.exchange', { platform: location.host, words: grant.words }, { field: 'password' })
  }
  const met = { platform: id, network, via: way.via, redirectUri: '', location, held: {} }
  if (grant.is !== 'granted') throw await refusal(parts, met, grant)
  const { tokens } = grant
  return await keepGrant(parts, {
    workspaceId,
    personId,
    platform: id,
    network,
    way,
    location,
    reconnects: before?.id ?? null,
    tokens,
    held: {},
    access: { fence: '', authorization: new Secret(`Bearer ${tokens.access}`), query: {} },
  })
}
