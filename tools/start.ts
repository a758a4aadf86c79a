// npm start: builds what changed and opens Vigil on a machine that has a display; script/start also prepares the machine.
import { spawnSync } from 'node:child_process'
import { inProject, projectRoot } from './kit/paths.ts'

const node = (...args: string[]): number =>
  spawnSync(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' }).status ?? 1

const isHeadless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
const isRoot = process.getuid?.() === 0

process.exitCode = node(inProject('tools', 'build.ts'), '--if-changed')
if (process.exitCode === 0) {
  if (isHeadless || process.argv.includes('--demo')) {
    if (isHeadless)
      console.log('There is no display here, so this is a demonstration of the main job under a virtual one.')
    process.exitCode = node(
      inProject('tools', 'desktop', 'run.ts'),
      '--',
      process.execPath,
      inProject('tools', 'demo', 'run.ts')
    )
  } else {
    if (isRoot)
      console.log(
        'Running as root: Chromium cannot use its sandbox, so Vigil starts without it. Better start it as a normal user.'
      )
    process.exitCode = node(inProject('node_modules', 'electron', 'cli.js'), '.', ...(isRoot ? ['--no-sandbox'] : []))
  }
}
