import { readdir } from 'node:fs/promises'
import path from 'node:path'

/** Names of damaged archives beside an archive from which nothing was salvaged yet, oldest first. */
export async function leftoversOf(archiveFile: string): Promise<string[]> {
  const names = await readdir(path.dirname(archiveFile)).catch((): string[] => [])
  const there = new Set(names)
  const prefix = `${path.basename(archiveFile)}.damaged-`
  return names
    .filter((name) => name.startsWith(prefix) && name.endsWith('Z') && !there.has(`${name}.salvaged.json`))
    .sort()
}
