// Runs a command inside a desktop of its own:  node tools/desktop/run.ts [--locked-keyring | --no-keyring]
//   [--no-notification-daemon] [--] COMMAND [ARGUMENT...]
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Keyring } from './keyring.ts'
import { startDesktop } from './session.ts'

const words = process.argv.slice(2)
let keyring: Keyring = 'unlocked'
let notifications: 'real' | 'none' = 'real'
while (words[0]?.startsWith('--')) {
  const word = words.shift()
  if (word === '--') break
  if (word === '--locked-keyring') keyring = 'locked'
  else if (word === '--no-keyring') keyring = 'none'
  else if (word === '--no-notification-daemon') notifications = 'none'
  else complain(`unknown option ${word}`)
}
const [command, ...args] = words
if (command === undefined) complain('usage: script/desktop-session [options] COMMAND [ARGUMENT...]')

const desktop = await startDesktop({ keyring, notifications, display: 'own' }).catch((error: unknown) =>
  complain(`${error instanceof Error ? error.message : String(error)}. script/bootstrap installs what is missing.`)
)
const child = spawn(command, args, { env: desktop.env, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
const code = await new Promise<number>((resolve) => {
  child.on('error', (error) => {
    console.error(`${command}: ${error.message}`)
    resolve(127)
  })
  child.on('exit', (exitCode, signal) => resolve(exitCode ?? 128 + constants.signals[signal ?? 'SIGTERM']))
})
await desktop.stop()
process.exitCode = code

function complain(sentence: string): never {
  console.error(`[desktop] ${sentence}`)
  process.exit(1)
}
