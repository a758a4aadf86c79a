// Who may import whom, as data. The check (check.ts) refuses everything that is not said here, and every file under src/
// that belongs to no layer.

/** One part of the program, with all that it may reach. */
export interface Layer {
  readonly name: string
  /** Path prefixes relative to the project, a folder with its final slash or one file. The longest match wins. */
  readonly paths: readonly string[]
  /** Layers besides itself that it may import. */
  readonly layers: readonly string[]
  /** Packages that it may import; a name covers its subpaths. */
  readonly packages: readonly string[]
  readonly mayUseNode: boolean
  /** Folders inside the layer that may not import each other, such as the features of the window. */
  readonly areFoldersApart?: boolean
}

const shared = ['shared/kit', 'shared/domain', 'shared/contract']
const core = [
  'main/ports',
  'main/archive',
  'main/db',
  'main/db-client',
  'main/stores',
  'main/sigma',
  'main/sandbox',
  'main/sources',
  'main/sync',
  'main/services',
  'main/ipc'
]
const view = ['react', 'lucide-react']

export const layers: readonly Layer[] = [
  { name: 'shared/kit', paths: ['src/shared/kit/'], layers: [], packages: [], mayUseNode: false },
  {
    name: 'shared/globals',
    paths: ['src/shared/both-worlds.d.ts'],
    layers: [],
    packages: [],
    mayUseNode: false
  },
  {
    name: 'shared/domain',
    paths: ['src/shared/domain/'],
    layers: ['shared/kit'],
    packages: ['zod'],
    mayUseNode: false
  },
  {
    name: 'shared/contract',
    paths: ['src/shared/contract/'],
    layers: ['shared/kit', 'shared/domain'],
    packages: ['zod'],
    mayUseNode: false
  },
  {
    name: 'preload',
    paths: ['src/preload/'],
    layers: ['shared/kit', 'shared/contract'],
    packages: ['electron'],
    mayUseNode: false
  },
  {
    name: 'renderer/lib',
    paths: ['src/renderer/src/lib/'],
    layers: shared,
    packages: [...view, '@tanstack/react-query', '@tanstack/react-router'],
    mayUseNode: false
  },
  {
    name: 'renderer/ui',
    paths: ['src/renderer/src/ui/'],
    layers: [...shared, 'renderer/lib'],
    packages: [
      ...view,
      'react-dom',
      'react-aria-components',
      '@tanstack/react-query',
      '@tanstack/react-table',
      '@tanstack/react-virtual'
    ],
    mayUseNode: false
  },
  {
    name: 'renderer/features',
    paths: ['src/renderer/src/features/'],
    layers: [...shared, 'renderer/lib', 'renderer/ui'],
    packages: [
      ...view,
      'react-aria-components',
      '@tanstack/react-query',
      '@tanstack/react-router',
      '@tanstack/react-virtual'
    ],
    mayUseNode: false,
    areFoldersApart: true
  },
  {
    name: 'renderer/app',
    paths: ['src/renderer/src/app/'],
    layers: [...shared, 'renderer/lib', 'renderer/ui', 'renderer/features'],
    packages: [...view, 'react-dom', 'react-aria-components', '@tanstack/react-query', '@tanstack/react-router'],
    mayUseNode: false
  },
  { name: 'main/ports', paths: ['src/main/ports/'], layers: shared, packages: [], mayUseNode: false },
  {
    name: 'main/platform',
    paths: ['src/main/platform/'],
    layers: [...shared, 'main/ports'],
    packages: ['electron', 'electron-log', 'electron-store', 'keytar', '@jellybrick/dbus-next', 'zod'],
    mayUseNode: true
  },
  {
    // rows, blocks, segments and questions about them, as bytes and numbers: no database, no network, no Electron
    name: 'main/archive',
    paths: ['src/main/archive/'],
    layers: shared,
    packages: [],
    mayUseNode: true
  },
  {
    name: 'main/db',
    paths: ['src/main/db/'],
    layers: [...shared, 'main/ports', 'main/archive', 'main/db-client'],
    packages: ['better-sqlite3', 'zod'],
    mayUseNode: true
  },
  {
    // all that the rest of the program sees of the database: the client, and the types that go over to its threads
    name: 'main/db-client',
    paths: ['src/main/db/client.ts', 'src/main/db/protocol.ts'],
    layers: [...shared, 'main/ports', 'main/archive', 'main/db'],
    packages: [],
    mayUseNode: true
  },
  {
    name: 'main/stores',
    paths: ['src/main/stores/'],
    layers: [...shared, 'main/ports', 'main/archive', 'main/db-client'],
    packages: ['zod'],
    mayUseNode: true
  },
  {
    name: 'main/sigma',
    paths: ['src/main/sigma/'],
    layers: [...shared, 'main/ports'],
    packages: ['zod'],
    mayUseNode: true
  },
  {
    name: 'main/sandbox',
    paths: ['src/main/sandbox/'],
    layers: [...shared, 'main/ports'],
    packages: ['better-sqlite3', 'hono', 'zod'],
    mayUseNode: true
  },
  {
    name: 'main/sources',
    paths: ['src/main/sources/'],
    layers: [...shared, 'main/ports', 'main/archive', 'main/sigma'],
    packages: ['zod'],
    mayUseNode: true
  },
  ...['sync', 'services'].map((name) => ({
    name: `main/${name}`,
    paths: [`src/main/${name}/`],
    layers: [...shared, 'main/ports', 'main/archive', 'main/stores', 'main/sigma', 'main/sources'],
    packages: ['zod'],
    mayUseNode: true
  })),
  {
    name: 'main/ipc',
    paths: ['src/main/ipc/'],
    layers: [...shared, 'main/ports', 'main/services'],
    packages: [],
    mayUseNode: false
  },
  {
    // what runs from a terminal without the rest of the program: no database, no Electron
    name: 'main/cli',
    paths: ['src/main/cli/'],
    layers: [...shared, 'main/archive'],
    packages: [],
    mayUseNode: true
  },
  {
    name: 'main/app',
    paths: ['src/main/app/', 'src/main/index.ts'],
    layers: [...shared, ...core, 'main/cli', 'main/platform'],
    packages: [],
    mayUseNode: true
  }
]

/** Files that are no modules but belong to their folder. */
export const otherFiles: readonly string[] = ['src/renderer/index.html', 'tsconfig.json', '.css']

/** Doors to the outside that have one file each. */
export const doors: readonly { readonly name: string; readonly property?: string; readonly only: string }[] = [
  { name: 'ipcMain', only: 'src/main/platform/ipc-port.ts' },
  // webContents.ipc and frame.ipc take handlers as ipcMain does
  { name: 'ipc', only: 'src/main/platform/ipc-port.ts' },
  { name: 'ipcRenderer', only: 'src/preload/index.ts' },
  { name: 'shell', property: 'openExternal', only: 'src/main/platform/external-links.ts' },
  { name: 'window', property: 'api', only: 'src/renderer/src/lib/api.ts' },
  { name: 'globalThis', property: 'api', only: 'src/renderer/src/lib/api.ts' },
  { name: 'self', property: 'api', only: 'src/renderer/src/lib/api.ts' }
]

export const longestFileLines = 300
