import { describe, expect, it } from 'vitest'
import { latestVersion } from '../../../src/main/db/migrate.ts'
import { databaseAt } from './raw-database.ts'

function journal(kind: 'org' | 'registry' = 'org') {
  const database = databaseAt(kind, latestVersion(kind))
  database.exec(
    "INSERT INTO journal_entries (action, outcome, detail, at_ms) VALUES ('asked', 'requested', '{}', 1), ('sent', 'done', '{}', 2)"
  )
  return database
}

function events() {
  const database = databaseAt('archive', latestVersion('archive'))
  database.exec(`INSERT INTO archived_tables (table_id, path, kind) VALUES (1, '["A"]', 'events');
    INSERT INTO events (table_id, event_at_ms, dedupe_key, archived_at_ms, cells) VALUES (1, 5, x'01', 6, '["a"]'), (1, 6, x'02', 6, '["b"]')`)
  return database
}

describe('the journal', () => {
  const attempts = [
    "UPDATE journal_entries SET outcome = 'failed' WHERE sequence = 1",
    'DELETE FROM journal_entries WHERE sequence = 2',
    'DELETE FROM journal_entries',
    "REPLACE INTO journal_entries (sequence, action, outcome, detail, at_ms) VALUES (1, 'other', 'done', '{}', 1)",
    "INSERT INTO journal_entries (sequence, action, outcome, detail, at_ms) VALUES (1, 'x', 'done', '{}', 1) ON CONFLICT (sequence) DO UPDATE SET action = 'x'"
  ]
  it.each(attempts.flatMap((sql) => [['org', sql] as const, ['registry', sql] as const]))(
    'of %s cannot be altered by %s',
    (kind, sql) => {
      const database = journal(kind)
      const before = database.prepare('SELECT * FROM journal_entries').all()
      expect(() => database.exec(sql)).toThrow('append-only')
      expect(database.prepare('SELECT * FROM journal_entries').all()).toEqual(before)
    }
  )

  it('gives no sequence number twice', () => {
    const database = journal()
    database.exec("INSERT INTO journal_entries (action, outcome, detail, at_ms) VALUES ('more', 'done', '{}', 3)")
    expect(database.prepare('SELECT sequence FROM journal_entries').pluck().all()).toEqual([1, 2, 3])
  })
})

describe('archived events', () => {
  it.each([
    "UPDATE events SET cells = '[]' WHERE row_id = 1",
    "UPDATE events SET dedupe_key = x'09'",
    'UPDATE events SET archived_at_ms = 0',
    'UPDATE events SET table_id = 1',
    'DELETE FROM events WHERE row_id = 1',
    'DELETE FROM events',
    "REPLACE INTO events (row_id, table_id, dedupe_key, archived_at_ms, cells) VALUES (1, 1, x'09', 1, '[]')",
    "REPLACE INTO events (table_id, dedupe_key, archived_at_ms, cells) VALUES (1, x'01', 1, '[]')"
  ])('cannot be altered by %s', (sql) => {
    const database = events()
    const before = database.prepare('SELECT * FROM events').all()
    expect(() => database.exec(sql)).toThrow('append-only')
    expect(database.prepare('SELECT * FROM events').all()).toEqual(before)
  })

  it('may have their time derived anew', () => {
    const database = events()
    database.exec('UPDATE events SET event_at_ms = NULL WHERE row_id = 1')
    expect(database.prepare('SELECT event_at_ms FROM events ORDER BY row_id').pluck().all()).toEqual([null, 6])
  })
})

describe('the history of a setting', () => {
  function history() {
    const database = databaseAt('org', latestVersion('org'))
    database.exec(
      "INSERT INTO setting_values (key, value, first_seen_at_ms, last_seen_at_ms, machine_user) VALUES ('comments', 'true', 1, 5, 'ada'), ('comments', NULL, 6, 6, NULL)"
    )
    return database
  }

  it.each([
    "UPDATE setting_values SET value = 'false' WHERE sequence = 1",
    "UPDATE setting_values SET value = 'false' WHERE sequence = 2",
    "UPDATE setting_values SET key = 'bulkCopy'",
    'UPDATE setting_values SET first_seen_at_ms = 0',
    "UPDATE setting_values SET machine_user = 'eve'",
    'UPDATE setting_values SET last_seen_at_ms = 4 WHERE sequence = 1',
    'DELETE FROM setting_values WHERE sequence = 2',
    'DELETE FROM setting_values',
    "REPLACE INTO setting_values (sequence, key, value, first_seen_at_ms, last_seen_at_ms) VALUES (1, 'comments', 'false', 1, 5)"
  ])('cannot be altered by %s', (sql) => {
    const database = history()
    const before = database.prepare('SELECT * FROM setting_values').all()
    expect(() => database.exec(sql)).toThrow('append-only')
    expect(database.prepare('SELECT * FROM setting_values').all()).toEqual(before)
  })

  it('may be seen to last longer', () => {
    const database = history()
    database.exec('UPDATE setting_values SET last_seen_at_ms = 9 WHERE sequence = 2')
    expect(database.prepare('SELECT last_seen_at_ms FROM setting_values').pluck().all()).toEqual([5, 9])
  })
})
