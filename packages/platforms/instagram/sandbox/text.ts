/** Captions and comments (sheet section 4). */
import { comment as commentRules, inCaption, rules } from '../rules.ts'

export const hashtags = /(?<![\p{L}\p{N}_&])#[\p{L}\p{N}_]+/gu
/** `ada@example.com` mentions nobody. */
export const mentions = /(?<![\p{L}\p{N}_.])@[\w.]*\w/gu
export const links = /https?:\/\/[^\s<>"]+/g

export const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([match]) => match)

/** As it is kept: blanks around it are cut off. */
export const trimmed = (text: string | undefined): string => text?.trim() ?? ''

export type CaptionFault = 'too-long' | 'hashtags' | 'mentions'
export function captionFault(caption: string): CaptionFault | undefined {
  if (caption.length > rules.forms.image.text.max) return 'too-long'
  if (found(caption, hashtags).length > inCaption.hashtags) return 'hashtags'
  return found(caption, mentions).length > inCaption.mentions ? 'mentions' : undefined
}

/** What is wrong with a comment, in words; the rule against capitals is for comments of more than one word. */
export function commentFault(text: string): string | undefined {
  if (text.length > commentRules.max) return `The comment exceeds the limit of ${commentRules.max} characters.`
  if (found(text, hashtags).length > commentRules.hashtags)
    return `The comment contains more than ${commentRules.hashtags} hashtags.`
  if (found(text, links).length > commentRules.links) return 'The comment contains more than 1 URL.'
  const shouted = /\p{Lu}{2,}.*\s.*\p{Lu}/su.test(text) && text === text.toUpperCase() && text !== text.toLowerCase()
  return shouted ? 'The comment consists of all capital letters.' : undefined
}
