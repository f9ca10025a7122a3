/** The beginning of every connection: away to the network, or at once where a password does. */
import { problem } from '@posthorn/domain/problems.ts'
import type { Asking } from './attempt.ts'
import { connectByPassword } from './connect-password.ts'
import { startConnect, type ConnectParts, type Started } from './connect.ts'
import type { Kept } from './keep.ts'
import type { Secret } from './secret.ts'
import { channelBefore, type Wish } from './wish.ts'
import { platformOf, wayOf } from './world.ts'

export async function beginConnect(
  parts: ConnectParts,
  asking: Asking,
  wish: Wish,
  password: Secret | undefined,
): Promise<({ readonly is: 'leave' } & Started) | Kept> {
  const before = await channelBefore(parts, wish)
  const way = wayOf(platformOf(parts, wish.platform), wish.via ?? before?.via)
  if (way.how === 'app-password') return await connectByPassword(parts, asking.personId, wish, password)
  if (password) throw problem('request.invalid', {}, { field: 'password' })
  return { is: 'leave', ...(await startConnect(parts, asking, wish)) }
}
