import type { DatabaseClient } from '../db/client.ts'
import { DriftService } from '../services/drift-service.ts'
import type { ListPreferences } from '../services/organization-order.ts'
import { createDriftStore } from '../stores/drift-store.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'

/** Builds what compares the settings of organizations. */
export function composeDrift(parts: {
  readonly database: DatabaseClient
  readonly organizations: OrganizationStore
  readonly preferences: ListPreferences
}): DriftService {
  const { database, organizations, preferences } = parts
  return new DriftService({ drift: createDriftStore(database), organizations, preferences })
}
