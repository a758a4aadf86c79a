import { z } from 'zod'
import { call } from './call.ts'
import { appErrorSchema, nothing, ofOrganization, organizationIdSchema } from './primitives.ts'

/**
 * Where an organization's secret is and whether it can be used.
 * `missing`: nothing is stored for this organization (never stored, cleared, or a session-only secret after a restart).
 */
export const vaultStateSchema = z.enum(['keychain', 'session-only', 'locked', 'unavailable', 'unreadable', 'missing'])
export type VaultState = z.infer<typeof vaultStateSchema>

export const vaultStatusSchema = z.object({
  state: vaultStateSchema,
  /** The store's own name, such as GNOME Keyring, Keychain or Windows Credential Manager; undefined where there is none. */
  storeName: z.string().optional(),
  /** Sigma refused the secret; it is kept all the same. */
  isRefused: z.boolean()
})
export type VaultStatus = z.infer<typeof vaultStatusSchema>

/** What the keychain of this machine can do now. */
export const keychainStatusSchema = z.object({
  state: z.enum(['keychain', 'locked', 'unavailable', 'unreadable']),
  storeName: z.string().optional(),
  /** The system's own words, redacted, for the details. */
  detail: z.string().optional(),
  platform: z.enum(['linux', 'macos', 'windows'])
})
export type KeychainStatus = z.infer<typeof keychainStatusSchema>

export const connectionTestStepNames = [
  'name-resolution',
  'tls',
  'token',
  'whoami',
  'account-type',
  'region',
  'audit-connection'
] as const
export const connectionTestStepSchema = z.object({
  name: z.enum(connectionTestStepNames),
  /** `warning`: works, but something will be missing. `skipped`: an earlier step failed, or it does not apply. */
  outcome: z.enum(['waiting', 'running', 'passed', 'warning', 'failed', 'skipped']),
  durationMs: z.number().optional(),
  /** Facts for the words: a host, an account type, a region, who the credentials belong to. */
  facts: z.record(z.string(), z.string()),
  error: appErrorSchema.optional()
})
export type ConnectionTestStep = z.infer<typeof connectionTestStepSchema>
export type ConnectionTestStepName = ConnectionTestStep['name']

const testId = z.uuid()

/** What a test of unsaved credentials needs. */
export const connectionTestDraftSchema = z
  .object({
    endpoint: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('region'), regionId: z.string() }).strict(),
      z.object({ kind: z.literal('custom'), apiUrl: z.string() }).strict()
    ]),
    clientId: z.string().trim().min(1).max(200),
    clientSecret: z.string().min(1).max(1000)
  })
  .strict()

export const credentialCalls = {
  keychainStatus: call(nothing, keychainStatusSchema),
  /** Asks the keychain again, waking its unlock prompt where the system has one. */
  retryKeychain: call(nothing, keychainStatusSchema),
  /** Tests credentials without storing anything. Steps are also announced one by one as `connectionTestStepChanged`. */
  testDraft: call(z.object({ testId, draft: connectionTestDraftSchema }).strict(), z.array(connectionTestStepSchema)),
  testOrganization: call(
    z.object({ testId, organizationId: organizationIdSchema }).strict(),
    z.array(connectionTestStepSchema)
  ),
  cancelTest: call(z.object({ testId }).strict(), nothing),
  /** Replaces client ID and secret. */
  setCredentials: call(
    z
      .object({
        organizationId: organizationIdSchema,
        clientId: z.string().trim().min(1).max(200),
        clientSecret: z.string().min(1).max(1000),
        storage: z.enum(['keychain', 'session-only'])
      })
      .strict(),
    vaultStatusSchema
  ),
  clearCredentials: call(ofOrganization, vaultStatusSchema)
}
