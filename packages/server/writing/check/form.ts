/** What never belongs into a finished text, whatever it says. */
import { maskSecrets } from '../clean.ts'
import type { Finding } from './finding.ts'

interface Rule {
  readonly what: string
  readonly pattern: RegExp
  readonly fix: 'remove' | 'cut-sentence'
}

const rules: readonly Rule[] = [
  { what: 'placeholder', pattern: /\{LINK\}|\[(?:link|url|insert[^\]]*|your [^\]]*)\]|\{\{[^}]*\}\}/gi, fix: 'remove' },
  { what: 'fact number', pattern: /[[(]?\bF\d{1,2}\b[\])]?(?!\p{L})/gu, fix: 'remove' },
  { what: 'markup', pattern: /\*\*|__(?=\S)|^#{1,6}\s|```|\]\((?=https?:)/gm, fix: 'remove' },
  { what: 'HTML', pattern: /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/gi, fix: 'remove' },
  {
    what: 'invisible characters',
    pattern:
      /[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]|[\p{Cs}\p{Co}]/gu,
    fix: 'remove',
  },
  {
    what: 'talk about the task',
    pattern:
      /\b(?:here(?:['’]s| is| are) (?:your|the|a|some) (?:\w+ )?(?:posts?|tweets?|versions?|captions?|drafts?)|as an ai\b|as a language model|i(?:['’]m| am) (?:an ai|unable to)|i (?:can(?:['’]t|not)|won['’]t) (?:help|assist|write|create)|let me (?:think|know if)|certainly!|sure[,!] here|hier ist (?:dein|ihr|der) (?:beitrag|post|entwurf)|als ki\b|voici (?:votre|la) (?:publication|version))/gi,
    fix: 'cut-sentence',
  },
  {
    what: 'thinking aloud',
    pattern: /<\/?think>|\b(?:step \d+:|first, i(?:['’]ll| will)|the user (?:wants|asked))/gi,
    fix: 'cut-sentence',
  },
]

export function formFindings(text: string, part: number, { canary }: { canary?: string } = {}): Finding[] {
  const found: Finding[] = []
  const add = (what: string, start: number, end: number, fix: 'remove' | 'cut-sentence') =>
    found.push({ code: 'writer.form', level: 'block', part, start, end, values: { what }, fix })
  for (const { what, pattern, fix } of rules)
    for (const match of text.matchAll(pattern)) add(what, match.index, match.index + match[0].length, fix)
  // A person's word for "flag of Wales" holds tag characters and a family a joiner; U+200D stays allowed.
  if (canary !== undefined && text.includes(canary)) add('canary', 0, text.length, 'cut-sentence')
  const masked = maskSecrets(text)
  if (masked !== text) add('secret', 0, text.length, 'cut-sentence')
  if (text.split('“').length !== text.split('”').length && !text.includes('„')) {
    const at = Math.max(text.lastIndexOf('“'), text.lastIndexOf('”'))
    add('unbalanced quotation marks', at, at + 1, 'cut-sentence')
  }
  return found
}
