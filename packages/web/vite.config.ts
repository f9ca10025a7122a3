import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run dev` finds the API. */
const server = process.env['POSTHORN_URL'] ?? 'http://localhost:3000'

export default defineConfig({
  root: import.meta.dirname,
  base: process.env['POSTHORN_BASE'] ?? '/',
  plugins: [react(), tailwind()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // A strict content policy allows no data: scripts and no inlined modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
  },
  server: { proxy: { '/api': server, '/health': server } },
})
