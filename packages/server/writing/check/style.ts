/** The voice's rules, phrases of machine prose, words that go stale, and long copies. */
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { stem, words } from '@posthorn/domain/text/words.ts'
import type { VoiceRules } from '../voice.ts'
import type { Finding } from './finding.ts'

export function bannedFindings(text: string, part: number, voice: VoiceRules): Finding[] {
  const all = words(text)
  return voice.banned.flatMap((phrase) => {
    const wanted = words(phrase).map((word) => stem(word.text))
    return all.flatMap((word, at): Finding[] => {
      const last = all[at + wanted.length - 1]
      const hit =
        wanted.length > 0 &&
        last !== undefined &&
        wanted.every((stemmed, n) => stem(all[at + n]?.text ?? '') === stemmed)
      return hit
        ? [
            {
              code: 'writer.banned',
              level: 'block',
              part,
              start: word.start,
              end: last.end,
              values: { text: phrase },
              fix: 'cut-sentence',
            },
          ]
        : []
    })
  })
}

export const stockFindings = (text: string, part: number, rules: LanguageRules): Finding[] =>
  rules.stock.flatMap((pattern) => {
    const match = pattern.exec(text)
    return match
      ? [
          {
            code: 'writer.stock-phrase',
            level: 'warn',
            part,
            start: match.index,
            end: match.index + match[0].length,
            values: { text: match[0].slice(0, 80) },
          },
        ]
      : []
  })

const day = 86_400_000

/**
 * "today" in a source means the day it was published. On the day of the post it is wrong unless both are the same;
 * without a time for the post, only how long ago the source was published can tell.
 */
export function staleFindings(
  text: string,
  part: number,
  rules: LanguageRules,
  { publishedAt, scheduledFor, now }: { publishedAt: string | null; scheduledFor?: string; now: Date },
): Finding[] {
  const from = publishedAt === null ? undefined : Date.parse(publishedAt)
  const to = scheduledFor === undefined ? now.getTime() : Date.parse(scheduledFor)
  if (from !== undefined && Math.abs(to - from) < day && scheduledFor === undefined) return []
  const sameDay = from !== undefined && Math.floor(from / day) === Math.floor(to / day)
  if (sameDay) return []
  const phrases = Object.keys(rules.relativeDays).sort((a, b) => b.length - a.length)
  const found: Finding[] = []
  for (const phrase of phrases) {
    const match = new RegExp(`(?<![\\p{L}\\p{N}])${phrase}(?![\\p{L}\\p{N}])`, 'iu').exec(text)
    if (match && !found.some((other) => match.index < other.end && other.start < match.index + phrase.length)) {
      found.push({
        code: 'writer.stale-time',
        level: 'warn',
        part,
        start: match.index,
        end: match.index + phrase.length,
        values: { text: match[0] },
      })
    }
  }
  return found
}
