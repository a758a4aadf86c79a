import Database from 'better-sqlite3'
import { type Migration, migrations } from '../../../src/main/db/migrations/migrations.ts'
import { migrate } from '../../../src/main/db/migrate.ts'
import { applyWriterPragmas } from '../../../src/main/db/pragmas.ts'
import type { DatabaseKind } from '../../../src/main/db/protocol.ts'

/** The migrations up to a version. */
export function migrationsUpTo(kind: DatabaseKind, version: number): readonly Migration[] {
  return migrations[kind].filter((migration) => migration.version <= version)
}

/** A database as the writer has it, migrated up to `version`. */
export function databaseAt(kind: DatabaseKind, version: number, file = ':memory:'): Database.Database {
  const database = new Database(file)
  applyWriterPragmas(database, kind)
  migrate(database, kind, migrationsUpTo(kind, version))
  return database
}

/** Names of all tables, indexes and triggers. */
export function schemaNames(database: Database.Database): string[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[]
}
