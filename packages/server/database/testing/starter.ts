/**
 * A process that starts the embedded server and says how it went: one line of JSON. It stops the server when its
 * input ends, and leaves it running when it is killed. Arguments: the data folder.
 */
import { databaseProblem } from '../errors.ts'
import { startEmbedded } from '../embedded/start.ts'
import { ProblemError } from '@posthorn/domain/problems.ts'

const [, , dataDir = ''] = process.argv

try {
  await using embedded = await startEmbedded({ dataDir })
  say({ url: embedded.url, attached: embedded.attached, notes: embedded.notes })
  for await (const _ of process.stdin);
} catch (error) {
  const known = error instanceof ProblemError ? error : databaseProblem(error)
  say({ code: known?.code ?? 'unknown', message: known?.message ?? String(error) })
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
