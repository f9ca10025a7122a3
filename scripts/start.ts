/** `npm start`: the web app built if its sources changed, then the whole program. */
import { buildWeb } from './build-web.ts'

try {
  if (await buildWeb()) process.stdout.write('The web app was built.\n')
} catch (error) {
  // The API, and what is scheduled, matter more than the screens.
  process.stderr.write(`The web app could not be built, so there are no new screens: ${String(error).slice(0, 2000)}\n`)
}
await import('../packages/server/main.ts')
