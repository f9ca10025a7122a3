/** Which of Instagram's forms a version is: its files decide, and whether it is meant as a story. */
import type { Version } from '../interface.ts'
import type { Settings } from './compose.settings.ts'
import type { rules } from './rules.ts'

export type Form = keyof typeof rules.forms

export function formOf({ parts, settings }: Version<Settings>): Form {
  const { media } = parts[0]
  if (settings.story === true) return 'story'
  if (media.length > 1) return 'carousel'
  return media[0]?.kind === 'video' ? 'reel' : 'image'
}
