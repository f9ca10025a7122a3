/** What `POST /_sandbox/settings` can change, and the switches of sheet section 15. */
import type { Setting } from '../../sandbox/imitation.ts'
import { tokens } from '../rules.ts'

export interface Settings extends Record<string, Setting> {
  latencyMs: number
  /** Seconds until a container is ready, from the moment its file is here. */
  textSeconds: number
  imageSeconds: number
  videoSeconds: number
  carouselSeconds: number
  readbackLagSeconds: number
  rateLimits: boolean
  /** Unknown parameters are refused instead of noted. */
  strict: boolean
  /** Replying needs `threads_manage_replies`. */
  repliesNeedManage: boolean
  /** Without it the application acts for testers only. */
  advancedAccess: boolean
  /** A token can be renewed from this age on. */
  renewFromSeconds: number
  sayExpiresIn: boolean
  userIdAsNumber: boolean
  /** `status` cannot be read once the container is published. */
  statusVanishes: boolean
  /** `THREADS_API__…` stands in `error.code` instead of the message. */
  namesAsCodes: boolean
  permalinkHost: string
}

export const settings = (): Settings => ({
  latencyMs: 0,
  textSeconds: 0,
  imageSeconds: 1,
  videoSeconds: 5,
  carouselSeconds: 1,
  readbackLagSeconds: 2,
  rateLimits: true,
  strict: false,
  repliesNeedManage: true,
  advancedAccess: true,
  renewFromSeconds: tokens.renewFrom,
  sayExpiresIn: true,
  userIdAsNumber: true,
  statusVanishes: false,
  namesAsCodes: false,
  permalinkHost: 'www.threads.net',
})
