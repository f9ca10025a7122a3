/** Questions that may be refused. */
import type { Call, Reply, Wire } from '../interface.ts'
import { failed } from './answer.ts'

/**
 * Sends what is harmless to repeat, and gives back the refusals that `tolerates` knows. Any other refusal is met once
 * more without an expectation, so that it is thrown to whoever judges it: a token, a limit, a server in trouble.
 */
export async function ask(call: Call, wire: Wire, tolerates: (reply: Reply) => boolean): Promise<Reply> {
  const reply = await call.send(wire, [400, 403, 404])
  return !failed(reply) || tolerates(reply) ? reply : call.send(wire)
}
