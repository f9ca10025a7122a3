/**
 * `npm run bluesky-server`: installs a real Bluesky server for tests into its own folder (500 MB, some minutes). Its
 * database driver is compiled, so a C++ compiler, make and Python are needed, and the headers of this very Node.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../e2e/bluesky-server')
const nodeDir = join(process.execPath, '../..')
if (!existsSync(join(nodeDir, 'include/node/node.h'))) {
  process.stderr.write(
    `The headers of this Node are not beside it (${nodeDir}). Run it as \`npm run bluesky-server\`.\n`,
  )
  process.exit(1)
}
const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
  cwd: folder,
  env: { ...process.env, npm_config_nodedir: nodeDir },
  stdio: 'inherit',
})
process.exit(status ?? 1)
