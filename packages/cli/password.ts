/** Asks for a password: unseen in a terminal, one line from a pipe. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

export async function askPassword(what = 'Password', input = process.stdin, prompt = process.stderr): Promise<string> {
  if (input.isTTY) prompt.write(`${what}: `)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: silent, terminal: input.isTTY })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    if (input.isTTY) prompt.write('\n')
  }
}
