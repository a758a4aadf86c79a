import type { OrganizationId } from '../../../shared/kit/ids.ts'

/**
 * Where each answer lies in the cache. Everything about one organization begins with `['organization', id]`, so that an
 * event about it, or its removal, reaches all of it and nothing of another organization.
 */
export const queryKeys = {
  organizations: ['organizations'],
  keychain: ['keychain'],
  inbox: ['inbox'],
  journal: ['journal'],
  people: ['people'],
  settingsMatrix: ['settings-matrix'],
  changes: ['changes'],
  bulkRuns: ['bulk', 'runs'],
  bulkRun: (runId: string) => ['bulk', 'run', runId],
  preferences: ['preferences'],
  about: ['about'],
  notices: ['notices'],
  organization: (id: OrganizationId) => ['organization', id],
  settings: (id: OrganizationId) => ['organization', id, 'settings'],
  connections: (id: OrganizationId) => ['organization', id, 'connections'],
  paths: (id: OrganizationId, connectionId: string) => ['organization', id, 'connections', connectionId, 'paths'],
  table: (id: OrganizationId, connectionId: string, path: readonly string[]) => [
    'organization',
    id,
    'connections',
    connectionId,
    'table',
    path
  ],
  directory: (id: OrganizationId) => ['organization', id, 'directory'],
  settingHistory: (id: OrganizationId, key: string) => ['organization', id, 'settings', 'history', key],
  archive: (id: OrganizationId) => ['organization', id, 'archive'],
  eventTables: (id: OrganizationId) => ['organization', id, 'archive', 'tables'],
  tableSync: (id: OrganizationId, path: readonly string[]) => ['organization', id, 'archive', 'sync', path],
  exportWorkbooks: (id: OrganizationId) => ['organization', id, 'archive', 'workbooks'],
  events: (id: OrganizationId) => ['organization', id, 'events'],
  coverage: (id: OrganizationId) => ['organization', id, 'coverage'],
  imports: (id: OrganizationId) => ['organization', id, 'imports'],
  columns: (id: OrganizationId) => ['organization', id, 'columns'],
  retention: (id: OrganizationId) => ['organization', id, 'retention'],
  backups: (id: OrganizationId) => ['organization', id, 'backups'],
  integrity: (id: OrganizationId) => ['organization', id, 'integrity'],
  evidence: (id: OrganizationId) => ['organization', id, 'evidence']
} as const
