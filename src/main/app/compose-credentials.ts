import type { DatabaseClient } from '../db/client.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { HttpClient } from '../ports/http-client.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { CredentialRotation } from '../services/credential-rotation.ts'
import { CredentialService, type ConnectionTestTarget } from '../services/credential-service.ts'
import { Turns } from '../services/turns.ts'
import { runConnectionTest } from '../sigma/connection-test.ts'
import { createSigmaClient } from '../sigma/sigma-client.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import { createSecretSlotStore } from '../stores/secret-slot-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'

export interface CredentialParts {
  readonly database: DatabaseClient
  readonly organizations: OrganizationStore
  readonly settings: SettingsStore
  readonly journal: JournalStore
  readonly vault: SecretVault
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
  readonly credentialsChanged: (record: OrganizationRecord) => void
  /** The way to a stored organization. */
  readonly httpClientOf: (record: OrganizationRecord) => Promise<HttpClient>
  /** The way of a test of credentials, which belong to a stored organization or to none yet. */
  readonly testClientOf: (organizationId: ConnectionTestTarget['organizationId']) => Promise<HttpClient>
}

/** Builds what tests, replaces and forgets credentials. */
export function composeCredentials(parts: CredentialParts): {
  readonly credentials: CredentialService
  /** Forgets secrets that a rotation left over when it was cut off. */
  readonly forgetLeftovers: () => Promise<void>
} {
  const { organizations, settings, journal, vault, clock, logger, announce, credentialsChanged } = parts
  const turns = new Turns()
  const rotation = new CredentialRotation({
    organizations,
    slots: createSecretSlotStore(parts.database),
    vault,
    clock,
    logger: logger.child('rotation'),
    turns,
    credentialsChanged,
    whoami: async (record, { clientId, secret }, signal) => {
      const httpClient = await parts.httpClientOf(record)
      const readSecret = () => Promise.resolve(secret)
      return createSigmaClient({ apiUrl: record.apiUrl, httpClient, clock, logger, clientId, readSecret }).whoami(
        signal
      )
    }
  })
  const credentials = new CredentialService({
    organizations,
    settings,
    journal,
    vault,
    clock,
    announce,
    credentialsChanged,
    turns,
    rotation,
    runConnectionTest: async ({ organizationId, ...target }) =>
      runConnectionTest({ ...target, httpClient: await parts.testClientOf(organizationId), clock, logger })
  })
  return { credentials, forgetLeftovers: () => rotation.forgetLeftovers() }
}
