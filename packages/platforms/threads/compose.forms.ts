/** Which of Threads' forms a version is, and what a channel may do. */
import { findLinks } from '@posthorn/domain/text/links.ts'
import type { Channel, Part, Version } from '../interface.ts'
import type { Settings } from './compose.settings.ts'
import type { rules } from './rules.ts'

export type Form = keyof typeof rules.forms

/** What one part is by its media alone. */
export function partForm({ text, media }: Part): Exclude<Form, 'gif' | 'poll' | 'thread'> {
  if (media.length > 1) return 'carousel'
  if (media[0]) return media[0].kind === 'video' ? 'video' : 'images'
  return findLinks(text).length > 0 ? 'link' : 'text'
}

/** What the head is: settings that hang something on a text belong to it. */
export function headForm({ parts: [head], settings }: Version<Settings>): Exclude<Form, 'thread'> {
  if (settings.poll) return 'poll'
  if (settings.gif !== undefined) return 'gif'
  const form = partForm(head)
  return form === 'text' && settings.link !== undefined ? 'link' : form
}

export const formOf = (version: Version<Settings>): Form => (version.parts.length > 1 ? 'thread' : headForm(version))

/** `facts.scopes` is kept by the caller; what it does not say is allowed. */
export const may = ({ facts: { scopes } }: Pick<Channel, 'facts'>, scope: string): boolean =>
  !Array.isArray(scopes) || scopes.includes(scope)
