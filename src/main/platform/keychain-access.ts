import { secondMs } from '../../shared/kit/time.ts'
import { SerialCalls } from './serial-calls.ts'

/**
 * The three calls of keytar that Vigil makes. Listing what is stored is not among them: keytar crashes the process on
 * another program's item without an account (strdup of null in keytar_posix.cc), and Vigil has no need to know.
 */
export interface KeychainAccess {
  get(account: string): Promise<string | null>
  set(account: string, value: string): Promise<void>
  delete(account: string): Promise<boolean>
}

/** The calls of the keytar module, as far as they are used. */
export interface KeytarCalls {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

const service = 'Vigil'
export const keychainTimeoutMs = 10 * secondMs

/**
 * keytar, loaded when first needed, so that a machine without libsecret starts all the same; one call at a time.
 * @param load gives the module; throws where it cannot be loaded
 */
export function createKeychainAccess(
  load: () => Promise<KeytarCalls> = loadKeytar,
  timeoutMs: number = keychainTimeoutMs
): KeychainAccess {
  const calls = new SerialCalls()
  let module: Promise<KeytarCalls> | undefined
  const keytar = () => {
    module ??= load().catch((error: unknown) => {
      module = undefined
      throw error
    })
    return module
  }
  return {
    get: (account) => calls.run(async () => (await keytar()).getPassword(service, account), timeoutMs),
    set: (account, value) => calls.run(async () => (await keytar()).setPassword(service, account, value), timeoutMs),
    delete: (account) => calls.run(async () => (await keytar()).deletePassword(service, account), timeoutMs)
  }
}

async function loadKeytar(): Promise<KeytarCalls> {
  const loaded = await import('keytar')
  return loaded.default
}
