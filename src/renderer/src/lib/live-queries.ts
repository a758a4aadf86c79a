import type { QueryClient } from '@tanstack/react-query'
import { onEvent } from './api.ts'
import { followBulkRuns } from './bulk-runs.ts'
import { coalesced } from './coalesce.ts'
import { connectLiveComparisons } from './live-comparisons.ts'
import { patchOrganizations } from './organization-cache.ts'
import { queryKeys } from './query-keys.ts'

/**
 * The one place where announcements of the main process reach the cache.
 * @returns stops listening
 */
export function connectLiveQueries(client: QueryClient): () => void {
  const stale = (queryKey: readonly unknown[]): void => {
    void client.invalidateQueries({ queryKey })
  }
  // Reading them reads every organization: while many are sent, twice a second is enough.
  const changes = coalesced(() => stale(queryKeys.changes), 500)
  const stops = [
    connectLiveComparisons(client),
    onEvent('changesChanged', changes.call),
    changes.stop,
    onEvent('bulkRunChanged', followBulkRuns(client)),
    onEvent('organizationsChanged', ({ organizationIds }) => {
      if (organizationIds === undefined) stale(queryKeys.organizations)
      else patchOrganizations(client, organizationIds)
    }),
    onEvent('settingsChanged', ({ organizationId }) => {
      stale(queryKeys.settings(organizationId))
      // The list shows health, audit logging and the number of pending changes.
      patchOrganizations(client, [organizationId])
    }),
    onEvent('connectionsChanged', ({ organizationId }) => stale(queryKeys.connections(organizationId))),
    onEvent('tableSyncChanged', ({ organizationId, sync }) => {
      // rows on screen stay as they are: new ones are counted, and read when the person asks for them
      client.setQueryData(queryKeys.tableSync(organizationId, sync.path), sync)
    }),
    onEvent('coverageChanged', ({ organizationId }) => {
      stale(queryKeys.coverage(organizationId))
      // Rows that were read may have brought columns, the first ones most of all.
      stale(queryKeys.columns(organizationId))
    }),
    onEvent('importsChanged', ({ organizationId }) => stale(queryKeys.imports(organizationId))),
    onEvent('columnsChanged', ({ organizationId }) => stale(queryKeys.columns(organizationId))),
    onEvent('retentionChanged', ({ organizationId }) => stale(queryKeys.retention(organizationId))),
    onEvent('backupsChanged', ({ organizationId }) => stale(queryKeys.backups(organizationId))),
    onEvent('integrityChanged', ({ organizationId }) => stale(queryKeys.integrity(organizationId))),
    onEvent('evidenceChanged', ({ organizationId }) => stale(queryKeys.evidence(organizationId))),
    onEvent('keychainChanged', () => {
      stale(queryKeys.keychain)
      stale(queryKeys.organizations)
    }),
    onEvent('inboxChanged', () => stale(queryKeys.inbox)),
    onEvent('preferencesChanged', (preferences) => {
      client.setQueryData(queryKeys.preferences, preferences)
    }),
    onEvent('noticesChanged', () => stale(queryKeys.notices))
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
