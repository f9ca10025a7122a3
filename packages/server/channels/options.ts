/** Live choices of an account: asked of its network each time the form is opened, and kept nowhere. */
import type { z } from 'zod'
import { Options } from '@posthorn/contract/schemas/channels.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import { readChannelsFor } from '../posts/check.ts'
import { wordsOf } from '../publishing/verdict.ts'
import { CallFailed } from '../publishing/work.ts'
import { askRenewing } from './asking.ts'
import { createCall } from './call.ts'
import { platformOf } from './world.ts'

/** Null where a network has none. Throws access.not-here, channel.reconnect, network.options. */
export async function channelOptions(
  parts: Parts,
  workspaceId: string,
  id: string,
): Promise<z.output<typeof Options> | null> {
  const channel = (await parts.web.inWorkspace(workspaceId, (trx) => readChannelsFor(trx, [id]))).get(id)
  if (!channel) throw problem('access.not-here')
  const platform = platformOf(parts, channel.platform)
  if (!platform.options) return null
  if (channel.state !== 'connected') throw problem('channel.reconnect')
  const call = createCall(parts, { workspaceId, channel, platform: channel.platform, network: channel.network })
  try {
    const told = await askRenewing(call, platform, 'options', async () => platform.options?.(call, channel))
    return told ? Options.parse(told) : null
  } catch (cause) {
    if (!(cause instanceof CallFailed)) throw cause
    const { reply } = cause.failure
    const words = reply ? wordsOf(reply) : 'no answer'
    throw problem('network.options', { platform: platform.rules.label, words }, { cause })
  }
}
