import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run dev` finds the API. */
const server = process.env['POSTHORN_URL'] ?? 'http://localhost:3000'

export default defineConfig({
  root: import.meta.dirname,
  base: process.env['POSTHORN_BASE'] ?? '/',
  plugins: [react(), tailwind()],
  // React has this hook itself; the router still brings it for older ones.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: 'react' }] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // A strict content policy allows no data: scripts and no inlined modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs arrives as two files: thirty small ones would be bigger together. What only some
            // pages use of the same libraries stays with them.
            {
              name: 'libraries',
              test: /node_modules\/(react|react-dom|scheduler|wouter|regexparam|@tanstack|i18next|react-i18next|use-sync-external-store)\/(?!.*([mM]utationObserver|useMutation|queriesObserver|useQueries|nfinite))/,
            },
            {
              name: 'shell',
              test: /packages\/web\/((app|shell)\/(?!.*(palette|key-list|more-sheet|menu-items|stopped|page|time|now|narrow|channels)\.)|components\/(button|classes|banner|skeleton|error-card|initial)\.)/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/health': server } },
})
