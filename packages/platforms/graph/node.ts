/** Reading a node that may not be there, or that one token does not see although it is there. */
import type { Call, Reply, Wire } from '../interface.ts'
import { failed, isMissing } from './answer.ts'
import { ask } from './ask.ts'

/**
 * None if it does not exist, as far as our tokens see. `or` is asked where the first says so: Meta has kept from Pages
 * what the person behind them saw. Any other refusal is thrown, for whoever judges it.
 */
export async function readNode(call: Call, wire: Wire, or?: Wire): Promise<Reply | undefined> {
  const reply = await ask(call, wire, isMissing)
  if (!failed(reply)) return reply
  const other = or && (await call.send(or, [400, 401, 403, 404]))
  return other && !failed(other) ? other : undefined
}
