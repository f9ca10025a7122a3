/** Whose Pages: what somebody signed in at Facebook allowed us, and the Pages they work for. */
import type { Call, Wire } from '../interface.ts'
import { at, objs, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { readAll } from './paging.ts'

type Query = Readonly<Record<string, string | undefined>>
/** A question in the name of the person: the path behind the version, and its query. */
export type AsPerson = (path: string, query?: Query) => Wire

/** What lists of portfolios answer to those who may not see them. */
const notForUs: readonly number[] = [400, 403, 404]

/** Permissions that the person declined, or that are gone: each can be unticked in Facebook's dialog. */
export async function missingScopes(call: Call, wire: AsPerson, asked: readonly string[]): Promise<readonly string[]> {
  const rows = objs(at((await call.send(wire('me/permissions'))).body, 'data'))
  const granted = new Set(rows.filter((row) => str(row['status']) === 'granted').map((row) => str(row['permission'])))
  return asked.filter((scope) => !granted.has(scope))
}

/** Pages of the person's own list, then those of portfolios, which that list leaves out. One may come twice. */
export async function readPages(
  call: Call,
  wire: AsPerson,
  { fields, portfolios }: { readonly fields: string; readonly portfolios: boolean },
): Promise<readonly Obj[]> {
  const list = (edge: string, of: string, expect: readonly number[] = []): Promise<readonly Obj[]> =>
    readAll(call, (after) => wire(edge, { fields: of, limit: '100', after }), { expect })
  const own = await list('me/accounts', fields)
  if (!portfolios) return own
  const further: Obj[] = []
  for (const business of await list('me/businesses', 'id', notForUs))
    for (const edge of ['owned_pages', 'client_pages'])
      further.push(...(await list(`${str(business['id'])}/${edge}`, fields, notForUs)))
  return [...own, ...further]
}
