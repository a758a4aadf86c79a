// Builds out/:  node tools/build.ts [--if-changed]
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { isBuildCurrent, sourcesHash, writeBuildStamp } from './build-stamp.ts'
import { inProject, projectRoot } from './kit/paths.ts'

if (process.argv.includes('--if-changed') && isBuildCurrent()) {
  console.log('[build] out/ is in step with the sources')
} else {
  const hash = sourcesHash()
  for (const part of ['main', 'preload', 'renderer']) rmSync(inProject('out', part), { recursive: true, force: true })
  const tool = inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const run = spawnSync(process.execPath, [tool, 'build', '--logLevel', 'warn'], { cwd: projectRoot, stdio: 'inherit' })
  if (run.status === 0) {
    writeBuildStamp(hash)
    console.log('[build] out/ is built')
  }
  process.exitCode = run.status ?? 1
}
