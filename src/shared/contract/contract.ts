import { archiveCalls } from './archive.ts'
import { auditEventCalls } from './audit-events.ts'
import { backupCalls } from './backups.ts'
import { bulkCalls } from './bulk.ts'
import { changeCalls } from './changes.ts'
import { columnCalls } from './columns.ts'
import { connectionCalls } from './connections.ts'
import { coverageCalls } from './coverage.ts'
import { credentialCalls } from './credentials.ts'
import { diagnosticCalls } from './diagnostics.ts'
import { directoryCalls } from './directory.ts'
import { driftCalls } from './drift.ts'
import { evidenceCalls } from './evidence.ts'
import { importCalls } from './imports.ts'
import { inboxCalls } from './inbox.ts'
import { integrityCalls } from './integrity.ts'
import { journalCalls } from './journal.ts'
import { organizationCalls } from './organizations.ts'
import { preferenceCalls } from './preferences.ts'
import { retentionCalls } from './retention.ts'
import { settingsCalls } from './settings.ts'

/** Everything that the window may ask of the main process. Handlers, the preload API and test doubles derive from it. */
export const contract = {
  organizations: organizationCalls,
  credentials: credentialCalls,
  settings: settingsCalls,
  changes: changeCalls,
  connections: connectionCalls,
  directory: directoryCalls,
  bulk: bulkCalls,
  drift: driftCalls,
  archive: archiveCalls,
  coverage: coverageCalls,
  imports: importCalls,
  columns: columnCalls,
  auditEvents: auditEventCalls,
  retention: retentionCalls,
  backups: backupCalls,
  integrity: integrityCalls,
  evidence: evidenceCalls,
  inbox: inboxCalls,
  journal: journalCalls,
  preferences: preferenceCalls,
  diagnostics: diagnosticCalls
} as const

export type Contract = typeof contract
export type GroupName = keyof Contract
