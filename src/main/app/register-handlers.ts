import type { About } from '../../shared/contract/diagnostics.ts'
import type { Preferences } from '../../shared/contract/preferences.ts'
import { archiveHandlers } from '../ipc/archive-handlers.ts'
import { auditEventHandlers } from '../ipc/audit-event-handlers.ts'
import { backupHandlers } from '../ipc/backup-handlers.ts'
import { bulkHandlers } from '../ipc/bulk-handlers.ts'
import { changeHandlers } from '../ipc/change-handlers.ts'
import { columnHandlers, coverageHandlers } from '../ipc/coverage-handlers.ts'
import { connectionHandlers } from '../ipc/connection-handlers.ts'
import { credentialHandlers } from '../ipc/credential-handlers.ts'
import { diagnosticHandlers } from '../ipc/diagnostic-handlers.ts'
import { directoryHandlers } from '../ipc/directory-handlers.ts'
import { driftHandlers } from '../ipc/drift-handlers.ts'
import { evidenceHandlers } from '../ipc/evidence-handlers.ts'
import { importHandlers } from '../ipc/import-handlers.ts'
import { inboxHandlers } from '../ipc/inbox-handlers.ts'
import { integrityHandlers } from '../ipc/integrity-handlers.ts'
import { journalHandlers } from '../ipc/journal-handlers.ts'
import { organizationHandlers } from '../ipc/organization-handlers.ts'
import { preferenceHandlers } from '../ipc/preference-handlers.ts'
import { retentionHandlers } from '../ipc/retention-handlers.ts'
import { settingsHandlers } from '../ipc/settings-handlers.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { IpcPort } from '../ports/ipc.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { PreferencesFile } from '../ports/preferences-file.port.ts'
import { systemClock } from '../platform/system-clock.ts'
import type { Core } from './compose.ts'
import type { Notices } from './notices.ts'

export interface WindowParts {
  readonly preferences: PreferencesFile
  readonly announce: Announce
  readonly applied: (preferences: Preferences) => Preferences
  readonly notices: Notices
  readonly logger: Logger
  readonly openDataFolder: () => Promise<void>
  readonly about: () => Promise<About>
  readonly rendererReady: () => void
}

/** Registers a handler for every call of the contract. */
export function registerHandlers(ipc: IpcPort, core: Core, parts: WindowParts): void {
  ipc.handle('organizations', organizationHandlers(core.organizations, core.organizationActs))
  ipc.handle('credentials', credentialHandlers(core.credentials))
  ipc.handle('settings', settingsHandlers(core.settings, core.openInSigma))
  ipc.handle('changes', changeHandlers(core.changes))
  ipc.handle('bulk', bulkHandlers(core.bulk))
  ipc.handle('connections', connectionHandlers(core.connections))
  ipc.handle('archive', archiveHandlers(core.archive))
  ipc.handle('coverage', coverageHandlers(core.coverage))
  ipc.handle('imports', importHandlers(core.imports))
  ipc.handle('columns', columnHandlers(core.columns))
  ipc.handle('auditEvents', auditEventHandlers(core.auditEvents))
  ipc.handle('evidence', evidenceHandlers(core.evidence))
  ipc.handle('integrity', integrityHandlers(core.integrity))
  ipc.handle('retention', retentionHandlers(core.retention))
  ipc.handle('backups', backupHandlers(core.backups))
  ipc.handle('directory', directoryHandlers(core.directory.lists, core.directory.people))
  ipc.handle('drift', driftHandlers(core.drift))
  ipc.handle('inbox', inboxHandlers(core.inbox))
  ipc.handle('journal', journalHandlers(core.journal))
  ipc.handle('preferences', preferenceHandlers(parts.preferences, parts.announce, parts.applied))
  ipc.handle(
    'diagnostics',
    diagnosticHandlers({
      about: parts.about,
      notices: () => parts.notices.all(),
      openDataFolder: parts.openDataFolder,
      rendererReady: parts.rendererReady,
      clock: systemClock,
      logger: parts.logger
    })
  )
}
