import { addArchivedEvents } from './add-archived-events.ts'
import { addInboxEntry } from './add-inbox-entry.ts'
import { addOrganization } from './add-organization.ts'
import { addReading } from './add-reading.ts'
import { addPendingChange } from './add-pending-change.ts'
import { appendJournal } from './append-journal.ts'
import { appendRegistryJournal, keepJournal } from './append-registry-journal.ts'
import { commitEvents, endCommitSession } from './commit-events.ts'
import { finishDirectoryList } from './finish-directory-list.ts'
import { finishRemoval, removeOrganization } from './remove-organization.ts'
import { finishTableSync, failTableSync } from './finish-table-sync.ts'
import {
  markAllInboxEntriesRead,
  markInboxEntryRead,
  removeInboxEntry,
  setInboxNotification
} from './change-inbox-entry.ts'
import { forgetUnusedValues, giveBackRoom, pruneDays } from './prune-archive.ts'
import { keepStubs } from './keep-stubs.ts'
import { noteColumns } from './note-columns.ts'
import { mergeArchiveSegments } from './merge-archive-segments.ts'
import { rebuildArchiveIndex } from './rebuild-archive-index.ts'
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
import { addImports, saveImport, saveWatchedFolder } from './save-imports.ts'
import { savePaths } from './save-paths.ts'
import { saveReadError } from './save-read-error.ts'
import { saveColumnRole, saveReadingState } from './save-reading-state.ts'
import { saveSettings } from './save-settings.ts'
import { saveSummary } from './save-summary.ts'
import { saveTableColumns } from './save-table-columns.ts'
import { settlePendingChange } from './settle-pending-change.ts'
import { updateOrganization } from './update-organization.ts'
import { updatePendingChange } from './update-pending-change.ts'

/** Every change that there is, by name. */
export const commands = {
  addArchivedEvents,
  addImports,
  addInboxEntry,
  addOrganization,
  addPendingChange,
  addReading,
  appendJournal,
  appendRegistryJournal,
  beginDirectoryReading,
  beginSecretRotation,
  commitEvents,
  endCommitSession,
  failTableSync,
  finishDirectoryList,
  finishRemoval,
  finishTableSync,
  forgetUnusedValues,
  giveBackRoom,
  keepJournal,
  keepStubs,
  leftoverSecretForgotten,
  markAllInboxEntriesRead,
  markInboxEntryRead,
  noteColumns,
  mergeArchiveSegments,
  pruneDays,
  rebuildArchiveIndex,
  recordActivation,
  refusePendingChange,
  removeInboxEntry,
  removeOrganization,
  replaceArchivedSnapshot,
  resolveConflict,
  saveAccountTypesPage,
  saveAuditLogging,
  saveColumnRole,
  saveConnections,
  saveFacts,
  saveImport,
  saveMembersPage,
  savePaths,
  saveReadError,
  saveReadingState,
  saveSettings,
  saveSummary,
  saveTableColumns,
  saveTeamMembers,
  saveTeamsPage,
  saveTenantsPage,
  saveWatchedFolder,
  setInboxNotification,
  settlePendingChange,
  swapSecret,
  updateOrganization,
  updatePendingChange
} as const

export type Commands = typeof commands
