/** Questions that may be asked twice: a token that has become too old is renewed once, and the network is asked again. */
import type { Platform } from '@posthorn/platforms/interface'
import { CallFailed } from '../publishing/work.ts'
import type { ChannelCall } from './call.ts'

/** `during`: what the platform's `classify` is told. Throws CallFailed as the network left it. */
export async function askRenewing<T>(
  call: Pick<ChannelCall, 'renew'>,
  platform: Platform,
  during: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const verdict = platform.classify({ ...error.failure, during })
    const isOld = verdict ? verdict.is === 'renew' : error.failure.reply?.status === 401
    if (!isOld || (await call.renew()) !== 'renewed') throw error
    return await ask()
  }
}
