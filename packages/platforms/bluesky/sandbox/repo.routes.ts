/** Writing records: put, create, delete, several at once (sheet sections 7 and 9). */
import { l } from '@atproto/lex-schema'
import { identify, standing, type Caller } from './guard.ts'
import { spendWrites } from './limits.ts'
import { prepare, type Prepared } from './prepare.ts'
import { bad, forbidden, invalid, unauthorized } from './problems.ts'
import { apply, find, nextCommit, type Commit, type Write } from './repo.ts'
import { findAccount, type Account, type State, type Stored } from './state.ts'
import { input, procedure, type Method } from './xrpc.ts'

const repo = l.string({ format: 'at-identifier' })
const collection = l.string({ format: 'nsid' })
const rkey = l.string({ format: 'record-key', maxLength: 512 })
const cid = l.string({ format: 'cid' })
const flag = l.optional(l.boolean())
const record = l.lexMap()

const shapes = {
  put: l.object({
    repo,
    collection,
    rkey,
    record,
    validate: flag,
    swapRecord: l.optional(l.nullable(cid)),
    swapCommit: l.optional(cid),
  }),
  create: l.object({
    repo,
    collection,
    rkey: l.optional(rkey),
    record,
    validate: flag,
    swapCommit: l.optional(cid),
  }),
  remove: l.object({ repo, collection, rkey, swapRecord: l.optional(cid), swapCommit: l.optional(cid) }),
  apply: l.object({
    repo,
    validate: flag,
    writes: l.array(
      l.typedUnion([l.typedRef(() => writeCreate), l.typedRef(() => writeUpdate), l.typedRef(() => writeDelete)], true),
    ),
    swapCommit: l.optional(cid),
  }),
}
const applyWrites = 'com.atproto.repo.applyWrites'
const writeCreate = l.typedObject(
  applyWrites,
  'create',
  l.object({ collection, rkey: l.optional(rkey), value: record }),
)
const writeUpdate = l.typedObject(applyWrites, 'update', l.object({ collection, rkey, value: record }))
const writeDelete = l.typedObject(applyWrites, 'delete', l.object({ collection, rkey }))

/** The caller's own repository, or the refusal. */
function own(state: State, caller: Caller, name: string): Account {
  const account = findAccount(state, name)
  if (!account) throw forbidden('AccountNotFound', 'Account not found')
  if (account !== caller.account) throw unauthorized('AuthenticationRequired', 'Authentication Required')
  standing(account)
  return account
}

const swapped = (stored: Stored | undefined) => bad('InvalidSwap', `Record was at ${stored?.cid ?? 'null'}`)
const written = (what: Prepared, commit?: Commit) => ({
  uri: what.uri,
  cid: what.cid,
  ...(commit ? { commit } : {}),
  ...(what.status === undefined ? {} : { validationStatus: what.status }),
})

/** A key that is new is created, one that is there is changed; the same content again changes nothing. */
const putRecord = (state: State) =>
  procedure(async (c) => {
    const caller = await identify(state, c)
    const ask = await input(c, shapes.put)
    spendWrites(state, c, caller.account.id, 2)
    const account = own(state, caller, ask.repo)
    caller.permit((permissions) => permissions.assertRepo({ action: 'create', collection: ask.collection }))
    caller.permit((permissions) => permissions.assertRepo({ action: 'update', collection: ask.collection }))
    const what = await prepare(state, account, ask)
    const commit = await nextCommit(state, account)
    const current = find(account, ask.collection, ask.rkey)
    if (current?.cid === what.cid) return c.json(written(what))
    if (ask.swapRecord !== undefined && ask.swapRecord !== (current?.cid ?? null)) throw swapped(current)
    const write: Write = { is: current ? 'update' : 'create', what }
    apply(state, c.env.visit, account, [write], { commit, swap: ask.swapCommit })
    return c.json(written(what, commit))
  })

const createRecord = (state: State) =>
  procedure(async (c) => {
    const caller = await identify(state, c)
    const ask = await input(c, shapes.create)
    spendWrites(state, c, caller.account.id, 3)
    const account = own(state, caller, ask.repo)
    caller.permit((permissions) => permissions.assertRepo({ action: 'create', collection: ask.collection }))
    const what = await prepare(state, account, ask)
    const commit = await nextCommit(state, account)
    apply(state, c.env.visit, account, [{ is: 'create', what }], { commit, swap: ask.swapCommit })
    return c.json(written(what, commit))
  })

/** Deleting what is not there is no error. */
const deleteRecord = (state: State) =>
  procedure(async (c) => {
    const caller = await identify(state, c)
    const ask = await input(c, shapes.remove)
    spendWrites(state, c, caller.account.id, 1)
    const account = own(state, caller, ask.repo)
    caller.permit((permissions) => permissions.assertRepo({ action: 'delete', collection: ask.collection }))
    const commit = await nextCommit(state, account)
    const current = find(account, ask.collection, ask.rkey)
    if (!current) return c.json({})
    if (ask.swapRecord !== undefined && ask.swapRecord !== current.cid) throw swapped(current)
    const write: Write = { is: 'delete', collection: ask.collection, rkey: ask.rkey }
    apply(state, c.env.visit, account, [write], { commit, swap: ask.swapCommit })
    return c.json({ commit })
  })

type Applied = l.InferOutput<typeof writeCreate | typeof writeUpdate | typeof writeDelete>
const actionOf = (write: Applied) => (String(write.$type).split('#')[1] ?? '') as Write['is']
const points = { create: 3, update: 2, delete: 1 } as const

const applyAll = (state: State) =>
  procedure(async (c) => {
    const caller = await identify(state, c)
    const ask = await input(c, shapes.apply)
    const asked = ask.writes as readonly Applied[]
    spendWrites(
      state,
      c,
      caller.account.id,
      asked.reduce((sum, write) => sum + points[actionOf(write)], 0),
    )
    const account = own(state, caller, ask.repo)
    if (asked.length > 200) throw invalid('Too many writes. Max: 200')
    for (const write of asked)
      caller.permit((permissions) => permissions.assertRepo({ action: actionOf(write), collection: write.collection }))
    const writes = await Promise.all(
      asked.map(async (write, index): Promise<Write> => {
        const is = actionOf(write)
        if (is === 'delete' || !('value' in write))
          return { is: 'delete', collection: write.collection, rkey: write.rkey ?? '' }
        const path = ['writes', index, 'record']
        const { collection: name, rkey: key, value } = write
        return {
          is,
          what: await prepare(state, account, {
            collection: name,
            rkey: key,
            record: value,
            validate: ask.validate,
            path,
          }),
        }
      }),
    )
    const commit = await nextCommit(state, account)
    apply(state, c.env.visit, account, writes, { commit, swap: ask.swapCommit })
    const results = writes.map((write) => ({
      $type: `${applyWrites}#${write.is}Result`,
      ...(write.is === 'delete' ? {} : written(write.what)),
    }))
    return c.json({ commit, results })
  })

export const repoMethods = (state: State): Readonly<Record<string, Method>> => ({
  'com.atproto.repo.putRecord': putRecord(state),
  'com.atproto.repo.createRecord': createRecord(state),
  'com.atproto.repo.deleteRecord': deleteRecord(state),
  'com.atproto.repo.applyWrites': applyAll(state),
})
