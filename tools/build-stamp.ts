import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { inProject, projectRoot } from './kit/paths.ts'

const stampFile = inProject('out', '.build-stamp')
const inputs = ['src/**/*', 'electron.vite.config.ts', 'tools/licences.ts', 'package-lock.json', 'package.json']

/** One hash over everything that a build is made from. */
export function sourcesHash(): string {
  const hash = createHash('sha256')
  const files = globSync(inputs, { cwd: projectRoot, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const file of files.map((entry) => `${entry.parentPath}/${entry.name}`).sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Whether out/ was built from the sources as they are now. */
export function isBuildCurrent(): boolean {
  const main = inProject('out', 'main', 'index.js')
  return existsSync(main) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourcesHash()
}

/** Notes that out/ was built from `hash`. */
export function writeBuildStamp(hash: string): void {
  writeFileSync(stampFile, hash)
}
