/** Reading records back, and files in and out (sheet sections 6 and 8). Reads need no token and are never late. */
import { lexToJson } from '@atproto/lex-json'
import { l } from '@atproto/lex-schema'
import { Answered } from '../../sandbox/answered.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { keep } from './blobs.ts'
import { identify, standing } from './guard.ts'
import { spendBlob } from './limits.ts'
import { answerOf, bad, invalid, notKnown, unauthorized } from './problems.ts'
import { find } from './repo.ts'
import { did, findAccount, type Account, type State, type Stored } from './state.ts'
import { encoding, params, procedure, query, type Method } from './xrpc.ts'

const repo = l.string({ format: 'at-identifier' })
const collection = l.string({ format: 'nsid' })
const cid = l.string({ format: 'cid' })
const getParams = l.params({
  repo,
  collection,
  rkey: l.string({ format: 'record-key', maxLength: 512 }),
  cid: l.optional(cid),
})
const listParams = l.params({
  repo,
  collection,
  limit: l.optional(l.withDefault(l.integer({ minimum: 1, maximum: 100 }), 50)),
  cursor: l.optional(l.string()),
  reverse: l.optional(l.boolean()),
})
const blobParams = l.params({ did: l.string({ format: 'did' }), cid })

const view = ({ uri, cid: is, value }: Stored) => ({ uri, cid: is, value: lexToJson(value) })

const getRecord = (state: State) =>
  query((c) => {
    const ask = params(c, getParams)
    const account = findAccount(state, ask.repo)
    if (!account) throw invalid('Could not locate record')
    const stored = find(account, ask.collection, ask.rkey)
    if (!stored || (ask.cid !== undefined && ask.cid !== stored.cid))
      throw bad('RecordNotFound', `Could not locate record: at://${account.id}/${ask.collection}/${ask.rkey}`)
    return c.json(view(stored))
  })

/** Newest first by key, or oldest first with `reverse`. */
const listRecords = (state: State) =>
  query((c) => {
    const { repo: name, collection: of, limit, cursor, reverse = false } = params(c, listParams)
    const account = findAccount(state, name)
    if (!account) throw notKnown(name)
    const order = (a: Stored, b: Stored) => (a.rkey < b.rkey === reverse ? -1 : 1)
    const records = [...account.repo.records.values()]
      .filter((one) => one.collection === of)
      .toSorted(order)
      .filter((one) => cursor === undefined || (reverse ? one.rkey > cursor : one.rkey < cursor))
      .slice(0, limit)
    const last = records.at(-1)
    return c.json({ records: records.map(view), ...(last ? { cursor: last.rkey } : {}) })
  })

/** The account that uploads: the caller, or the one a service has a token of. */
async function uploader(state: State, c: Parameters<Method['run']>[0], type: string): Promise<Account> {
  const service = state.services.get(c.req.header('authorization')?.replace(/^Bearer /i, '') ?? '')
  if (!service) {
    const caller = await identify(state, c)
    caller.permit((permissions) => permissions.assertBlob({ mime: type }))
    return caller.account
  }
  if (service.until <= state.world.now()) throw unauthorized('JwtExpired', 'jwt expired')
  if (service.audience !== did) throw unauthorized('BadJwtAudience', 'jwt audience does not match service did')
  if (service.method !== 'com.atproto.repo.uploadBlob')
    throw unauthorized('BadJwtLexiconMethod', 'bad jwt lexicon method ("lxm"). must match: com.atproto.repo.uploadBlob')
  return service.account
}

const uploadBlob = (state: State) =>
  procedure(async (c) => {
    const type = encoding(c)
    const account = await uploader(state, c, type)
    spendBlob(state, c, account.id)
    if (account.status === 'takendown') standing(account)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.byteLength > state.settings.blobUploadLimit)
      throw new Answered(answerOf(413, 'PayloadTooLarge', 'request entity too large'))
    return c.json({ blob: (await keep(state, account, bytes, type)).view })
  })

const getBlob = (state: State) =>
  query((c) => {
    const ask = params(c, blobParams)
    const blob = state.accounts.get(ask.did)?.repo.blobs.get(ask.cid)
    if (!blob) throw bad('BlobNotFound', 'Blob not found')
    return fileResponse(state.world.files.get(ask.cid))
  })

export const readMethods = (state: State): Readonly<Record<string, Method>> => ({
  'com.atproto.repo.getRecord': getRecord(state),
  'com.atproto.repo.listRecords': listRecords(state),
  'com.atproto.repo.uploadBlob': uploadBlob(state),
  'com.atproto.sync.getBlob': getBlob(state),
})
