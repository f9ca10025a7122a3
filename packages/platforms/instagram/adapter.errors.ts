/**
 * Instagram's own refusals; those of every Graph network stand in `graph/judge.ts`. Rows are named as in the sheet of
 * facts. The number to key on is the subcode; what it means stands in `adapter.codes.ts`.
 */
import { failed as graphFailed } from '../graph/answer.ts'
import { all, always, coded, during, judgeBy, refused, rowsOf, says, subcoded } from '../graph/judge.ts'
import type { Judging, Known, Row } from '../graph/judge.ts'
import type { Seen } from '../graph/answer.ts'
import type { Failure, Reply, Verdict } from '../interface.ts'
import { at } from '../reply.ts'
import { meanings } from './adapter.codes.ts'
import { first, isExtra, isOnce, nowhere } from './adapter.publish.ts'
import { quotaIn } from './adapter.reads.ts'
import { instagram } from './adapter.wire.ts'

/** A day's posts are used up. Places come free one by one, and when is not told: asked again every so often. */
const isFull = (reply: Reply): boolean => {
  const quota = quotaIn(reply.body)
  return quota !== undefined && quota.used >= quota.total
}
const full: Verdict = { is: 'closed', scope: 'channel', afterSeconds: 15 * 60, why: 'slow_down' }

/** Also a day that is full, and an answer that was cut off. */
export const failed = (reply: Reply): boolean => graphFailed(reply) || typeof reply.body !== 'object' || isFull(reply)

/** Unclear where it is sent once: the container knows. Anything else is simply tried again. */
const tryAgain = (_: Seen, failure: Known): Verdict => (isOnce(failure.during) ? { is: 'unknown' } : { is: 'retry' })
const unclear = always({ is: 'unknown' })
const over = always({ is: 'redo', from: first })
const publishing = during(/^publish$/)
/** The container that holds the others: one of them is gone. */
const isParent = (_: Seen, { wire }: Known): boolean =>
  wire.body?.is === 'json' && at(wire.body.value, 'media_type') === 'CAROUSEL'

const known: readonly Row[] = Object.entries(meanings).map(([subcode, { problem, field, again }]) => ({
  row: subcode,
  when: subcoded(Number(subcode)),
  verdict: again === undefined ? refused(problem, field) : tryAgain,
}))

export const own: readonly Row[] = [
  { row: 'quota_usage', when: (_, { reply }) => isFull(reply), verdict: always(full) },
  {
    row: 'first comment without a post',
    when: (_, { wire }) => new URL(wire.url).pathname.split('/').at(2) === nowhere,
    verdict: refused('network.no-link'),
  },
  // The comment was made, and the answer is an error.
  { row: '20/1772107', when: subcoded(1_772_107), verdict: unclear },
  // What a container that is already published answers is not known: one of these. So the container is asked. "Does not
  // exist" is said of what is there, so it does not prove either that nothing was published.
  { row: '24/2207006, 24/2207008, 9007/2207027, publish', when: all(publishing, coded(24, 9007)), verdict: unclear },
  { row: '-2/2207020, publish', when: all(publishing, subcoded(2_207_020)), verdict: unclear },
  { row: '100/33, publish', when: all(publishing, coded(100), subcoded(33)), verdict: unclear },
  { row: '24, carousel', when: all(coded(24), isParent), verdict: over },
  { row: '24', when: coded(24), verdict: refused('network.media-lost') },
  { row: '9007', when: coded(9007), verdict: always({ is: 'retry', afterSeconds: 10 }) },
  { row: '9', when: coded(9), verdict: always(full) },
  ...known,
  {
    row: 'collaborators',
    when: all(coded(100), says(/collaborators/i)),
    verdict: refused('network.refused', 'settings.collaborators'),
  },
  {
    row: 'INVALID_LOCATION_ID',
    when: says(/INVALID_LOCATION_ID/),
    verdict: refused('network.refused', 'settings.location'),
  },
  {
    row: 'INSTAGRAM_PLATFORM_API__PERMISSION',
    when: says(/INSTAGRAM_PLATFORM_API__PERMISSION/),
    verdict: refused('network.permission', 'settings.paidPartnership'),
  },
  {
    row: 'INSTAGRAM_PLATFORM_API__INVALID_PARAM',
    when: says(/INSTAGRAM_PLATFORM_API__INVALID_PARAM/),
    verdict: refused('network.refused', 'settings.sponsors'),
  },
  // The upload host has an envelope of its own, without numbers.
  { row: 'unauthorized user request', when: says(/unauthorized user request/i), verdict: always({ is: 'reconnect' }) },
  {
    row: 'ProcessingFailedError',
    when: ({ type, transient }) => type === 'ProcessingFailedError' && !transient,
    verdict: (_, { during: step }) => ({
      is: 'redo',
      from: step.replace(/^upload:/, 'item:').replace(/^upload$/, 'container'),
    }),
  },
  // Said of containers and fresh posts with which all is well.
  {
    row: '100/33, fresh',
    when: all(coded(100), subcoded(33), during(/^(?:ready|upload|comment|comments-off)\b/)),
    verdict: always({ is: 'retry', afterSeconds: 10 }),
  },
  {
    row: '100/33, account',
    when: all(coded(100), subcoded(33), during(/^(?:limit|container|item:\d+)$/)),
    verdict: refused('network.account-gone'),
  },
  { row: '400', when: coded(400), verdict: always({ is: 'reconnect' }) },
]

const judging = (renewable: boolean): Judging => ({ rows: own, once: isOnce, extra: isExtra, renewable })
/** All rows as they are met; for tests. */
export const rows = rowsOf(judging(true))
const [renewing, lasting] = [judgeBy(judging(true)), judgeBy(judging(false))]

/** Only tokens of the Instagram login can be renewed. */
export const classify = (failure: Failure): Verdict | undefined =>
  failure.wire.url.startsWith(instagram) ? renewing(failure) : lasting(failure)
