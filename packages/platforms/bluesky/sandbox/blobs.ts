/** Files (sheet section 6): uploaded first, kept for a while, for good once a record refers to them. */
import {
  cidForRawBytes,
  enumBlobRefs,
  getBlobCidString,
  isLegacyBlobRef,
  type BlobRef,
  type LexMap,
} from '@atproto/lex-data'
import { look } from '../../sandbox/files.ts'
import { bad } from './problems.ts'
import type { Account, Blob, State } from './state.ts'

export interface Stored {
  readonly blob: Blob
  readonly view: {
    readonly $type: 'blob'
    readonly ref: { readonly $link: string }
    readonly mimeType: string
    readonly size: number
  }
}

export const blobView = ({ cid, type, size }: Pick<Blob, 'cid' | 'type' | 'size'>): Stored['view'] => ({
  $type: 'blob',
  ref: { $link: cid },
  mimeType: type,
  size,
})

const unknown = 'application/octet-stream'

/** Keeps bytes. Their content says what they are, where it can be told; the same bytes are the same blob. */
export async function keep(
  state: State,
  account: Account,
  bytes: Uint8Array<ArrayBuffer>,
  declared: string,
  from = state.world.now(),
): Promise<Stored> {
  const found = await look(bytes)
  const type = found.type === unknown ? declared : found.type
  const cid = String(await cidForRawBytes(bytes))
  const until = from + state.settings.blobSeconds * 1000
  const old = alive(state, account, cid)
  const blob = old ?? { cid, type, size: bytes.byteLength, from, until, permanent: false }
  blob.until = until
  account.repo.blobs.set(cid, blob)
  state.world.files.put(cid, { ...found, type, bytes })
  return { blob, view: blobView(blob) }
}

function alive(state: State, account: Account, cid: string): Blob | undefined {
  const blob = account.repo.blobs.get(cid)
  const now = state.world.now()
  return blob && blob.from <= now && (blob.permanent || blob.until > now) ? blob : undefined
}

export const blobsOf = (value: LexMap): readonly BlobRef[] => [
  ...enumBlobRefs(value, { strict: false, allowLegacy: true }),
]

/** The blobs a new record refers to have to be there, and to be what the record says. */
export function claim(state: State, account: Account, value: LexMap): readonly Blob[] {
  return blobsOf(value).map((ref) => {
    const cid = getBlobCidString(ref)
    const blob = alive(state, account, cid)
    if (!blob) throw bad('BlobNotFound', `Could not find blob: ${cid}`)
    if (blob.permanent || isLegacyBlobRef(ref)) return blob
    if (ref.mimeType !== blob.type)
      throw bad(
        'InvalidMimeType',
        `Referenced Mimetype does not match stored blob. Expected: ${blob.type}, Got: ${ref.mimeType}`,
      )
    if (ref.size !== blob.size)
      throw bad('InvalidSize', `Referenced Size does not match stored blob. Expected: ${blob.size}, Got: ${ref.size}`)
    return blob
  })
}

/** Blobs that only a record that is gone referred to are gone with it. */
export function release(account: Account, value: LexMap): void {
  const cidsOf = (one: LexMap) => blobsOf(one).map((ref) => getBlobCidString(ref))
  const gone = cidsOf(value)
  if (gone.length === 0) return
  const kept = new Set([...account.repo.records.values()].flatMap((one) => cidsOf(one.value)))
  for (const cid of gone) if (!kept.has(cid)) account.repo.blobs.delete(cid)
}
