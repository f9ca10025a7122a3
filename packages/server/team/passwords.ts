/** Which passwords are taken: eight characters and more, any characters, and not one that everybody tries first. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { problem } from '@posthorn/domain/problems.ts'

/** NIST SP 800-63B section 3.1.1.2: at least 8, no rules of composition, a list of common ones. */
const shortest = 8

let common: Promise<ReadonlySet<string>> | undefined

/** Refuses with `access.weak-password`. What is about the person (name, e-mail) is as easy to guess as the product's name. */
export async function refuseWeakPassword(password: string, about: readonly string[] = []): Promise<void> {
  const plain = password.normalize('NFKC').toLowerCase()
  const guessable = ['posthorn', ...about.flatMap((words) => [words, ...words.split('@')])].map((word) =>
    word.toLowerCase(),
  )
  common ??= readCommon()
  const weak =
    Array.from(password).length < shortest ||
    new Set(plain).size < 3 ||
    guessable.some((word) => word.length > 2 && withoutTail(plain) === withoutTail(word)) ||
    (await common).has(plain) ||
    (await common).has(withoutTail(plain))
  if (weak) throw problem('access.weak-password', {}, { field: 'password' })
}

/** `posthorn2026!` is guessed as early as `posthorn`. */
const withoutTail = (word: string): string => word.replace(/[\d\W_]+$/u, '')

async function readCommon(): Promise<ReadonlySet<string>> {
  const text = await readFile(join(import.meta.dirname, 'common-passwords.txt'), 'utf8')
  return new Set(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
}
