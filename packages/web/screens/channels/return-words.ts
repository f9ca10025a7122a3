import { advice, isProblemCode, problems } from '@posthorn/domain/problems.ts'

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** True for a sentence that this problem could have said. */
function fits(code: keyof typeof problems, words: string): boolean {
  const shape = problems[code].says
    .split(/\{\w+\}/)
    .map(escape)
    .join('.{0,300}')
  return new RegExp(`^${shape}$`, 'su').test(words)
}

/**
 * What to show for `?problem=code&words=sentence`. An address can be made up by anybody, so the words count only if
 * they are a sentence of ours with its blanks filled.
 */
export function returnWords(code: string, words: string): { says: string; todo: string | undefined } | undefined {
  if (!isProblemCode(code)) return undefined
  return { says: fits(code, words) ? words : problems[code].says.replaceAll(/\s*\{\w+\}/g, ' …'), todo: advice(code) }
}
