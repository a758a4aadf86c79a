import type { FleetOrganization } from './messages.ts'

export interface SeedOptions {
  /** Vigil's data folder, which must not hold anything of Vigil yet. */
  readonly folder: string
  /** Those of a fleet that is being served, where they are to be read. */
  readonly organizations: readonly FleetOrganization[]
  /** Reads every organization once, with its members and its audit log. */
  readonly synced?: boolean
  /** So many changes of settings are made without a network, so that they wait. */
  readonly changes?: number
  /** Where the secrets go: the keychain of the desktop, or nowhere, so that Vigil asks for them. */
  readonly secrets?: 'keychain' | 'session-only'
}

export interface Seeded {
  /** In the order of the fleet. */
  readonly organizations: readonly { readonly id: string; readonly name: string }[]
  /** Of `synced`: those that could not be read, with why; those that hang, are offline or refuse are among them. */
  readonly notRead: readonly { readonly name: string; readonly code: string }[]
  /** Changes that wait. */
  readonly changes: number
  readonly tookMs: number
}

export type ToSeeder =
  | { readonly type: 'seed'; readonly options: SeedOptions }
  /** Removes every organization with its secret, as Vigil does it. */
  | { readonly type: 'remove'; readonly folder: string }

export type FromSeeder =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'seeded'; readonly seeded: Seeded }
  | { readonly type: 'removed'; readonly organizations: number }
  | { readonly type: 'failed'; readonly message: string }
