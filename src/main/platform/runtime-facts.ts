import { readFile } from 'node:fs/promises'
import { app } from 'electron'
import { z } from 'zod'
import type { About } from '../../shared/contract/diagnostics.ts'

const licencesSchema = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() }))

/** What the About page can say about the program itself; the paths and SQLite's version are others' to add. */
export type RuntimeFacts = Pick<
  About,
  'version' | 'electron' | 'chrome' | 'node' | 'platform' | 'isPackaged' | 'licences'
> & {
  /** False when the program was started with `--no-sandbox`. */
  readonly isSandboxed: boolean
}

/**
 * Reads the facts.
 * @param licencesFile JSON list made by the build; an empty list where it is not there
 */
export async function readRuntimeFacts(licencesFile: string): Promise<RuntimeFacts> {
  return {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    chrome: process.versions.chrome ?? '',
    node: process.versions.node,
    platform: `${process.platform} ${process.getSystemVersion()} ${process.arch}`,
    isPackaged: app.isPackaged,
    licences: await readLicences(licencesFile),
    isSandboxed: !app.commandLine.hasSwitch('no-sandbox')
  }
}

/** Facts that are known at once. */
export function isPackaged(): boolean {
  return app.isPackaged
}

export function applicationVersion(): string {
  return app.getVersion()
}

async function readLicences(file: string): Promise<About['licences']> {
  try {
    return licencesSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return []
  }
}
