import { statSync } from 'node:fs'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { databaseFile } from '../db/database-files.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { AppPaths } from '../ports/app-paths.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { ArchiveKeys } from '../services/archive-keys.ts'
import { ArchiveRounds } from '../services/archive-rounds.ts'
import { BackupService } from '../services/backup-service.ts'
import { RetentionService } from '../services/retention-service.ts'
import { type SalvageReport, SalvageService } from '../services/salvage-service.ts'
import type { ArchiveStores } from './compose-archive.ts'
import type { SettingsStore } from '../stores/settings-store.ts'

/** What an archive is kept by, as the window may ask for it. */
export interface KeepingServices {
  readonly retention: RetentionService
  readonly backups: BackupService
}

export interface KeepingParts {
  readonly stores: ArchiveStores
  readonly settings: SettingsStore
  readonly paths: AppPaths
  readonly vault: SecretVault
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
  /** Organizations that have an archive. */
  readonly archives: () => Promise<readonly OrganizationId[]>
  /** Ends what writes to an archive or reads all of it. */
  readonly quiet: (id: OrganizationId) => Promise<void>
  readonly goOn: (id: OrganizationId) => Promise<void>
  readonly verifyWhereDue: (id: OrganizationId) => Promise<void>
  readonly tellSalvage: (id: OrganizationId, report: SalvageReport) => Promise<void>
}

export interface Keeping {
  readonly services: KeepingServices
  /** The keys that archives sign with. */
  readonly keys: ArchiveKeys
  readonly salvage: SalvageService
  readonly start: () => void
  readonly stop: (id: OrganizationId) => Promise<void>
  readonly stopAll: () => Promise<void>
}

/** Builds what keeps archives: how long, backups, what is left of damaged ones. Nothing runs before `start`. */
export function composeKeeping(parts: KeepingParts): Keeping {
  const { stores, settings, clock, announce, fileDialogs, archives } = parts
  const logger = parts.logger.child('keeping')
  const keys = new ArchiveKeys(parts.vault)
  const common = { settings, clock, announce, logger }
  const backups = new BackupService({
    ...common,
    backups: stores.backups,
    fileDialogs,
    goOn: parts.goOn,
    async quiet(id) {
      await retention.stop(id)
      await parts.quiet(id)
    }
  })
  const retention: RetentionService = new RetentionService({
    ...common,
    retention: stores.retention,
    keys,
    backUpBefore: (id) => backups.takeBefore(id),
    archiveBytes: (id) => bytesOf(databaseFile(parts.paths, { kind: 'archive', organizationId: id }))
  })
  const salvage = new SalvageService({
    ...common,
    backups: stores.backups,
    archive: stores.archive,
    ledger: stores.ledger,
    rowsByDay: async (id) => (await stores.retention.state(id)).days,
    tell: parts.tellSalvage
  })
  const rounds = new ArchiveRounds({
    archives,
    clock,
    logger,
    takeUp: (id) => salvage.run(id),
    round: async (id) => {
      await retention.applyWhereDue(id)
      await backups.takeWhereDue(id)
      await stores.joins.now(id)
      await parts.verifyWhereDue(id)
    }
  })
  return {
    services: { retention, backups },
    keys,
    salvage,
    start: () => void rounds.run(),
    async stop(id) {
      await stores.joins.stop(id)
      await retention.stop(id)
      await backups.stop(id)
    },
    async stopAll() {
      rounds.stop()
      await stores.joins.stopAll()
      await salvage.stopAll()
      await retention.stopAll()
      await backups.stopAll()
    }
  }
}

function bytesOf(file: string): number {
  const size = (name: string): number => statSync(name, { throwIfNoEntry: false })?.size ?? 0
  return size(file) + size(`${file}-wal`)
}
