import { existsSync } from 'node:fs'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { licenceCollector } from './tools/licences.ts'

// Fixed targets: one bundle runs on the Electron that package.json names and on the older npm-hosted one of development
// machines (33: Node 20.18, Chrome 130). Left alone, electron-vite reads the version of the typings and emits code that
// the older one cannot run.
const nodeTarget = 'node20.18'
const chromeTarget = 'chrome130'

// Native modules and Electron itself stay outside the bundle; everything else is in it, so that an installer needs no
// node_modules but these two.
const external = [/^electron($|\/)/, /^node:/, 'better-sqlite3', 'keytar']

const source = (...parts: string[]): string => path.resolve(import.meta.dirname, 'src', ...parts)

const licences = licenceCollector(import.meta.dirname, ['electron', 'better-sqlite3', 'keytar'])

const sandboxWorker = source('main', 'app', 'sandbox-thread', 'worker.ts')
const mainInputs = {
  index: source('main', 'index.ts'),
  'db-worker': source('main', 'db', 'worker.ts'),
  'parser-worker': source('main', 'archive', 'parse', 'parser-thread.ts'),
  'verify-worker': source('main', 'archive', 'evidence', 'verify-thread.ts'),
  // runs in plain Node, too: `node out/main/verify.js PACK`
  verify: source('main', 'cli', 'verify.ts'),
  ...(existsSync(sandboxWorker) ? { 'sandbox-worker': sandboxWorker } : {})
}

export default defineConfig({
  main: {
    plugins: [licences.collect],
    build: {
      target: nodeTarget,
      outDir: 'out/main',
      minify: false,
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: mainInputs,
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' }
      }
    }
  },
  preload: {
    plugins: [licences.collect],
    build: {
      target: nodeTarget,
      outDir: 'out/preload',
      minify: false,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: source('preload', 'index.ts') },
        external: [/^electron($|\/)/],
        // a sandboxed preload must be one CommonJS file
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: source('renderer'),
    plugins: [react(), licences.collect, licences.write],
    build: {
      target: chromeTarget,
      cssTarget: chromeTarget,
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: 'oxc',
      // the content security policy allows neither data: addresses for fonts and scripts nor inline code
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // read from the disk, not from a network
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: source('renderer', 'index.html') }
    }
  }
})
