import { archiveCalls } from './archive.ts'
import { bulkCalls } from './bulk.ts'
import { changeCalls } from './changes.ts'
import { columnCalls } from './columns.ts'
import { connectionCalls } from './connections.ts'
import { coverageCalls } from './coverage.ts'
import { credentialCalls } from './credentials.ts'
import { diagnosticCalls } from './diagnostics.ts'
import { directoryCalls } from './directory.ts'
import { driftCalls } from './drift.ts'
import { importCalls } from './imports.ts'
import { inboxCalls } from './inbox.ts'
import { journalCalls } from './journal.ts'
import { organizationCalls } from './organizations.ts'
import { preferenceCalls } from './preferences.ts'
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
  inbox: inboxCalls,
  journal: journalCalls,
  preferences: preferenceCalls,
  diagnostics: diagnosticCalls
} as const

export type Contract = typeof contract
export type GroupName = keyof Contract
