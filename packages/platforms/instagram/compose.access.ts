/** What the permissions of a channel allow. `facts.scopes` is kept by the caller; what it does not say is allowed. */
import type { Channel } from '../interface.ts'

/** The two logins name the same permissions differently. */
const names = {
  instagram: {
    publish: 'instagram_business_content_publish',
    comment: 'instagram_business_manage_comments',
    measure: 'instagram_business_manage_insights',
  },
  facebook: {
    publish: 'instagram_content_publish',
    comment: 'instagram_manage_comments',
    measure: 'instagram_manage_insights',
    remove: 'instagram_manage_contents',
  },
} as const

export const isFacebook = ({ via }: Pick<Channel, 'via'>): boolean => via === 'facebook'

function has({ via, facts }: Channel, what: 'publish' | 'comment' | 'measure' | 'remove'): boolean {
  const name: string | undefined =
    via === 'facebook' ? names.facebook[what] : what === 'remove' ? undefined : names.instagram[what]
  const { scopes } = facts
  return name !== undefined && (!Array.isArray(scopes) || scopes.includes(name))
}

export const mayPublish = (channel: Channel): boolean => has(channel, 'publish')
export const mayComment = (channel: Channel): boolean => has(channel, 'comment')
export const mayMeasure = (channel: Channel): boolean => has(channel, 'measure')
/** Only the Facebook login can delete, and only since December 2025. */
export const mayRemove = (channel: Channel): boolean => has(channel, 'remove')
