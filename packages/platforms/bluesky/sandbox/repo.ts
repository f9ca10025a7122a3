/** The repository: records by collection and key, one commit after the other (sheet section 7.1). */
import { cidForLex } from '@atproto/lex-cbor'
import { getBlobCidString } from '@atproto/lex-data'
import type { Visit } from '../../sandbox/ledger.ts'
import { blobsOf, claim, release } from './blobs.ts'
import { bad, broken } from './problems.ts'
import type { Prepared } from './prepare.ts'
import type { Account, State, Stored } from './state.ts'
import { replyOf, textOf } from './values.ts'

export const postType = 'app.bsky.feed.post'

export type Write =
  | { readonly is: 'create' | 'update'; readonly what: Prepared }
  | { readonly is: 'delete'; readonly collection: string; readonly rkey: string }
export interface Commit {
  readonly cid: string
  readonly rev: string
}

const keyOf = (collection: string, rkey: string) => `${collection}/${rkey}`
export const find = (account: Account, collection: string, rkey: string) =>
  account.repo.records.get(keyOf(collection, rkey))

/** Only what followers can see gets into the ledger; reply gates and profiles do not. */
function tell(state: State, visit: Visit, kind: string, { uri, account, collection, value }: Stored): void {
  if (collection !== postType) return
  const gone = kind === 'delete'
  state.world.accept(visit, {
    kind,
    account: account.id,
    id: uri,
    text: gone ? '' : textOf(value),
    media: gone ? [] : blobsOf(value).map((ref) => getBlobCidString(ref)),
  })
}

function index(state: State, stored: Stored): void {
  state.posts.set(stored.uri, stored)
  const parent = replyOf(stored.value)?.parent.uri
  if (parent === undefined) return
  const replies = state.replies.get(parent) ?? new Set()
  state.replies.set(parent, replies.add(stored.uri))
}

function put(state: State, visit: Visit, account: Account, what: Prepared): void {
  for (const blob of claim(state, account, what.value)) blob.permanent = true
  const old = find(account, what.collection, what.rkey)
  if (old) {
    const before = old.value
    Object.assign(old, { value: what.value, cid: what.cid })
    release(account, before)
    tell(state, visit, 'edit', old)
    return
  }
  const now = state.world.now()
  const lag = state.world.fault(visit, 'readback_lag')
  const stored: Stored = {
    uri: what.uri,
    account,
    collection: what.collection,
    rkey: what.rkey,
    at: now,
    seenFrom: now + (lag ? (lag.seconds ?? 60) : state.settings.appViewLagSeconds) * 1000,
    cid: what.cid,
    value: what.value,
  }
  account.repo.records.set(keyOf(what.collection, what.rkey), stored)
  if (what.collection === postType) index(state, stored)
  tell(state, visit, replyOf(what.value) ? 'reply' : 'post', stored)
}

function remove(state: State, visit: Visit, account: Account, collection: string, rkey: string): void {
  const stored = find(account, collection, rkey)
  if (!stored) throw broken()
  account.repo.records.delete(keyOf(collection, rkey))
  state.posts.delete(stored.uri)
  const parent = replyOf(stored.value)?.parent.uri
  if (parent !== undefined) state.replies.get(parent)?.delete(stored.uri)
  release(account, stored.value)
  tell(state, visit, 'delete', stored)
}

/** Whether every write can be done. A key that is taken, or not there, is a 500 at the real server: it looks transient. */
function check(state: State, account: Account, writes: readonly Write[]): void {
  const gone = new Set<string>()
  const made = new Set<string>()
  for (const write of writes) {
    const [collection, rkey] =
      write.is === 'delete' ? [write.collection, write.rkey] : [write.what.collection, write.what.rkey]
    const key = keyOf(collection, rkey)
    const there = made.has(key) || (account.repo.records.has(key) && !gone.has(key))
    if (there === (write.is === 'create')) throw broken()
    if (write.is === 'delete') gone.add(key)
    else made.add(key)
    if (write.is !== 'delete') claim(state, account, write.what.value)
  }
}

/** The address of the next commit. It takes a moment; what is decided after it is done at once. */
export async function nextCommit(state: State, account: Account): Promise<Commit> {
  const rev = state.nextTid()
  return { cid: String(await cidForLex({ did: account.id, version: 3, rev, prev: account.repo.head })), rev }
}

/** All writes or none, without waiting for anything. `swap`: what the repository's head has to be. */
export function apply(
  state: State,
  visit: Visit,
  account: Account,
  writes: readonly Write[],
  { commit, swap }: { readonly commit: Commit; readonly swap: string | undefined },
): void {
  if (swap !== undefined && swap !== account.repo.head)
    throw bad('InvalidSwap', `Commit was at ${account.repo.head || 'null'}`)
  check(state, account, writes)
  for (const write of writes) {
    if (write.is === 'delete') remove(state, visit, account, write.collection, write.rkey)
    else put(state, visit, account, write.what)
  }
  Object.assign(account.repo, { head: commit.cid, rev: commit.rev })
}
