import { addArchivedEvents } from './add-archived-events.ts'
import { addInboxEntry } from './add-inbox-entry.ts'
import { addOrganization } from './add-organization.ts'
import { addPendingChange } from './add-pending-change.ts'
import { appendJournal } from './append-journal.ts'
import { appendRegistryJournal, keepJournal } from './append-registry-journal.ts'
import { finishDirectoryList } from './finish-directory-list.ts'
import { finishRemoval, removeOrganization } from './remove-organization.ts'
import { finishTableSync, failTableSync } from './finish-table-sync.ts'
import {
  markAllInboxEntriesRead,
  markInboxEntryRead,
  removeInboxEntry,
  setInboxNotification
} from './change-inbox-entry.ts'
import { recordActivation } from './record-activation.ts'
import { refusePendingChange } from './refuse-pending-change.ts'
import { replaceArchivedSnapshot } from './replace-archived-snapshot.ts'
import { resolveConflict } from './resolve-conflict.ts'
import { beginSecretRotation, leftoverSecretForgotten, swapSecret } from './rotate-secret.ts'
import { saveAuditLogging } from './save-audit-logging.ts'
import { saveConnections } from './save-connections.ts'
import {
  beginDirectoryReading,
  saveAccountTypesPage,
  saveMembersPage,
  saveTeamMembers,
  saveTeamsPage,
  saveTenantsPage
} from './save-directory.ts'
import { saveFacts } from './save-facts.ts'
import { savePaths } from './save-paths.ts'
import { saveReadError } from './save-read-error.ts'
import { saveSettings } from './save-settings.ts'
import { saveSummary } from './save-summary.ts'
import { saveTableColumns } from './save-table-columns.ts'
import { settlePendingChange } from './settle-pending-change.ts'
import { updateOrganization } from './update-organization.ts'
import { updatePendingChange } from './update-pending-change.ts'

/** Every change that there is, by name. */
export const commands = {
  addArchivedEvents,
  addInboxEntry,
  addOrganization,
  addPendingChange,
  appendJournal,
  appendRegistryJournal,
  beginDirectoryReading,
  beginSecretRotation,
  failTableSync,
  finishDirectoryList,
  finishRemoval,
  finishTableSync,
  keepJournal,
  leftoverSecretForgotten,
  markAllInboxEntriesRead,
  markInboxEntryRead,
  recordActivation,
  refusePendingChange,
  removeInboxEntry,
  removeOrganization,
  replaceArchivedSnapshot,
  resolveConflict,
  saveAccountTypesPage,
  saveAuditLogging,
  saveConnections,
  saveFacts,
  saveMembersPage,
  savePaths,
  saveReadError,
  saveSettings,
  saveSummary,
  saveTableColumns,
  saveTeamMembers,
  saveTeamsPage,
  saveTenantsPage,
  setInboxNotification,
  settlePendingChange,
  swapSecret,
  updateOrganization,
  updatePendingChange
} as const

export type Commands = typeof commands
