import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig } from 'vite'

const here = import.meta.dirname
const project = resolve(here, '../../..')
/** The oldest runtime that the program must run on. */
const nodeTarget = 'node20.18'

/** Builds the harness as electron-vite builds Vigil. Inside the project, where keytar is found. */
export async function buildHarness(): Promise<{ folder: string; remove: () => void }> {
  const mode = process.env.NODE_ENV
  // The bundler reads it, and the test runner has set it to something else.
  process.env.NODE_ENV = 'production'
  try {
    return await buildInto(makeFolder())
  } finally {
    process.env.NODE_ENV = mode
  }
}

function makeFolder(): string {
  mkdirSync(join(project, 'out'), { recursive: true })
  return mkdtempSync(join(project, 'out', 'security-harness-'))
}

async function buildInto(folder: string): Promise<{ folder: string; remove: () => void }> {
  const common = (outDir: string): InlineConfig => ({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir: join(folder, outDir), emptyOutDir: false, minify: false }
  })
  const inNode = (outDir: string, input: string, output: object): InlineConfig => ({
    ...common(outDir),
    ssr: { noExternal: true },
    build: {
      ...common(outDir).build,
      ssr: true,
      target: nodeTarget,
      rolldownOptions: { input, external: [/^electron($|\/)/, /^node:/, 'keytar'], output }
    }
  })
  await build(inNode('.', join(here, 'main.ts'), { format: 'es', entryFileNames: 'main.js' }))
  const preload = join(project, 'src/preload/index.ts')
  await build(inNode('preload', preload, { format: 'cjs', entryFileNames: '[name].cjs' }))
  await build({
    ...common('renderer'),
    root: join(here, 'page'),
    plugins: [react()],
    build: {
      ...common('renderer').build,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false }
    }
  })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'vigil', productName: 'Vigil', version: '0.0.0', type: 'module', main: 'main.js' })
  )
  writeFileSync(join(folder, 'outside.txt'), 'outside the served folder')
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
