// One process with its own vault: libsecret keeps the first bus it meets for the life of the process. Reads one JSON
// command a line from stdin, answers one JSON line each.
import { createInterface } from 'node:readline'
import { createVault } from '../../../src/main/platform/create-vault.ts'
import { toAppError } from '../../../src/shared/kit/app-error.ts'
import { organizationId } from '../../../src/shared/kit/ids.ts'
import { Secret } from '../../../src/shared/kit/secret.ts'

const logged: string[] = []
const log = (message: string, fields?: unknown) => logged.push(JSON.stringify({ message, fields }))
const logger = { debug: log, info: log, warn: log, error: log, child: () => logger }
const vault = createVault(logger)
let changes = 0
vault.onChanged(() => {
  changes += 1
})

const commands: Readonly<Record<string, (id: string, value: string) => Promise<unknown>>> = {
  keychainStatus: () => vault.keychainStatus(),
  retry: () => vault.retry(),
  status: (id) => vault.status(organizationId(id), 1),
  read: async (id) => (await vault.read(organizationId(id), 1)).reveal(),
  store: (id, value) => vault.store(organizationId(id), 1, new Secret(value), 'keychain'),
  storeForSession: (id, value) => vault.store(organizationId(id), 1, new Secret(value), 'session-only'),
  readSecond: async (id) => (await vault.read(organizationId(id), 2)).reveal(),
  storeSecond: (id, value) => vault.store(organizationId(id), 2, new Secret(value), 'keychain'),
  forgetFirst: (id) => vault.forget(organizationId(id), 1),
  clear: (id) => vault.clear(organizationId(id)),
  changes: () => Promise.resolve(changes),
  logged: () => Promise.resolve(logged)
}

for await (const line of createInterface({ input: process.stdin })) {
  const [name, id, value] = JSON.parse(line) as [string, string, string]
  const answer = await commands[name]?.(id, value).catch((error: unknown) => ({ error: toAppError(error).code }))
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`)
}
