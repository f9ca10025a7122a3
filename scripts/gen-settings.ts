/** Draws docs/settings.md from the tables that are read: `node scripts/gen-settings.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { platforms } from '@posthorn/platforms/adapters'
import { clientVariables, secretSettings, serverSettings, type SettingsTable } from '../packages/server/settings.ts'
import { writingSettings } from '../packages/server/writing/settings.ts'

const file = join(import.meta.dirname, '../docs/settings.md')

export function settingsPage(): string {
  const apps = new Map(clientVariables(platforms).map((one) => [one.app, one]))
  const credentials = [...apps.values()].map(
    ({ app, id, secret }) => `| \`${id}\`, \`${secret}\` | Credentials of your app (${app}) at its network. |`,
  )
  const addresses = Object.keys(platforms).map((id) => {
    const name = id.toUpperCase()
    return `| \`${name}_API_URL\`, \`${name}_AUTH_URL\` | Base addresses in place of the network's own, for a proxy or a test. |`
  })
  return `# Settings

Posthorn reads its environment once, when it starts. A value that cannot be used stops the start and names the variable. All are optional.

<!-- Drawn by \`npm run gen\` from packages/server/settings.ts. -->

## Server

${table(serverSettings)}

## Secrets

Missing ones are made strong at the first start and kept in \`DATA_DIR/secrets.json\`, which only Posthorn's user may read. Keep a copy: without it sealed tokens cannot be opened.

${table(secretSettings)}

## Writer

${table(writingSettings)}

## Networks

| variable | is for |
|---|---|
${[...credentials, ...addresses].join('\n')}
`
}

const table = (settings: SettingsTable): string =>
  [
    '| variable | without it | is for |',
    '|---|---|---|',
    ...Object.values(settings).map(({ env, fallback, says }) => `| \`${env}\` | ${shown(fallback)} | ${says} |`),
  ].join('\n')

function shown(fallback: unknown): string {
  if (fallback === true) return '`on`'
  if (fallback === undefined || fallback === '' || (Array.isArray(fallback) && fallback.length === 0)) return ''
  return `\`${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}\``
}

if (import.meta.main) writeFileSync(file, settingsPage())
