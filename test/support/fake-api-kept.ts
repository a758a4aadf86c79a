import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { BackupStatus } from '../../src/shared/contract/backups.ts'
import type { EvidencePack } from '../../src/shared/contract/evidence.ts'
import type { IntegrityStatus } from '../../src/shared/contract/integrity.ts'
import type { RetentionStatus } from '../../src/shared/contract/retention.ts'
import type { Emit } from './fake-api-handlers.ts'

type Kept = 'retention' | 'backups' | 'integrity' | 'evidence'
const day = 86_400_000

/** What keeps the archive, over plain data in memory: retention, backups, integrity, evidence. */
export function fakeKeptHandlers(emit: Emit): { readonly [Group in Kept]: Handlers<Group> } {
  let retention: RetentionStatus = {
    policy: { keep: 'forever' },
    rows: 1_204_377,
    bytes: 243_000_000,
    oldestAtMs: Date.now() - 400 * day,
    newestAtMs: Date.now() - 3_600_000,
    prunedDays: [],
    prunedDaysTotal: 0
  }
  let backups: BackupStatus = {
    settings: { interval: 'weekly', keep: 2 },
    folderName: 'backups',
    isOwnFolder: true,
    freeBytes: 80_000_000_000,
    archiveBytes: 243_000_000,
    backups: [
      {
        backupId: 'archive-1',
        takenAtMs: Date.now() - 2 * day,
        bytes: 240_000_000,
        check: 'passed',
        rows: 1_190_000,
        reason: 'daily'
      }
    ]
  }
  const verified = (isAsked: boolean): IntegrityStatus => ({
    last: {
      startedAtMs: Date.now() - 9_000,
      finishedAtMs: Date.now(),
      rowsChecked: 1_204_377,
      commitsChecked: 812,
      findings: [],
      findingsTotal: 0,
      isAsked
    }
  })
  let integrity: IntegrityStatus = verified(false)
  let packs: EvidencePack[] = []
  return {
    retention: {
      getRetention: async () => retention,
      previewRetention: async ({ policy }) => ({
        policy,
        isHeld: retention.legalHold !== undefined,
        days: policy.keep === 'forever' ? 0 : 35,
        rows: policy.keep === 'forever' ? 0 : 103_442,
        bytes: policy.keep === 'forever' ? 0 : 20_900_000,
        rowsKept: policy.keep === 'forever' ? retention.rows : retention.rows - 103_442,
        bytesKept: policy.keep === 'forever' ? retention.bytes : retention.bytes - 20_900_000
      }),
      setRetention: async ({ organizationId, policy }) => {
        retention = { ...retention, policy }
        emit('retentionChanged', { organizationId })
        return retention
      },
      setLegalHold: async ({ organizationId, isHeld, note }) => {
        const { legalHold: _, ...rest } = retention
        retention = isHeld ? { ...rest, legalHold: { sinceMs: Date.now(), note } } : rest
        emit('retentionChanged', { organizationId })
        return retention
      },
      pruneNow: async () => retention,
      cancelPrune: async () => retention
    },
    backups: {
      getBackups: async () => backups,
      setBackupSettings: async ({ settings }) => (backups = { ...backups, settings }),
      chooseBackupFolder: async () => (backups = { ...backups, folderName: 'Vigil backups', isOwnFolder: false }),
      clearBackupFolder: async () => (backups = { ...backups, folderName: 'backups', isOwnFolder: true }),
      backUpNow: async ({ organizationId }) => {
        const taken = { backupId: `archive-${backups.backups.length + 1}`, takenAtMs: Date.now(), bytes: 243_000_000 }
        backups = { ...backups, backups: [{ ...taken, check: 'passed', reason: 'asked' }, ...backups.backups] }
        emit('backupsChanged', { organizationId })
        return backups
      },
      cancelBackup: async () => backups,
      checkBackup: async () => backups,
      restoreBackup: async () => backups,
      deleteBackup: async ({ backupId }) =>
        (backups = { ...backups, backups: backups.backups.filter((one) => one.backupId !== backupId) })
    },
    integrity: {
      getIntegrity: async () => integrity,
      verify: async ({ organizationId }) => {
        integrity = verified(true)
        emit('integrityChanged', { organizationId })
        return integrity
      },
      cancelVerify: async () => integrity,
      exportHead: async () => ({ outcome: 'saved', fileName: 'vigil-head.json', entries: 1 }),
      checkHead: async () => ({
        outcome: 'checked',
        fileName: 'vigil-head.json',
        commitCount: 640,
        differences: []
      })
    },
    evidence: {
      makePack: async ({ organizationId, format }) => {
        const pack: EvidencePack = {
          packId: `pack-${packs.length + 1}`,
          state: 'complete',
          fileName: format === 'zip' ? 'evidence.zip' : 'evidence',
          format,
          startedAtMs: Date.now(),
          finishedAtMs: Date.now(),
          rowsWritten: 4_210,
          rowsTotal: 4_210,
          bytesWritten: 2_300_000,
          isSigned: true
        }
        packs = [pack, ...packs]
        emit('evidenceChanged', { organizationId })
        return { outcome: 'started', pack }
      },
      cancelPack: async ({ packId }) => {
        const found = packs.find((one) => one.packId === packId)
        if (found === undefined) throw new Error('no such pack')
        return found
      },
      listPacks: async () => packs,
      verifyPack: async () => ({
        outcome: 'checked',
        verdict: { fileName: 'evidence.zip', isIntact: true, isSigned: true, rows: 4_210, findings: [] }
      })
    }
  }
}
