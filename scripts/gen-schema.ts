/** Writes packages/server/database/schema.gen.ts from the migrations, on a PostgreSQL started for it alone. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateSchema } from '../packages/server/database/generate.ts'
import { migrate } from '../packages/server/database/migrate.ts'
import { throwAwayServer } from '../packages/server/database/testing/server.ts'

const target = join(import.meta.dirname, '../packages/server/database/schema.gen.ts')

// Ctrl-C ends the program in the ordinary way, so that the server goes with it.
process.once('SIGINT', () => process.exit(130))
const server = await throwAwayServer()
try {
  await migrate(server.url)
  await writeFile(target, await generateSchema(server.url))
} finally {
  await server.close()
}
