// electron-builder copies an unpacked Electron as it is: take out what only the development runtime needs, and refuse to
// release with a runtime that is none of ours to ship.
const fs = require('node:fs')
const path = require('node:path')

exports.default = async ({ appOutDir, electronPlatformName }) => {
  if (electronPlatformName !== 'linux') return
  const marker = path.join(appOutDir, 'npm-runtime.json')
  if (process.env.RELEASE && fs.existsSync(marker)) {
    throw new Error(
      'RELEASE is set, but the Electron in node_modules/electron/dist is the npm-hosted one for development. ' +
        'Install the official one first: VIGIL_ELECTRON=official npm rebuild'
    )
  }
  for (const name of ['npm-runtime.json', 'version', 'resources/default_app.asar']) {
    fs.rmSync(path.join(appOutDir, name), { force: true })
  }
  // better-sqlite3 takes the compiled file where there is one: the prebuilt beside it would only be weight
  const sqlite = path.join(appOutDir, 'resources', 'app.asar.unpacked', 'node_modules', 'better-sqlite3')
  if (fs.existsSync(path.join(sqlite, 'build', 'Release', 'better_sqlite3.node'))) {
    fs.rmSync(path.join(sqlite, 'prebuilds'), { recursive: true, force: true })
  }
}
