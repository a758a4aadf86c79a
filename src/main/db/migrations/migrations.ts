import type { DatabaseKind } from '../protocol.ts'
import { migration as archivedTables } from './archive/0001-archived-tables.ts'
import { migration as snapshots } from './archive/0002-snapshots.ts'
import { migration as eventBlocks } from './archive/0003-event-blocks.ts'
import { migration as coverageLedger } from './archive/0004-coverage-ledger.ts'
import { migration as commitDetails } from './archive/0005-commit-details.ts'
import { migration as segmentPartsByRow } from './archive/0006-segment-parts-by-row.ts'
import { migration as snapshotHistory } from './archive/0007-snapshot-history.ts'
import { migration as carriedOver } from './archive/0008-carried-over.ts'
import { migration as retention } from './archive/0009-retention.ts'
import type { Migration } from './migration.ts'
import { migration as settings } from './org/0001-settings.ts'
import { migration as connections } from './org/0002-connections.ts'
import { migration as journalUsers } from './org/0003-journal-users.ts'
import { migration as directory } from './org/0004-directory.ts'
import { migration as settingHistory } from './org/0005-setting-history.ts'
import { migration as conflicts } from './org/0006-conflicts.ts'
import { migration as organizations } from './registry/0001-organizations.ts'
import { migration as inbox } from './registry/0002-inbox.ts'
import { migration as journal } from './registry/0003-journal.ts'
import { migration as fleet } from './registry/0004-fleet.ts'
import { migration as secretSlots } from './registry/0005-secret-slots.ts'

export type { Migration } from './migration.ts'

/** All migrations by kind of file, oldest first. */
export const migrations: Readonly<Record<DatabaseKind, readonly Migration[]>> = {
  registry: [organizations, inbox, journal, fleet, secretSlots],
  org: [settings, connections, journalUsers, directory, settingHistory, conflicts],
  archive: [
    archivedTables,
    snapshots,
    eventBlocks,
    coverageLedger,
    commitDetails,
    segmentPartsByRow,
    snapshotHistory,
    carriedOver,
    retention
  ]
}
