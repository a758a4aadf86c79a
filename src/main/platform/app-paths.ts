import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app } from 'electron'
import type { AppPaths } from '../ports/app-paths.port.ts'

/**
 * Decides where Vigil keeps things and makes that folder: VIGIL_DATA_DIR where set, else `--user-data-dir`, else the
 * system's place for settings of programs. Chromium's own files go to a folder in it. Call first of all, before the
 * single-instance lock, which lies in the folder.
 */
export function prepareAppPaths(environment: Readonly<Record<string, string | undefined>>): AppPaths {
  const chosen = environment.VIGIL_DATA_DIR
  if (chosen) app.setPath('userData', resolve(chosen))
  const dataFolder = app.getPath('userData')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  app.setPath('sessionData', join(dataFolder, 'browser'))
  app.setAppLogsPath(join(dataFolder, 'logs'))
  return appPathsIn(dataFolder)
}

/** The data folder as it was asked for, whether it can be used or not. */
export function chosenDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.VIGIL_DATA_DIR ? resolve(environment.VIGIL_DATA_DIR) : app.getPath('userData')
}

/** The paths inside a data folder. */
export function appPathsIn(dataFolder: string): AppPaths {
  return {
    dataFolder,
    registryFile: join(dataFolder, 'registry.sqlite'),
    organizationsFolder: join(dataFolder, 'organizations'),
    logFile: join(dataFolder, 'logs', 'vigil.log')
  }
}
