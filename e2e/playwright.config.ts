/** Stories across the whole: browser, server, sandbox. They use the system's Chromium. */
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.story.ts',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  reporter: [['line'], ['json']],
  use: {
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: browsers.find((browser) => existsSync(browser)) ?? 'chromium',
      // As root, as in a container, Chromium has no sandbox of its own; it visits only our own pages here.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
