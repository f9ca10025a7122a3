/** Writes packages/server/database/schema.gen.ts from the migrations, on a PostgreSQL started for it alone. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../packages/server/database/embedded/start.ts'
import { generateSchema } from '../packages/server/database/generate.ts'
import { migrate } from '../packages/server/database/migrate.ts'

const target = join(import.meta.dirname, '../packages/server/database/schema.gen.ts')

const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-gen-'))
try {
  // Started by root, the server runs as another user, who must be able to cross this folder.
  await chmod(dataDir, 0o711)
  await using embedded = await startEmbedded({ dataDir, durable: false })
  await migrate(embedded.url)
  await writeFile(target, await generateSchema(embedded.url))
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
