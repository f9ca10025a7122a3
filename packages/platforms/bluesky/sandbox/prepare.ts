/** What stands before a write: the type, the record key, the schema, the content's own address (sheet 4, 5, 7). */
import { decode, encode } from '@atproto/lex-cbor'
import { cidForCbor, isLegacyBlobRef, type LexMap } from '@atproto/lex-data'
import { blobsOf } from './blobs.ts'
import { current, older, schemasOf } from './lexicons.ts'
import { invalid } from './problems.ts'
import type { Account, State } from './state.ts'
import { wordsOf } from './values.ts'

export interface Asked {
  readonly collection: string
  readonly rkey?: string | undefined
  readonly record: LexMap
  readonly validate?: boolean | undefined
  readonly path?: readonly PropertyKey[]
}
export interface Prepared {
  readonly uri: string
  readonly cid: string
  readonly collection: string
  readonly rkey: string
  readonly value: LexMap
  readonly status: 'valid' | 'unknown' | undefined
}

const schemas = { current: schemasOf(current), older: schemasOf(older) }

function validate(state: State, value: LexMap, rkey: string, asked: Asked): Prepared['status'] {
  if (asked.validate === false) return undefined
  const schema = schemas[state.settings.olderLexicons ? 'older' : 'current'].get(asked.collection)
  if (!schema) {
    if (asked.validate === true) throw invalid(`Unknown lexicon type: ${asked.collection}`)
    return 'unknown'
  }
  const key = schema.keySchema.safeValidate(rkey)
  if (!key.success) throw invalid(`Invalid record key for ${asked.collection}: ${key.reason.message}`)
  const found = schema.safeValidate(value, { path: asked.path ?? ['record'] })
  if (!found.success) throw invalid(`Invalid ${asked.collection} record: ${found.reason.message}`)
  return 'valid'
}

/** Throws 400 in the words of the real server. */
export async function prepare(state: State, account: Account, asked: Asked): Promise<Prepared> {
  const { collection, record } = asked
  const type = record['$type']
  if (type !== undefined && type !== collection)
    throw invalid(`Invalid $type: expected ${collection}, got ${wordsOf(type)}`)
  const value: LexMap = { ...record, $type: collection }
  const rkey = asked.rkey ?? state.nextTid()
  const status = validate(state, value, rkey, asked)
  const legacy = blobsOf(value).find((ref) => isLegacyBlobRef(ref))
  if (legacy) throw invalid('Legacy blobs are not allowed')
  const bytes = encoded(value)
  const cid = String(await cidForCbor(bytes))
  // Decoded again, the members stand in the order of the encoding, as the real server gives them.
  return {
    uri: `at://${account.id}/${collection}/${rkey}`,
    cid,
    collection,
    rkey,
    value: decode<LexMap>(bytes),
    status,
  }
}

function encoded(value: LexMap): Uint8Array {
  try {
    return encode(value)
  } catch {
    throw invalid('Invalid record: it cannot be encoded')
  }
}
