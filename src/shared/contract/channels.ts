import type { CallName } from './api-types.ts'
import type { GroupName } from './contract.ts'
import type { EventName } from './events.ts'

/**
 * The names of all calls, without their schemas, so that the preload script stays small. A type error here means that a
 * call was added to the contract and not to this list, or the other way round.
 */
export const callNames = {
  organizations: [
    'listOrganizations',
    'addOrganization',
    'addSandboxOrganization',
    'updateOrganization',
    'reorderOrganizations',
    'removeOrganization',
    'refreshOrganization',
    'pauseOrganization',
    'resumeOrganization',
    'setOnScreen',
    'exportFleet'
  ],
  credentials: [
    'keychainStatus',
    'retryKeychain',
    'testDraft',
    'testOrganization',
    'cancelTest',
    'setCredentials',
    'clearCredentials'
  ],
  settings: [
    'getGeneralSettings',
    'refreshSettings',
    'changeSetting',
    'retryPendingChange',
    'discardPendingChange',
    'enableAuditLogging',
    'disableAuditLogging',
    'withdrawAuditLoggingRequest',
    'dismissAuditLoggingRefusal',
    'openInSigma'
  ],
  changes: ['listChanges', 'resolveConflict'],
  connections: [
    'listConnections',
    'listPaths',
    'getTable',
    'refreshConnections',
    'refreshPaths',
    'refreshTable',
    'testConnection'
  ],
  directory: [
    'listPeople',
    'countPeople',
    'exportPeople',
    'listMembers',
    'listTeams',
    'listTeamMembers',
    'listAccountTypes',
    'listTenants',
    'refreshDirectory'
  ],
  bulk: [
    'planBulk',
    'startBulk',
    'getBulk',
    'listBulk',
    'cancelBulk',
    'retryBulk',
    'chooseCredentialFile',
    'keepCredentials',
    'dropCredentials'
  ],
  drift: ['getSettingsMatrix', 'getSettingHistory'],
  archive: [
    'listEventTables',
    'listRows',
    'getTableSync',
    'syncTable',
    'cancelTableSync',
    'pauseTableSync',
    'resumeTableSync',
    'listExportWorkbooks',
    'setExportWorkbook',
    'createExportWorkbook'
  ],
  coverage: ['getCoverage', 'getCoverageStatus', 'listReadings'],
  imports: [
    'chooseImportFiles',
    'importDropped',
    'listImports',
    'cancelImport',
    'retryImport',
    'getWatchedFolder',
    'chooseWatchedFolder',
    'clearWatchedFolder',
    'listQuarantine'
  ],
  columns: ['getColumns', 'setRole', 'listColumnChanges'],
  auditEvents: ['page', 'count', 'histogram', 'topValues', 'get', 'suggest'],
  retention: ['getRetention', 'previewRetention', 'setRetention', 'setLegalHold', 'pruneNow', 'cancelPrune'],
  backups: [
    'getBackups',
    'setBackupSettings',
    'chooseBackupFolder',
    'clearBackupFolder',
    'backUpNow',
    'cancelBackup',
    'checkBackup',
    'restoreBackup',
    'deleteBackup'
  ],
  integrity: ['getIntegrity', 'verify', 'cancelVerify', 'exportHead', 'checkHead'],
  evidence: ['makePack', 'cancelPack', 'listPacks', 'verifyPack'],
  inbox: ['listInbox', 'markRead', 'markAllRead', 'removeEntry'],
  journal: ['listEntries', 'exportEntries'],
  preferences: ['getPreferences', 'setPreferences'],
  diagnostics: ['ping', 'about', 'listNotices', 'openDataFolder', 'reportRendererError', 'rendererReady']
} as const satisfies { [Group in GroupName]: readonly CallName<Group>[] }

type Missing = { [Group in GroupName]: Exclude<CallName<Group>, (typeof callNames)[Group][number]> }[GroupName]
type NothingIsMissing = [Missing] extends [never] ? true : Missing
/** Fails to compile, naming the call, when a call of the contract is not in `callNames`. */
export const allCallsAreNamed: NothingIsMissing = true

export const eventNames = [
  'organizationsChanged',
  'settingsChanged',
  'connectionsChanged',
  'directoryChanged',
  'changesChanged',
  'bulkRunChanged',
  'tableSyncChanged',
  'coverageChanged',
  'importsChanged',
  'columnsChanged',
  'retentionChanged',
  'backupsChanged',
  'integrityChanged',
  'evidenceChanged',
  'connectionTestStepChanged',
  'keychainChanged',
  'inboxChanged',
  'preferencesChanged',
  'noticesChanged',
  'destinationRequested'
] as const satisfies readonly EventName[]

/** The channel of a call. */
export function callChannel(group: string, name: string): string {
  return `vigil:call:${group}.${name}`
}

/** The channel of an event. */
export function eventChannel(name: string): string {
  return `vigil:event:${name}`
}
