// The fused program cannot be driven from outside, which is the point of the fuses. So: it starts, maps its window,
// becomes usable, writes its log, ends when asked, and keeps its inspector shut.
import { spawn, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { startDesktop } from '../desktop/session.ts'
import { fused } from './places.ts'

const limitMs = 60_000
const expected: ReadonlyMap<FuseV1Options, FuseState> = new Map([
  [FuseV1Options.RunAsNode, FuseState.DISABLE],
  [FuseV1Options.EnableCookieEncryption, FuseState.ENABLE],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseState.DISABLE],
  [FuseV1Options.EnableNodeCliInspectArguments, FuseState.DISABLE],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseState.ENABLE],
  [FuseV1Options.OnlyLoadAppFromAsar, FuseState.ENABLE],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, FuseState.DISABLE],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, FuseState.DISABLE]
])

async function checkFuses(executable: string): Promise<void> {
  const wire = await getCurrentFuseWire(executable)
  for (const [fuse, state] of expected) {
    if (wire[fuse] !== state) throw new Error(`fuse ${FuseV1Options[fuse]} is ${wire[fuse]}, not ${state}`)
  }
  console.log(`[smoke] all ${expected.size} fuses are set`)
}

/** `vigil verify` answers in a terminal without a display, and leaves no trace of an ordinary start. */
function checkVerify(executable: string): void {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const run = (...args: string[]) =>
    spawnSync(executable, [...flags, 'verify', ...args], { env, encoding: 'utf8', timeout: limitMs })
  const help = run('--help')
  if (help.status !== 0 || !help.stdout.includes('Usage: vigil verify PACK'))
    throw new Error(`verify --help ended with ${help.status}: ${help.stdout}${help.stderr}`)
  const none = run(executable)
  if (none.status !== 2 || !none.stderr.includes('it is no evidence pack'))
    throw new Error(`verify of what is no pack ended with ${none.status}: ${none.stdout}${none.stderr}`)
  console.log('[smoke] vigil verify answers without a display')
}

async function waitFor(what: string, isThere: () => boolean): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) if (isThere()) return
  throw new Error(`${what}: not within ${limitMs / 1000} s`)
}

const executable = path.join(fused.unpacked, 'vigil')
await checkFuses(executable)
checkVerify(executable)
const desktop = await startDesktop({ keyring: 'unlocked', notifications: 'real', display: 'own' })
// outside the project, so that nothing is found by accident in its node_modules
const data = mkdtempSync(path.join(tmpdir(), 'vigil-smoke-'))
const flags = [`--user-data-dir=${data}`, '--inspect=0', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
const child = spawn(executable, flags, { env: { ...desktop.env, VIGIL_BENCH: '1' }, cwd: data })
let output = ''
let exit: { code: number | null; signal: string | null } | undefined
child.stdout.on('data', (piece: Buffer) => (output += piece.toString()))
child.stderr.on('data', (piece: Buffer) => (output += piece.toString()))
child.on('exit', (code, signal) => {
  exit = { code, signal }
})
try {
  await waitFor('a usable window', () => {
    if (exit) throw new Error(`the program ended with ${JSON.stringify(exit)}`)
    return output.includes('"interactive"')
  })
  console.log('[smoke] the window is there and can be used')
  if (output.includes('Debugger listening')) throw new Error('the fused program opened its inspector')
  const logs = (): string[] => globSync(`${data}/**/*.log`).concat(globSync(`${desktop.home}/**/*.log`))
  await waitFor('a log', () => logs().some((file) => readFileSync(file, 'utf8').length > 0))
  console.log('[smoke] it writes its log')
  child.kill('SIGTERM')
  await waitFor('its end', () => exit !== undefined)
  console.log(`[smoke] it ended (${exit?.signal ?? `exit code ${exit?.code}`})`)
} catch (error) {
  console.error(output.slice(-4_000))
  throw error
} finally {
  if (!exit) child.kill('SIGKILL')
  await desktop.stop()
  rmSync(data, { recursive: true, force: true })
}
