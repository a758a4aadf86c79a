import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import { DirectoryService } from '../services/directory-service.ts'
import { PeopleService } from '../services/people-service.ts'
import { createDirectoryStore } from '../stores/directory-store.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'
import { createPeopleStore } from '../stores/people-store.ts'
import { DirectoryReadings } from '../sync/directory-readings.ts'

export interface DirectoryParts {
  readonly database: DatabaseClient
  readonly organizations: OrganizationStore
  readonly journal: JournalStore
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  /** Reads everything of an organization through its engine, the directory included. */
  readonly refreshOrganization: (id: OrganizationId) => Promise<void>
}

export interface Directory {
  /** What the engines read directories with. */
  readonly readings: DirectoryReadings
  /** Of one organization. */
  readonly lists: DirectoryService
  /** Of all organizations. */
  readonly people: PeopleService
}

/** Builds what reads and serves members, teams, account types and tenants. */
export function composeDirectory(parts: DirectoryParts): Directory {
  const { database, organizations, journal, fileDialogs, clock, refreshOrganization } = parts
  const store = createDirectoryStore(database)
  const readings = new DirectoryReadings(store)
  return {
    readings,
    lists: new DirectoryService({
      directory: store,
      organizations,
      isReading: (id) => readings.isReading(id),
      refresh: (id) => {
        readings.wantThorough(id)
        return refreshOrganization(id)
      }
    }),
    people: new PeopleService({ people: createPeopleStore(database), journal, fileDialogs, clock })
  }
}
