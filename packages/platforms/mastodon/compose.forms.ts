/** Which form a version is, and the rules as one server has them. */
import { findLinks } from '@posthorn/domain/text/links.ts'
import type { Channel, FormRules, Part, PlatformRules, Version } from '../interface.ts'
import type { Settings } from './compose.settings.ts'
import { rules } from './rules.ts'
import type { Server } from './server.ts'

type Form = keyof typeof rules.forms

/** The rules as this server has them. */
export function limitsOf(server: Server): PlatformRules {
  const { bytes, pixels, types, fps } = server.video
  const adapt = (form: FormRules): FormRules => {
    const { image, video } = form.media
    return {
      ...form,
      text: { ...form.text, max: server.characters, linkCost: server.linkCost },
      media: {
        ...(image ? { image: { ...image, ...server.image, count: [image.count[0], server.files] } } : {}),
        ...(video ? { video: { ...video, bytes, pixels, types, fps: [0, fps] } } : {}),
      },
    }
  }
  return { ...rules, forms: Object.fromEntries(Object.entries(rules.forms).map(([name, form]) => [name, adapt(form)])) }
}

/** What one part is by its media alone. */
export function partForm({ text, media }: Part): Exclude<Form, 'poll' | 'thread'> {
  if (media.some((file) => file.kind === 'video')) return 'video'
  if (media.length > 0) return 'images'
  return findLinks(text).some((link) => link.scheme) ? 'link' : 'text'
}

export function form(version: Version<Settings>): Form {
  if (version.parts.length > 1) return 'thread'
  return version.settings.poll ? 'poll' : partForm(version.parts[0])
}

/** The account's own setting is known from connecting. */
export const visibilityOf = (chosen: Settings, { facts }: Channel): string | undefined => {
  const own = facts['privacy']
  return chosen.visibility ?? (typeof own === 'string' ? own : undefined)
}
