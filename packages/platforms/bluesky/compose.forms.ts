/** Which form a version is, and the rules as the account's server has them. */
import type { Channel, FormRules, Part, PlatformRules, Version } from '../interface.ts'
import { at, str } from '../reply.ts'
import type { Settings } from './compose.settings.ts'
import { images, olderServers, rules } from './rules.ts'

export type Form = keyof typeof rules.forms

/** What one part is by its media. */
export function partForm({ media }: Part): 'text' | 'images' | 'gallery' | 'video' {
  if (media.some((file) => file.kind === 'video')) return 'video'
  if (media.length > images.count[1]) return 'gallery'
  return media.length > 0 ? 'images' : 'text'
}

export function form({ parts, settings }: Version<Settings>): Form {
  if (parts.length > 1) return 'thread'
  const kind = partForm(parts[0])
  return kind === 'text' && settings.link ? 'link' : kind
}

/** Servers validate with the lexicons of their own version, and people update theirs when they like. */
const isOlder = ({ facts }: Channel): boolean => olderServers.version.test(str(at(facts['server'], 'version')))

export function limitsOf(channel: Channel): PlatformRules {
  if (!isOlder(channel)) return rules
  const { gallery: _, ...forms } = rules.forms
  const lower = (of: FormRules): FormRules => {
    const { image, video } = of.media
    return {
      ...of,
      media: {
        ...(image ? { image: { ...image, bytes: olderServers.imageBytes } } : {}),
        ...(video ? { video: { ...video, bytes: olderServers.videoBytes } } : {}),
      },
    }
  }
  return { ...rules, forms: Object.fromEntries(Object.entries(forms).map(([name, of]) => [name, lower(of)])) }
}
