/**
 * The program: `node packages/server/main.ts [start | set-up-code | rotate-keys]`.
 * What it does is in start.ts and commands.ts; what it is made of, in assemble.ts.
 */
import { databaseProblem } from './database/errors.ts'
import { enableCompileCache } from 'node:module'
import { ProblemError, advice } from '@posthorn/domain/problems.ts'
import { compileCache, processEnvironment } from './settings.ts'

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** The first signal asks for a clean stop, the second ends at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => (stop.signal.aborted ? process.exit(1) : stop.abort()))
  }
  return stop.signal
}

/** Imported when asked for, so that the cache is in place before the bulk of the program is compiled. */
const commands: Readonly<Record<string, () => Promise<void>>> = {
  start: async () => (await import('./start.ts')).start({ stop: stopSignal(), print }),
  'set-up-code': async () => (await import('./commands.ts')).setUpCode(print),
  'rotate-keys': async () => (await import('./commands.ts')).rotate(print),
}

async function main([name = 'start']: readonly string[]): Promise<number> {
  const command = commands[name]
  if (!command) {
    complain(`There is no command ${JSON.stringify(name)}. Commands: ${Object.keys(commands).join(', ')}.`)
    return 2
  }
  try {
    enableCompileCache(compileCache(processEnvironment))
    await command()
    return 0
  } catch (error) {
    const told = error instanceof ProblemError ? error : databaseProblem(error)
    if (!told) throw error
    complain(`${told.message}\n${advice(told.code, told.values) ?? ''}`)
    return 1
  }
}

process.exit(await main(process.argv.slice(2)))
