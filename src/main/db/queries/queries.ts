import * as archive from './archive-queries.ts'
import * as columns from './column-queries.ts'
import * as connections from './connection-queries.ts'
import * as coverage from './coverage-queries.ts'
import * as directory from './directory-queries.ts'
import * as drift from './drift-queries.ts'
import * as events from './event-queries.ts'
import * as evidence from './evidence-queries.ts'
import * as imports from './import-queries.ts'
import * as inbox from './inbox-queries.ts'
import * as journal from './journal-queries.ts'
import * as organizations from './organization-queries.ts'
import * as people from './people-queries.ts'
import * as retention from './retention-queries.ts'
import * as settings from './settings-queries.ts'
import * as snapshots from './snapshot-queries.ts'
import * as summaries from './summary-queries.ts'
import * as verification from './verification-queries.ts'
import * as version from './version-queries.ts'

/** Every read that there is, by name. */
export const queries = {
  ...organizations,
  ...inbox,
  ...settings,
  ...connections,
  ...archive,
  listArchivedColumns: columns.listArchivedColumns,
  listColumnChanges: columns.listColumnChanges,
  listColumnRoles: columns.listColumnRoles,
  ...coverage,
  ...events,
  ...evidence,
  ...imports,
  ...journal,
  ...directory,
  ...drift,
  ...people,
  ...retention,
  ...snapshots,
  ...summaries,
  ...verification,
  ...version
} as const

export type Queries = typeof queries
