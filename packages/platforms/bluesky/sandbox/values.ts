/** Reading records, whose members may be anything where nobody validated them. */
import { getBlobCidString, isBlobRef, type LexMap, type LexValue } from '@atproto/lex-data'

export const mapOf = (value: LexValue | undefined): LexMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
    ? (value as LexMap)
    : {}
export const listOf = (value: LexValue | undefined): readonly LexValue[] => (Array.isArray(value) ? value : [])
export const wordsOf = (value: LexValue | undefined): string => (typeof value === 'string' ? value : '')
export const cidOf = (value: LexValue | undefined): string | undefined =>
  isBlobRef(value, { strict: false }) ? getBlobCidString(value) : undefined

export const textOf = (value: LexMap): string => wordsOf(value['text'])

interface Ref {
  readonly uri: string
  readonly cid: string
}
const refOf = (value: LexValue | undefined): Ref => ({
  uri: wordsOf(mapOf(value)['uri']),
  cid: wordsOf(mapOf(value)['cid']),
})

/** What a post answers, if it does. */
export function replyOf(value: LexMap): { readonly root: Ref; readonly parent: Ref } | undefined {
  const { root, parent } = mapOf(value['reply'])
  return root === undefined || parent === undefined ? undefined : { root: refOf(root), parent: refOf(parent) }
}
