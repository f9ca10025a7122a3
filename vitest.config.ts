import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'e2e/**/*.test.ts'],
    globalSetup: ['packages/server/database/testing/global-setup.ts'],
    // Tests run on the server named here; without it a PostgreSQL of their own is started.
    provide: { databaseServer: process.env['DATABASE_URL'] ?? '' },
    env: { TZ: 'UTC' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
