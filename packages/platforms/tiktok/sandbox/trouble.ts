/** The faults only TikTok has (sheet sections 6, 10, 11 and 13), and TikTok's wording of the common ones. */
import type { Fault, Trouble } from '../../sandbox/faults.ts'
import { refusal } from './answers.ts'
import type { State } from './state.ts'

const inside = (says: string, ...hits: Trouble['hits']): Trouble => ({
  says,
  when: 'inside',
  seconds: 'window',
  hits: hits.length > 0 ? hits : ['api'],
})
/** Met where the bytes are complete: at the last chunk, or at the init that lets TikTok fetch them. */
const taken = (says: string) => inside(says, 'api', 'upload')

export const troubles: Readonly<Record<string, Trouble>> = {
  scope_missed: {
    says: '401 scope_permission_missed: a permission was not given',
    when: 'before',
    seconds: 'window',
    hits: ['api'],
  },
  refresh_refused: inside('renewing answers invalid_grant although the token is good, as seen in a sandbox', 'oauth'),
  too_many_posts: inside('the creator has posted enough for 24 hours'),
  too_many_drafts: inside('too many drafts wait in the inbox'),
  user_banned: inside('the creator may not post'),
  active_user_cap: inside('the app has too many active creators'),
  level_gone: inside('the privacy level is not offered any more'),
  url_not_verified: inside('the address of the media is not proven to be ours'),
  upload_expired: inside('the upload address is too old: 403', 'upload'),
  upload_gone: inside('there is no such upload: 404', 'upload'),
  upload_200: inside('the last chunk is answered with 200 instead of 201', 'upload'),
  processing_failed: taken('FAILED: internal'),
  pull_failed: taken('FAILED: the file could not be fetched'),
  bitrate: taken('FAILED: video_bitrate_check_failed'),
  spam_text: taken('FAILED: spam_risk_text'),
  spam: taken('FAILED: spam_risk'),
  cap_after_all: taken('FAILED: spam_risk_too_many_posts'),
  banned_after_all: taken('FAILED: spam_risk_user_banned_from_posting'),
  access_removed: taken('FAILED: auth_removed, the person removed the app meanwhile'),
  old_app: taken('FAILED: app_version_check_failed'),
  id_withheld: taken('complete, but the public id never comes'),
}

/** TikTok tells no time to wait: a limit with and without headers is the same answer. */
export function answer(state: State, fault: Fault): Response {
  switch (fault.fault) {
    case 'rate_limit':
    case 'rate_limit_bare':
      return refusal(state, 'rate_limit_exceeded')
    case 'scope_missed':
      return refusal(state, 'scope_permission_missed')
    default:
      return refusal(state, 'internal_error', undefined, fault.status ?? 500)
  }
}
