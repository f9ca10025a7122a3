/** Lists of Graph come in pages. The next one is asked for by its cursor: Graph's own `next` address holds the token. */
import type { Call, Wire } from '../interface.ts'
import { at, objs, str } from '../reply.ts'
import type { Obj } from '../reply.ts'

/** All rows, over at most `pages` pages. `wire` asks for the page after the cursor. */
export async function readAll(
  call: Call,
  wire: (after: string | undefined) => Wire,
  { pages = 20, expect = [] }: { readonly pages?: number; readonly expect?: readonly number[] } = {},
): Promise<readonly Obj[]> {
  const rows: Obj[] = []
  let after: string | undefined
  for (let page = 0; page < pages; page++) {
    const { body } = await call.send(wire(after), expect)
    rows.push(...objs(at(body, 'data')))
    const next = str(at(body, 'paging', 'cursors', 'after'))
    if (at(body, 'paging', 'next') === undefined || next === '' || next === after) return rows
    after = next
  }
  return rows
}
