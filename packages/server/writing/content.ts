/** A suggested text before and after it becomes a version of a post. */
import type { Composer, Part, Version } from '@posthorn/platforms/interface'
import type { Plan } from './plan.ts'

export interface Content {
  /** Texts without link and hashtags: code puts those where the plan says. */
  readonly parts: readonly [string, ...string[]]
  readonly hashtags: readonly string[]
  readonly firstComment: string
  readonly link: { readonly url: string; readonly place: 'text' | 'card' | 'comment'; readonly title: string } | null
  readonly hooks: readonly string[]
  /** A few words for a picture, where the network needs one. */
  readonly cardText: string
}

export const emptyContent: Content = {
  parts: [''],
  hashtags: [],
  firstComment: '',
  link: null,
  hooks: [],
  cardText: '',
}

/** The texts as they will stand on the network. Whatever is added comes after the text, so offsets into `parts` hold. */
export function composedTexts(content: Content, family: Plan['family']): readonly [string, ...string[]] {
  const tags = content.hashtags.map((tag) => `#${tag}`).join(' ')
  const url = content.link?.place === 'text' ? content.link.url : ''
  // A short text keeps its tail together; a long one gives link and hashtags a paragraph each.
  const tail = family === 'short' ? [[tags, url].filter(Boolean).join('\n')] : [url, tags]
  const last = content.parts.length - 1
  const [first = '', ...more] = content.parts.map((part, index) =>
    index < last ? part : [part, ...tail].filter((piece) => piece !== '').join('\n\n'),
  )
  return [first, ...more]
}

/** The version this content becomes. The card is the fullest one the platform's settings know. */
export function toVersion(content: Content, plan: Plan, composer: Composer): Version {
  const [first, ...more] = composedTexts(content, plan.family).map((text): Part => ({ text, media: [] }))
  const comment = [content.firstComment, content.link?.place === 'comment' ? content.link.url : '']
    .filter(Boolean)
    .join('\n\n')
  return {
    parts: [first ?? { text: '', media: [] }, ...more],
    settings: content.link?.place === 'card' ? cardSettings(content.link, composer) : {},
    ...(comment !== '' && { firstComment: comment }),
  }
}

function cardSettings({ url, title }: { url: string; title: string }, composer: Composer): object {
  const choices: readonly object[] = [{ link: { url, title } }, { link: { url } }, { link: url }]
  return choices.find((settings) => composer.settings.safeParse(settings).success) ?? {}
}
