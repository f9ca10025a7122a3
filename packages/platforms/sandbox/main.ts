/** The sandbox as a process: `node packages/platforms/sandbox/main.ts --port 4400 [--seed 1] [--verbose] [--with-parent]`. */
import { parseArgs } from 'node:util'
import { imitations } from '../sandbox.gen.ts'
import { startSandbox } from './server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    seed: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    'with-parent': { type: 'boolean', default: false },
  },
})

/** Resolves when the process shall end. With a parent, the end of standard input says that the parent is gone. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
    if (!values['with-parent']) return
    process.stdin.once('end', resolve).once('close', resolve).once('error', resolve).resume()
  })
}

const print = (line: string) => process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const stop = ended()
  await using sandbox = await startSandbox(imitations, {
    port: Number(values.port),
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    ...(values.verbose ? { say: print } : {}),
  })
  print(JSON.stringify({ url: sandbox.url }))
  await stop
}

await main()
process.exit(0)
