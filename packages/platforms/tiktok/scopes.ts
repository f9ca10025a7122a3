/** What an account was allowed when it was connected. Browser-safe. */
import type { Channel } from '../interface.ts'

/** Who it is, its numbers, and its public posts. */
const reading = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list'] as const
export const scopes = {
  direct: [...reading, 'video.publish', 'video.upload'],
  drafts: [...reading, 'video.upload'],
} as const

/** Granted scopes, kept by the caller: a person may have unticked some. */
export function scopesOf({ facts }: Pick<Channel, 'facts'>): readonly string[] {
  const granted = facts['scopes']
  return Array.isArray(granted) ? granted.filter((scope) => typeof scope === 'string') : []
}
export const mayPublish = (channel: Pick<Channel, 'facts'>): boolean => scopesOf(channel).includes('video.publish')
export const mayDraft = (channel: Pick<Channel, 'facts'>): boolean => scopesOf(channel).includes('video.upload')
