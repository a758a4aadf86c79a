import { addArchivedEvents } from './add-archived-events.ts'
import { addInboxEntry } from './add-inbox-entry.ts'
import { addOrganization } from './add-organization.ts'
import { addPendingChange } from './add-pending-change.ts'
import { appendJournal } from './append-journal.ts'
import { appendRegistryJournal, keepJournal } from './append-registry-journal.ts'
import { finishRemoval, removeOrganization } from './remove-organization.ts'
import { finishTableSync, failTableSync } from './finish-table-sync.ts'
import {
  markAllInboxEntriesRead,
  markInboxEntryRead,
  removeInboxEntry,
  setInboxNotification
} from './change-inbox-entry.ts'
import { recordActivation } from './record-activation.ts'
import { replaceArchivedSnapshot } from './replace-archived-snapshot.ts'
import { saveAuditLogging } from './save-audit-logging.ts'
import { saveConnections } from './save-connections.ts'
import { saveFacts } from './save-facts.ts'
import { savePaths } from './save-paths.ts'
import { saveReadError } from './save-read-error.ts'
import { saveSettings } from './save-settings.ts'
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
  failTableSync,
  finishRemoval,
  finishTableSync,
  keepJournal,
  markAllInboxEntriesRead,
  markInboxEntryRead,
  recordActivation,
  removeInboxEntry,
  removeOrganization,
  replaceArchivedSnapshot,
  saveAuditLogging,
  saveConnections,
  saveFacts,
  savePaths,
  saveReadError,
  saveSettings,
  saveTableColumns,
  setInboxNotification,
  settlePendingChange,
  updateOrganization,
  updatePendingChange
} as const

export type Commands = typeof commands
