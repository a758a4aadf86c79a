import { readdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { applicationIds, latestVersion, migrate, versionOf } from '../../../src/main/db/migrate.ts'
import { migrations } from '../../../src/main/db/migrations/migrations.ts'
import type { DatabaseKind } from '../../../src/main/db/protocol.ts'
import { databaseAt, schemaNames } from './raw-database.ts'

const kinds = ['registry', 'org', 'archive'] as const satisfies readonly DatabaseKind[]

describe.each(kinds)('migrations of %s', (kind) => {
  it('are numbered without a gap, as their files are, and all of the files are listed', () => {
    const files = readdirSync(new URL(`../../../src/main/db/migrations/${kind}/`, import.meta.url)).sort()
    const listed = migrations[kind].map(({ version, name }) => `${String(version).padStart(4, '0')}-${name}.ts`)
    expect(listed).toEqual(files)
    expect(migrations[kind].map(({ version }) => version)).toEqual(migrations[kind].map((_, index) => index + 1))
  })

  it('make only strict tables', () => {
    const database = databaseAt(kind, latestVersion(kind))
    const tables = database
      .prepare(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
      )
      .all() as { name: string; strict: number }[]
    expect(tables.length).toBeGreaterThan(0)
    expect(tables.filter((table) => table.strict !== 1)).toEqual([])
    expect(tables.filter((table) => !/^[a-z]+(_[a-z]+)*$/.test(table.name))).toEqual([])
    expect(database.pragma('application_id', { simple: true })).toBe(applicationIds[kind])
  })

  it('change nothing when they run again', () => {
    const database = databaseAt(kind, latestVersion(kind))
    const before = schemaNames(database)
    migrate(database, kind)
    expect(schemaNames(database)).toEqual(before)
    expect(versionOf(database)).toBe(latestVersion(kind))
  })

  it('refuse a database of a later program and leave it as it is', () => {
    const database = databaseAt(kind, latestVersion(kind))
    const later = latestVersion(kind) + 1
    database.pragma(`user_version = ${later}`)
    expect(() => migrate(database, kind)).toThrow(
      expect.objectContaining({ code: 'database-newer', params: expect.objectContaining({ version: later }) })
    )
    expect(versionOf(database)).toBe(later)
  })

  it('leave the version before, whole, when one fails in its middle', () => {
    const database = databaseAt(kind, 1)
    const before = schemaNames(database)
    const broken = {
      version: 2,
      name: 'broken',
      sql: 'CREATE TABLE halves (id INTEGER) STRICT; CREATE TABLE halves (id INTEGER) STRICT;'
    }
    expect(() => migrate(database, kind, [...migrations[kind].slice(0, 1), broken])).toThrow('already exists')
    expect(versionOf(database)).toBe(1)
    expect(schemaNames(database)).toEqual(before)
    migrate(database, kind)
    expect(versionOf(database)).toBe(latestVersion(kind))
  })
})

describe('each migration of an organization’s files, from the version before with rows in it', () => {
  it('org 0001 makes settings, pending changes and a journal out of nothing', () => {
    const database = new Database(':memory:')
    migrate(database, 'org', migrations.org.slice(0, 1))
    expect(() => database.exec("INSERT INTO audit_logging_states (id, state) VALUES (2, '{}')")).toThrow('CHECK')
    expect(() =>
      database.exec(
        "INSERT INTO pending_changes (id, idempotency_key, key, value, made_at_ms, state, attempts) VALUES ('1', '1', 'k', '1', 1, 'lost', 0)"
      )
    ).toThrow('CHECK')
  })

  it('org 0002 adds connections and keeps settings, facts, pending changes and the journal', () => {
    const database = databaseAt('org', 1)
    database.exec(`
      INSERT INTO settings (key, value, read_at_ms) VALUES ('comments', 'true', 1);
      INSERT INTO facts VALUES ('isAdmin', 'true');
      INSERT INTO audit_logging_states VALUES (1, '{"kind":"disabled"}');
      INSERT INTO pending_changes (id, idempotency_key, key, value, made_at_ms, state, attempts) VALUES ('p', 'i', 'comments', 'false', 1, 'waiting', 0);
      INSERT INTO journal_entries (action, outcome, detail, at_ms) VALUES ('a', 'done', '{}', 1);`)
    migrate(database, 'org', migrations.org.slice(0, 2))
    expect(versionOf(database)).toBe(2)
    for (const table of ['settings', 'facts', 'audit_logging_states', 'pending_changes', 'journal_entries'])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    expect(database.prepare('SELECT count(*) FROM connections').pluck().get()).toBe(0)
    expect(() => database.exec('DELETE FROM journal_entries')).toThrow('append-only')
  })

  it('org 0003 adds users to the journal, keeps its entries without one and still cannot alter them', () => {
    const database = databaseAt('org', 2)
    database.exec(
      "INSERT INTO journal_entries (action, outcome, detail, at_ms) VALUES ('a', 'done', '{}', 2), ('b', 'failed', '{\"k\":1}', 1)"
    )
    migrate(database, 'org', migrations.org.slice(0, 3))
    expect(versionOf(database)).toBe(3)
    expect(database.prepare('SELECT * FROM journal_entries ORDER BY at_ms').all()).toEqual([
      { sequence: 2, action: 'b', outcome: 'failed', detail: '{"k":1}', at_ms: 1, machine_user: null },
      { sequence: 1, action: 'a', outcome: 'done', detail: '{}', at_ms: 2, machine_user: null }
    ])
    expect(() => database.exec("UPDATE journal_entries SET machine_user = 'x'")).toThrow('append-only')
  })

  it('org 0004 adds the directory and keeps connections, what is known of their age, and the journal', () => {
    const database = databaseAt('org', 3)
    database.exec(`
      INSERT INTO connections (connection_id, position, name, type, is_audit_log, is_sample, is_archived, removed_at_ms)
        VALUES ('c', 0, 'Sales', 'snowflake', 0, 0, 0, 5);
      INSERT INTO freshness_marks VALUES ('["connections"]', 7, NULL, NULL);
      INSERT INTO pending_changes (id, idempotency_key, key, value, made_at_ms, state, attempts) VALUES ('p', 'i', 'comments', 'false', 1, 'waiting', 0);
      INSERT INTO journal_entries (action, outcome, detail, at_ms, machine_user) VALUES ('a', 'done', '{}', 1, 'm');`)
    migrate(database, 'org', migrations.org.slice(0, 4))
    expect(versionOf(database)).toBe(4)
    expect(database.prepare('SELECT name, removed_at_ms FROM connections').raw().all()).toEqual([['Sales', 5]])
    expect(database.prepare('SELECT read_at_ms FROM freshness_marks').pluck().all()).toEqual([7])
    for (const table of ['pending_changes', 'journal_entries'])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    for (const table of ['members', 'teams', 'team_members', 'account_types', 'tenants', 'directory_readings'])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
    const member = database.prepare(
      "INSERT INTO members (member_id, person_key, search_text, name, email, account_type, is_admin, is_deactivated, is_inactive) VALUES ('m', 'k', 's', 'n', 'e', 'Admin', ?, 0, 0)"
    )
    expect(() => member.run(2)).toThrow('CHECK')
  })

  it('org 0005 begins the history of each setting with the value that is there, and keeps the rest', () => {
    const database = databaseAt('org', 4)
    database.exec(`
      INSERT INTO settings (key, value, read_at_ms, unavailable) VALUES ('comments', 'false', 5, NULL),
        ('timezone', '"Asia/Tokyo"', 6, NULL), ('csvUpload', NULL, 7, '{"code":"not-permitted","params":{}}');
      INSERT INTO facts VALUES ('settingsReadAtMs', '9');
      INSERT INTO audit_logging_states VALUES (1, '{"kind":"enabled","connectionId":"c"}');
      INSERT INTO journal_entries (action, outcome, detail, at_ms) VALUES
        ('audit-logging-observed-enabled', 'done', '{}', 2), ('audit-logging-observed-enabled', 'done', '{}', 4);
      INSERT INTO pending_changes (id, idempotency_key, key, value, made_at_ms, state, attempts) VALUES ('p', 'i', 'comments', 'true', 1, 'waiting', 0);
      INSERT INTO members (member_id, person_key, search_text, name, email, account_type, is_admin, is_deactivated, is_inactive)
        VALUES ('m', 'a@x', 'a', 'A', 'a@x', 'Admin', 1, 0, 0);`)
    migrate(database, 'org', migrations.org.slice(0, 5))
    expect(versionOf(database)).toBe(5)
    expect(database.prepare('SELECT * FROM setting_values ORDER BY sequence').raw().all()).toEqual([
      [1, 'comments', 'false', 5, 5, null],
      [2, 'csvUpload', null, 7, 7, null],
      [3, 'timezone', '"Asia/Tokyo"', 6, 6, null],
      [4, 'auditLogging', 'true', 4, 9, null]
    ])
    for (const [table, rows] of [
      ['settings', 3],
      ['facts', 1],
      ['audit_logging_states', 1],
      ['pending_changes', 1],
      ['members', 1],
      ['journal_entries', 2]
    ])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(rows)
  })

  it.each([
    ['disabled', 'false'],
    ['enable-waiting', 'false'],
    ['pending', 'true'],
    ['timed-out', 'true'],
    ['enabled', 'true'],
    ['disable-waiting', 'true'],
    ['disabling', 'false'],
    ['refused', 'false'],
    ['not-provisioned', null],
    ['region-not-supported', null]
  ])('org 0005 takes audit logging that is %s for %s', (kind, value) => {
    const database = databaseAt('org', 4)
    database.prepare('INSERT INTO audit_logging_states VALUES (1, ?)').run(JSON.stringify({ kind }))
    migrate(database, 'org', migrations.org.slice(0, 5))
    expect(database.prepare('SELECT key, value FROM setting_values').raw().all()).toEqual([['auditLogging', value]])
  })

  it('org 0005 begins no history for what is not known', () => {
    const database = databaseAt('org', 4)
    database.exec('INSERT INTO audit_logging_states VALUES (1, \'{"kind":"unknown"}\')')
    migrate(database, 'org', migrations.org.slice(0, 5))
    expect(database.prepare('SELECT count(*) FROM setting_values').pluck().get()).toBe(0)
  })

  it('org 0006 adds what a conflict needs and keeps the changes that wait', () => {
    const database = databaseAt('org', 5)
    database.exec(`
      INSERT INTO pending_changes (id, idempotency_key, key, value, base_value, made_at_ms, state, attempts, last_error)
        VALUES ('p', 'i', 'comments', 'true', 'false', 1, 'refused', 2, '{"code":"conflict","params":{}}');
      INSERT INTO setting_values (key, value, first_seen_at_ms, last_seen_at_ms) VALUES ('comments', 'true', 1, 1);`)
    migrate(database, 'org', migrations.org.slice(0, 6))
    expect(versionOf(database)).toBe(6)
    expect(database.prepare('SELECT * FROM pending_changes').all()).toEqual([
      expect.objectContaining({
        id: 'p',
        base_value: 'false',
        state: 'refused',
        conflict: null,
        sent_at_ms: null,
        own_values: null
      })
    ])
    expect(database.prepare('SELECT count(*) FROM setting_values').pluck().get()).toBe(1)
  })

  it('archive 0001 makes tables of events out of nothing', () => {
    const database = new Database(':memory:')
    database.pragma('foreign_keys = ON')
    migrate(database, 'archive', migrations.archive.slice(0, 1))
    expect(() =>
      database.exec("INSERT INTO events (table_id, dedupe_key, archived_at_ms, cells) VALUES (9, x'00', 1, '[]')")
    ).toThrow('FOREIGN KEY')
  })

  it('archive 0002 adds snapshots and keeps tables, columns and events', () => {
    const database = databaseAt('archive', 1)
    database.exec(`
      INSERT INTO archived_tables (table_id, path, kind, row_count) VALUES (1, '["A"]', 'events', 1);
      INSERT INTO archived_columns VALUES (1, 0, 'TIME', 5);
      INSERT INTO events (table_id, event_at_ms, dedupe_key, archived_at_ms, cells) VALUES (1, 5, x'0011', 6, '["t"]');`)
    migrate(database, 'archive', migrations.archive.slice(0, 2))
    expect(versionOf(database)).toBe(2)
    for (const table of ['archived_tables', 'archived_columns', 'events'])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    expect(database.prepare('SELECT count(*) FROM snapshot_rows').pluck().get()).toBe(0)
  })
})
