/** Which language a text is in. The detector is loaded on first use: it takes memory that an idle server should not hold. */
import type { SourceLanguage } from '../source.ts'

const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Devanagari}/u, 'hi'],
]
/** Below this the detector guesses. */
const shortText = 80
const sample = 3000

/** Order: the person's choice; what the page says, if the detector has it among its first three; the detector. */
export async function languageOf(
  text: string,
  { person, page }: { person?: string; page?: string } = {},
): Promise<SourceLanguage> {
  if (person !== undefined) return { code: primary(person), confidence: 1, how: 'person' }
  const declared = page === undefined ? undefined : primary(page)
  if (text.length < shortText) {
    const script = scripts.find(([pattern]) => pattern.test(text))?.[1]
    if (script !== undefined) return { code: script, confidence: 0.9, how: 'script' }
    if (declared !== undefined) return { code: declared, confidence: 0.6, how: 'page' }
  }
  const { detectAll } = await import('tinyld')
  const own = text.slice(0, sample)
  const guesses = detectAll(own)
    .filter((guess) => isWrittenSo(own, guess.lang))
    .slice(0, 3)
  const agreed = guesses.find((guess) => guess.lang === declared)
  if (agreed) return { code: agreed.lang, confidence: Math.max(agreed.accuracy, 0.8), how: 'page' }
  const best = guesses[0]
  if (best) return { code: best.lang, confidence: best.accuracy, how: 'detector' }
  return declared === undefined
    ? { code: 'und', confidence: 0, how: 'unknown' }
    : { code: declared, confidence: 0.5, how: 'page' }
}

const otherScripts: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(scripts.map(([pattern, code]) => [code, pattern])),
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ru: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  bg: /\p{Script=Cyrillic}/u,
}
/** A guess that needs another script than the text has is none: code and tables mislead the detector. */
const isWrittenSo = (text: string, language: string): boolean => otherScripts[language]?.test(text) ?? true

const primary = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? 'und'
