import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import Store from 'electron-store'
import type { PreferencesFile } from '../ports/preferences-file.port.ts'
import { closeForeignChannels } from './ipc-port.ts'
import { placementFrom, preferencesFrom, setAsideIfDamaged } from './preferences-document.ts'

/** Only the owner may read what the window looks like and which organization was open. */
const ownerOnly = 0o600

/**
 * Opens `preferences.json` in the data folder. Writes are atomic; what is in it is checked at every read.
 * @param nowMs for the name of a damaged file that is set aside
 */
export function openPreferencesFile(dataFolder: string, nowMs: number): PreferencesFile {
  const file = join(dataFolder, 'preferences.json')
  const setAsideAs = setAsideIfDamaged(file, nowMs)
  if (existsSync(file) && process.platform !== 'win32') chmodSync(file, ownerOnly)
  const store = new Store<Record<string, unknown>>({
    name: 'preferences',
    cwd: dataFolder,
    configFileMode: ownerOnly,
    clearInvalidConfig: true
  })
  closeForeignChannels()
  return {
    setAsideAs,
    read: () => preferencesFrom(store.store),
    write(change) {
      const next = preferencesFrom({ ...preferencesFrom(store.store), ...change })
      // What may be absent is cleared by its absence.
      const { lastOrganizationId: _last, fleetView: _view, settingsBaseline: _baseline, ...rest } = store.store
      store.store = { ...rest, ...next }
      return next
    },
    readWindow: () => placementFrom(store.get('window')),
    writeWindow: (placement) => store.set('window', { ...placement })
  }
}
