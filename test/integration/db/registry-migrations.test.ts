import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, versionOf } from '../../../src/main/db/migrate.ts'
import { migrations } from '../../../src/main/db/migrations/migrations.ts'
import { labelColors } from '../../../src/shared/domain/label-colors.ts'
import { databaseAt } from './raw-database.ts'

describe('each migration of the registry, from the version before with rows in it', () => {
  it('registry 0001 makes a list of organizations out of nothing', () => {
    const database = new Database(':memory:')
    migrate(database, 'registry', migrations.registry.slice(0, 1))
    const insert = database.prepare(
      "INSERT INTO organizations (id, name, name_key, kind, label, api_url, client_id, position, added_at_ms) VALUES (?, 'A', ?, ?, 'none', 'u', 'c', 0, 1)"
    )
    insert.run('1', 'a', 'sigma')
    expect(() => insert.run('2', 'a', 'sigma')).toThrow('UNIQUE')
    expect(() => insert.run('2', 'b', 'other')).toThrow('CHECK')
  })

  it('registry 0002 adds the inbox and keeps organizations, removals and activations', () => {
    const database = databaseAt('registry', 1)
    database.exec(`
      INSERT INTO organizations (id, name, name_key, kind, label, api_url, client_id, position, added_at_ms)
        VALUES ('o1', 'Acme', 'acme', 'sigma', 'none', 'https://x', 'c', 0, 1);
      INSERT INTO removals VALUES ('o2', 5);
      INSERT INTO activations (organization_id, at_ms, took_ms) VALUES ('o1', 7, 90000);`)
    migrate(database, 'registry', migrations.registry.slice(0, 2))
    expect(versionOf(database)).toBe(2)
    expect(database.prepare('SELECT name FROM organizations').pluck().all()).toEqual(['Acme'])
    expect(database.prepare('SELECT organization_id FROM removals').pluck().all()).toEqual(['o2'])
    expect(database.prepare('SELECT took_ms FROM activations').pluck().all()).toEqual([90_000])
    expect(database.prepare('SELECT count(*) FROM inbox_entries').pluck().get()).toBe(0)
  })

  it('registry 0003 adds a journal and keeps organizations, removals, activations and the inbox', () => {
    const database = databaseAt('registry', 2)
    database.exec(`
      INSERT INTO organizations (id, name, name_key, kind, label, api_url, client_id, position, added_at_ms)
        VALUES ('o1', 'Acme', 'acme', 'sigma', 'none', 'https://x', 'c', 0, 1);
      INSERT INTO removals VALUES ('o2', 5);
      INSERT INTO activations (organization_id, at_ms, took_ms) VALUES ('o1', 7, 90000);
      INSERT INTO inbox_keys VALUES ('k', 1);
      INSERT INTO inbox_entries (id, organization_name, kind, at_ms, is_read, facts, notification)
        VALUES ('i', 'Acme', 'credential-refused', 1, 0, '{}', 'none');`)
    migrate(database, 'registry', migrations.registry.slice(0, 3))
    expect(versionOf(database)).toBe(3)
    for (const table of ['organizations', 'removals', 'activations', 'inbox_keys', 'inbox_entries'])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    expect(database.prepare('SELECT count(*) FROM journal_entries').pluck().get()).toBe(0)
  })

  it('registry 0004 gives each organization the color of its label, room for summaries, and keeps all else', () => {
    const database = databaseAt('registry', 3)
    const labels = ['none', 'production', 'staging', 'development', 'customer']
    const insert = database.prepare(
      "INSERT INTO organizations (id, name, name_key, kind, label, api_url, client_id, position, added_at_ms) VALUES (?, ?, ?, 'sigma', ?, 'u', 'c', 0, 1)"
    )
    for (const label of labels) insert.run(label, label, label, label)
    database.exec(`
      INSERT INTO removals VALUES ('o2', 5);
      INSERT INTO activations (organization_id, at_ms, took_ms) VALUES ('o1', 7, 90000);
      INSERT INTO inbox_keys VALUES ('k', 1);
      INSERT INTO inbox_entries (id, organization_name, kind, at_ms, is_read, facts, notification)
        VALUES ('i', 'Acme', 'credential-refused', 1, 0, '{}', 'none');
      INSERT INTO journal_entries (action, outcome, detail, at_ms) VALUES ('a', 'done', '{}', 1);`)
    migrate(database, 'registry', migrations.registry.slice(0, 4))
    expect(versionOf(database)).toBe(4)
    const colors = database.prepare('SELECT label, color FROM organizations').all() as {
      label: string
      color: string
    }[]
    expect(Object.fromEntries(colors.map(({ label, color }) => [label, color]))).toEqual(labelColors)
    expect(
      database.prepare('SELECT DISTINCT paused_at_ms, parent_sigma_organization_id FROM organizations').all()
    ).toEqual([{ paused_at_ms: null, parent_sigma_organization_id: null }])
    for (const table of ['removals', 'activations', 'inbox_keys', 'inbox_entries', 'journal_entries'])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    expect(database.prepare('SELECT count(*) FROM organization_summaries').pluck().get()).toBe(0)
  })

  it('registry 0005 lets the first secret of each organization count, and never the one that is left over', () => {
    const database = databaseAt('registry', 4)
    database.exec(`
      INSERT INTO organizations (id, name, name_key, kind, label, api_url, client_id, position, added_at_ms)
        VALUES ('o1', 'Acme', 'acme', 'sigma', 'none', 'https://x', 'c', 0, 1);
      INSERT INTO organization_summaries (organization_id, is_readable, audit_logging, pending_changes, refused_changes)
        VALUES ('o1', 1, '{"kind":"disabled"}', 0, 0);`)
    migrate(database, 'registry', migrations.registry.slice(0, 5))
    expect(versionOf(database)).toBe(5)
    const select = 'SELECT client_id, secret_slot, leftover_secret_slot FROM organizations'
    expect(database.prepare(select).all()).toEqual([{ client_id: 'c', secret_slot: 1, leftover_secret_slot: null }])
    expect(database.prepare('SELECT count(*) FROM organization_summaries').pluck().get()).toBe(1)
    database.exec('UPDATE organizations SET leftover_secret_slot = 2')
    expect(() => database.exec('UPDATE organizations SET leftover_secret_slot = 1')).toThrow('CHECK')
    expect(() => database.exec('UPDATE organizations SET secret_slot = 3')).toThrow('CHECK')
    database.exec('UPDATE organizations SET secret_slot = 2, leftover_secret_slot = 1')
  })
})
