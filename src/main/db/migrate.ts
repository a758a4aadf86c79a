import path from 'node:path'
import type Database from 'better-sqlite3'
import { AppError } from '../../shared/kit/app-error.ts'
import { type Migration, migrations } from './migrations/migrations.ts'
import type { DatabaseKind } from './protocol.ts'

/** Marks a file as Vigil's, one number a kind (ASCII "VgR", "VgO", "VgA" and a one), so that swapped files are noticed. */
export const applicationIds = { registry: 0x56675201, org: 0x56674f01, archive: 0x56674101 } as const satisfies Record<
  DatabaseKind,
  number
>

/** The version that a file was migrated to. 0: new and empty. */
export function versionOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/** The version that this program works with. */
export function latestVersion(kind: DatabaseKind): number {
  return migrations[kind].at(-1)?.version ?? 0
}

/**
 * Brings a database to the latest version, one transaction a migration, so that a crash leaves a whole version.
 * @param database a handle that writes
 * @param known the migrations, oldest first; another list than the program's own only in tests
 * @throws AppError `database-newer` when a later program wrote the file; nothing is changed then
 */
export function migrate(
  database: Database.Database,
  kind: DatabaseKind,
  known: readonly Migration[] = migrations[kind]
): void {
  const current = versionOf(database)
  refuseNewer(database, current, known.at(-1)?.version ?? 0)
  for (const migration of known) {
    if (migration.version <= current) continue
    database
      .transaction(() => {
        // another process may have come first while this one waited for the lock
        if (versionOf(database) >= migration.version) return
        database.exec(migration.sql)
        database.pragma(`application_id = ${applicationIds[kind]}`)
        database.pragma(`user_version = ${migration.version}`)
      })
      .immediate()
  }
}

/** @throws AppError `database-newer` */
export function refuseNewer(database: Database.Database, current: number, latest: number): void {
  if (current > latest)
    throw new AppError('database-newer', { file: path.basename(database.name), version: current, supported: latest })
}
