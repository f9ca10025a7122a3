/**
 * TikTok's refusals as data: section 11 of the sheet. Calls are told apart by the code of the envelope, at whatever
 * status; uploads by their status alone; a publish that ended badly by its `fail_reason`.
 */
import type { Failure, Progress, Reply, Verdict } from '../interface.ts'
import { at, header, str } from '../reply.ts'
import { codeOf } from './adapter.wire.ts'

export interface Seen {
  readonly status: number
  readonly code: string
  readonly words: string
}

export function see(reply: Reply): Seen {
  const { status, body } = reply
  const code = codeOf(reply)
  const message = str(at(body, 'error', 'message')) || str(at(body, 'error_description'))
  const log = str(at(body, 'error', 'log_id')) || str(at(body, 'error', 'logid')) || str(at(body, 'log_id'))
  const words = [message || code || `TikTok answered ${status}`, log && `(${log})`].filter((word) => word !== '')
  return { status, code, words: words.join(' ').slice(0, 500) }
}

type Known = Failure & { readonly reply: Reply }
interface Row {
  readonly row: string
  readonly when: (seen: Seen, failure: Known) => boolean
  readonly verdict: (seen: Seen, failure: Known) => Verdict | undefined
}

const refused =
  (problem: string, field?: string) =>
  ({ words }: Seen): Verdict => ({ is: 'refused', problem, words, ...(field ? { field } : {}) })
const always = (verdict: Verdict | undefined) => (): Verdict | undefined => verdict
/** A row for answers with one of these codes. */
const code = (names: string | readonly string[], verdict: Row['verdict']): Row => {
  const all = typeof names === 'string' ? [names] : names
  return { row: all.join(', '), when: (seen) => all.includes(seen.code), verdict }
}

/** Statuses that say for certain that the request was not carried out, and would not be another time. */
const isRefusal = (status: number): boolean =>
  status >= 400 && status < 500 && ![402, 408, 409, 425, 429].includes(status)
const isUpload = ({ wire }: Failure): boolean => wire.method === 'PUT'

const hour = 60 * 60
const minute = 60
/** A window that rolls: nobody says when it opens, so it is asked about every hour. */
const full: Verdict = { is: 'closed', scope: 'channel', afterSeconds: hour, why: 'slow_down' }

function slowDown(_: Seen, { reply }: Known): Verdict {
  const after = Number(header(reply, 'retry-after'))
  return { is: 'closed', scope: 'channel', afterSeconds: after > 0 ? after : minute, why: 'slow_down' }
}

/** The names in front are those of the sheet; the first row that knows an answer judges it. */
export const table: readonly Row[] = [
  // Whatever the address says of the last chunk, TikTok may have the film by now: it is asked before anything is sent.
  {
    row: 'PUT 400/403/404/416 of the last chunk',
    when: ({ status }, failure) =>
      isUpload(failure) && failure.during === 'last' && [400, 403, 404, 416].includes(status),
    verdict: ({ status }, { wire }) => ({ is: 'redo', from: 'upload', note: { url: wire.url, status } }),
  },
  {
    row: 'PUT 400',
    when: ({ status }, failure) => isUpload(failure) && isRefusal(status),
    verdict: refused('network.media-processing', 'media'),
  },
  code('access_token_invalid', always({ is: 'renew' })),
  code('invalid_grant', always({ is: 'reconnect' })),
  code('invalid_client', refused('network.app-credentials')),
  code(['scope_not_authorized', 'scope_permission_missed'], always({ is: 'reconnect' })),
  {
    row: 'The chunk size is invalid',
    when: ({ code: name, words }) => /^invalid_params?$/.test(name) && /chunk/i.test(words),
    verdict: refused('network.upload-plan', 'media'),
  },
  code(['invalid_param', 'invalid_params'], refused('network.refused', 'settings')),
  code('invalid_file_upload', refused('network.media-format', 'media')),
  code('spam_risk_too_many_posts', always(full)),
  code('spam_risk_too_many_pending_share', always(full)),
  code('spam_risk_user_banned_from_posting', refused('network.account-restricted')),
  // Accounts that posted within the window go on, so the app as a whole is not closed.
  code('reached_active_user_cap', always(full)),
  code('unaudited_client_can_only_post_to_private_accounts', refused('network.app-unaudited')),
  code('url_ownership_unverified', refused('network.media-host', 'media')),
  code('privacy_level_option_mismatch', refused('network.audience', 'settings.privacy')),
  // Only what TikTok has begun to take is asked about: that it forgot the id does not say that nothing is out.
  code('invalid_publish_id', (seen, { during }) =>
    refused(during === 'link' ? 'network.no-link' : 'network.never-done')(seen),
  ),
  code('token_not_authorized_for_specified_publish_id', refused('network.other-account')),
  code('publish_not_cancellable', refused('network.not-found')),
  {
    row: 'rate_limit_exceeded',
    when: ({ status, code: name }) => status === 429 || name === 'rate_limit_exceeded',
    verdict: slowDown,
  },
  // Trouble of theirs, told in whatever status: the engine's table decides, which never repeats an irrevocable request.
  code(['internal_error', 'server_error', 'temporarily_unavailable'], always(undefined)),
  {
    row: 'unknown 4xx',
    when: ({ status }) => status !== 401 && isRefusal(status),
    verdict: refused('network.refused'),
  },
]

/** The first row that knows the answer; none for server errors and silence, which the engine judges by status. */
export function classify(failure: Failure): Verdict | undefined {
  const { reply } = failure
  if (!reply) return undefined
  const seen = see(reply)
  const known = { ...failure, reply }
  return table.find((row) => row.when(seen, known))?.verdict(seen, known)
}

/**
 * Why a publish ended badly. `again`: nothing is out and it can go well another time, from its media on, or from the
 * plan's first step, where a cap or a withdrawn access is met and waited for.
 */
type Reason = { readonly problem: string } | { readonly again: 'media' | 'all' }
export const reasons: Readonly<Record<string, Reason>> = {
  file_format_check_failed: { problem: 'network.media-format' },
  duration_check_failed: { problem: 'network.media-length' },
  frame_rate_check_failed: { problem: 'network.media-frame-rate' },
  picture_size_check_failed: { problem: 'network.media-size' },
  video_bitrate_check_failed: { problem: 'network.media-bitrate' },
  video_pull_failed: { again: 'media' },
  photo_pull_failed: { again: 'media' },
  internal: { again: 'media' },
  publish_cancelled: { problem: 'network.cancelled' },
  auth_removed: { again: 'all' },
  spam_risk_text: { problem: 'network.spam-text' },
  spam_risk: { problem: 'network.spam' },
  spam_risk_too_many_posts: { again: 'all' },
  spam_risk_user_banned_from_posting: { problem: 'network.account-restricted' },
  app_version_check_failed: { problem: 'network.app-version' },
}

/** Where a plan begins, and where it begins to bring its media. */
export interface Restarts {
  readonly all: string
  readonly media: string
}
export function failedFor(reason: string, from: Restarts): Progress {
  const known = reasons[reason] ?? { problem: 'network.refused' }
  if ('again' in known) return { is: 'redo', from: from[known.again] }
  return { is: 'refused', problem: known.problem, words: reason || 'TikTok gave no reason' }
}
