import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkProject } from '../../../tools/layers/check.ts'
import { checkLength, checkOther, checkSource, layerOf } from '../../../tools/layers/rules.ts'

const messages = (file: string, text: string) => checkSource(file, text).map((one) => `${one.line} ${one.message}`)

describe('the layer table', () => {
  it.each([
    ['src/shared/kit/a.ts', '../domain/b.ts', 'shared/kit must not import shared/domain'],
    ['src/shared/domain/a.ts', '../contract/b.ts', 'shared/domain must not import shared/contract'],
    ['src/shared/domain/a.ts', 'node:fs', 'shared/domain must not use Node'],
    ['src/shared/contract/a.ts', '../../main/ports/b.port.ts', 'shared/contract must not import main/ports'],
    ['src/preload/a.ts', '../main/services/b.ts', 'preload must not import main/services'],
    ['src/preload/a.ts', 'zod', 'preload must not import the package zod'],
    ['src/renderer/src/lib/a.ts', '../ui/b.tsx', 'renderer/lib must not import renderer/ui'],
    ['src/renderer/src/ui/a.tsx', '../features/x/b.tsx', 'renderer/ui must not import renderer/features'],
    ['src/renderer/src/features/x/a.tsx', '../../app/b.tsx', 'renderer/features must not import renderer/app'],
    [
      'src/renderer/src/features/x/a.tsx',
      '../y/b.tsx',
      'x must not import y: each folder of renderer/features stands alone'
    ],
    ['src/renderer/src/app/a.tsx', '../../../main/services/b.ts', 'renderer/app must not import main/services'],
    ['src/renderer/src/lib/a.ts', 'electron', 'renderer/lib must not import the package electron'],
    ['src/renderer/src/lib/a.ts', 'node:fs', 'renderer/lib must not use Node'],
    ['src/main/ports/a.port.ts', '../platform/b.ts', 'main/ports must not import main/platform'],
    ['src/main/platform/a.ts', '../services/b.ts', 'main/platform must not import main/services'],
    ['src/main/services/a.ts', 'electron', 'main/services must not import the package electron'],
    ['src/main/services/a.ts', 'better-sqlite3', 'main/services must not import the package better-sqlite3'],
    ['src/main/services/a.ts', '../db/client.ts', 'main/services must not import main/db-client'],
    ['src/main/services/a.ts', '../sync/b.ts', 'main/services must not import main/sync'],
    ['src/main/stores/a.ts', '../db/open.ts', 'main/stores must not import main/db'],
    ['src/main/stores/a.ts', 'better-sqlite3', 'main/stores must not import the package better-sqlite3'],
    ['src/main/sigma/a.ts', '../sandbox/b.ts', 'main/sigma must not import main/sandbox'],
    ['src/main/sigma/a.ts', 'hono/cors', 'main/sigma must not import the package hono'],
    ['src/main/sandbox/a.ts', '../sigma/b.ts', 'main/sandbox must not import main/sigma'],
    ['src/main/ipc/a.ts', '../stores/b.ts', 'main/ipc must not import main/stores'],
    ['src/main/ipc/a.ts', 'electron', 'main/ipc must not import the package electron'],
    ['src/main/app/a.ts', 'keytar', 'main/app must not import the package keytar'],
    ['src/main/app/a.ts', '../../renderer/src/lib/b.ts', 'main/app must not import renderer/lib'],
    ['src/main/app/a.ts', '../../../tools/b.ts', '"../../../tools/b.ts" leaves src/'],
    ['src/main/app/a.ts', '../elsewhere/b.ts', '"../elsewhere/b.ts" belongs to no layer'],
    ['src/main/app/a.ts', './b', '"./b" has no extension'],
    ['src/main/app/a.ts', 'fs', '"fs" is written without "node:"'],
    ['src/main/app/a.ts', '/etc/passwd', '"/etc/passwd" is an absolute path']
  ])('refuses that %s imports %s', (file, specifier, message) => {
    expect(messages(file, `\nimport { x } from '${specifier}'\n`)).toEqual([expect.stringContaining(`2 ${message}`)])
  })

  it.each([
    ['a type import', `import type { X } from '../platform/b.ts'`],
    ['a re-export', `export { x } from '../platform/b.ts'`],
    ['a re-export of everything', `export * from '../platform/b.ts'`],
    ['a dynamic import', `const x = await import('../platform/b.ts')`],
    ['an import type', `type X = import('../platform/b.ts').X`],
    ['a require', `const x = require('../platform/b.ts')`],
    ['a side effect', `import '../platform/b.ts'`],
    ['the address of a worker', `new Worker(new URL('../platform/b.ts', import.meta.url))`]
  ])('sees %s', (_kind, text) => {
    expect(messages('src/main/services/a.ts', text)).toContainEqual(
      expect.stringContaining('main/services must not import main/platform')
    )
  })

  it('refuses a dynamic import that names no module', () => {
    expect(messages('src/main/services/a.ts', 'export const f = (name: string) => import(name)')).toEqual([
      expect.stringContaining('must name its module')
    ])
  })

  it.each([
    ['src/main/app/a.ts', '../platform/b.ts'],
    ['src/main/app/a.ts', '../db/client.ts'],
    ['src/main/stores/a.ts', '../db/client.ts'],
    ['src/main/db/a.ts', 'better-sqlite3'],
    ['src/main/db/queries/a.ts', '../open.ts'],
    ['src/main/platform/a.ts', 'electron-log/node'],
    ['src/renderer/src/features/x/a.tsx', './parts/b.tsx'],
    ['src/renderer/src/features/x/a.tsx', '../../ui/b.tsx'],
    ['src/renderer/src/features/x/a.tsx', './b.module.css'],
    ['src/main/sources/a.ts', '../sigma/b.ts']
  ])('lets %s import %s', (file, specifier) => {
    expect(messages(file, `import { x } from '${specifier}'`)).toEqual([])
  })

  it('does not take words in comments and strings for imports', () => {
    expect(
      messages('src/main/ports/a.port.ts', `// import 'electron'\nexport const x = "import y from 'keytar'"`)
    ).toEqual([])
  })

  it('reports a file that cannot be parsed', () => {
    expect(messages('src/main/ports/a.port.ts', 'import {')).toContainEqual(expect.stringContaining('cannot be parsed'))
  })
})

describe('doors to the outside', () => {
  const main = 'src/main/platform/main-window.ts'
  it.each([
    [main, `import { ipcMain } from 'electron'`, 'ipcMain is used in src/main/platform/ipc-port.ts alone'],
    [main, `import { ipcMain as wire } from 'electron/main'`, 'ipcMain is used in'],
    [main, `import * as electron from 'electron'\nelectron.ipcMain.handle('x', f)`, 'ipcMain is used in'],
    [main, `const { ipcMain } = await import('electron')`, 'ipcMain is used in'],
    [main, `const wire = (await import('electron')).ipcMain`, 'ipcMain is used in'],
    [main, `window.webContents.ipc.handle('x', f)`, 'ipc is used in src/main/platform/ipc-port.ts alone'],
    [main, `event.senderFrame?.ipc.on('x', f)`, 'ipc is used in src/main/platform/ipc-port.ts alone'],
    [main, `import { shell } from 'electron'\nvoid shell.openExternal(url)`, 'shell.openExternal is used in'],
    [main, `import { shell as s } from 'electron'\nvoid s.openExternal(url)`, 'shell.openExternal is used in'],
    [main, `import { shell } from 'electron'\nconst { openExternal } = shell`, 'shell.openExternal is used in'],
    [main, `import electron from 'electron'\nvoid electron.shell.openExternal(url)`, 'shell.openExternal is used in'],
    [
      'src/preload/build-api.ts',
      `import { ipcRenderer } from 'electron'`,
      'ipcRenderer is used in src/preload/index.ts alone'
    ],
    [
      'src/renderer/src/ui/a.tsx',
      'void window.api.settings',
      'window.api is used in src/renderer/src/lib/api.ts alone'
    ],
    ['src/renderer/src/ui/a.tsx', 'void (window as unknown as X).api.settings', 'window.api is used in'],
    ['src/renderer/src/ui/a.tsx', 'void globalThis.api.settings', 'globalThis.api is used in']
  ])('%s must not say %s', (file, text, message) => {
    expect(messages(file, text)).toEqual([expect.stringContaining(message)])
  })

  it('are open in their one file', () => {
    expect(
      messages('src/main/platform/ipc-port.ts', `import { ipcMain } from 'electron'\nipcMain.handle('x', f)`)
    ).toEqual([])
    expect(messages('src/preload/index.ts', `import { ipcRenderer } from 'electron'`)).toEqual([])
    expect(
      messages('src/main/platform/external-links.ts', `import { shell } from 'electron'\nshell.openExternal(x)`)
    ).toEqual([])
  })

  it('do not close what only sounds alike', () => {
    expect(
      messages(main, `import { shell } from 'electron'\nshell.showItemInFolder(x)\nlinks.openExternal(x)`)
    ).toEqual([])
  })
})

describe('places and sizes', () => {
  it('finds the layer by the longest path', () => {
    expect(layerOf('src/main/db/client.ts')?.name).toBe('main/db-client')
    expect(layerOf('src/main/db/queries/x.ts')?.name).toBe('main/db')
    expect(layerOf('src/main/elsewhere.ts')).toBeUndefined()
  })

  it('refuses a file of src that belongs to no layer', () => {
    expect(messages('src/main/helpers/a.ts', '')).toEqual([expect.stringContaining('belongs to no layer')])
    expect(messages('src/elsewhere/photo.bmp', '')).toEqual([expect.stringContaining('belongs to no layer')])
  })

  it('refuses file 301 of 300 lines and takes the one before', () => {
    expect(checkLength('test/a.ts', 'x\n'.repeat(300))).toEqual([])
    expect(checkLength('test/a.ts', 'x\n'.repeat(301))).toEqual([
      expect.objectContaining({ line: 301, message: expect.stringContaining('301 lines') })
    ])
  })

  it('asks for extensions in tests and tools too', () => {
    expect(checkOther('tools/a.ts', `import { x } from './b'`)).toHaveLength(1)
    expect(checkOther('tools/a.ts', `import { x } from './b.ts'\nimport { y } from 'vitest'`)).toEqual([])
  })
})

describe('the check over a folder', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  const projectWith = (files: Record<string, string>): string => {
    const root = mkdtempSync(path.join(tmpdir(), 'vigil-layers-'))
    folders.push(root)
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
      writeFileSync(path.join(root, file), text)
    }
    return root
  }

  it('walks src, tests, tools and scripts', () => {
    const root = projectWith({
      'src/main/services/a.ts': `import { app } from 'electron'`,
      'src/stray.ts': '',
      'src/main/ports/fine.port.ts': 'export interface Fine { readonly x: number }',
      'test/unit/long.test.ts': 'x\n'.repeat(400),
      'script/start': '#\n'.repeat(301),
      'tools/a.ts': `import './b'`
    })
    expect(checkProject(root).breaches.map((one) => `${one.file}:${one.line}`)).toEqual([
      'script/start:301',
      'src/main/services/a.ts:1',
      'src/stray.ts:1',
      'test/unit/long.test.ts:301',
      'tools/a.ts:1'
    ])
  })
})
