/** What is stored of a request before it leaves. */
import type { Wire } from '@posthorn/platforms/interface'
import type { Parts } from '../parts.ts'
import type { Due } from './due.store.ts'
import { intentSeal } from './work.ts'

/** The request whose end is unclear; undefined if none is stored. */
export async function openIntent(seal: Parts['seal'], due: Due): Promise<Wire | undefined> {
  if (due.intent === null || due.sentAt === null) return undefined
  const opened = (await seal.open(due.intent, intentSeal(due))) as unknown as { wire: Wire }
  return opened.wire
}
