import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `vite --config test/support/renderer-preview/vite.config.ts`: the window in a browser, over data in memory. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: {
    port: 5199,
    strictPort: true,
    host: '127.0.0.1',
    fs: { allow: [path.resolve(import.meta.dirname, '../../..')] }
  },
  build: {
    outDir: path.resolve(import.meta.dirname, '../../../out/renderer-preview'),
    emptyOutDir: true,
    target: 'chrome130',
    cssTarget: 'chrome130',
    assetsInlineLimit: 0
  }
})
