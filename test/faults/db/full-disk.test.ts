import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { applyWriterPragmas } from '../../../src/main/db/pragmas.ts'
import { toDatabaseError } from '../../../src/main/db/sqlite-errors.ts'
import { latestVersion } from '../../../src/main/db/migrate.ts'
import { databaseAt } from '../../integration/db/raw-database.ts'

const child = fileURLToPath(new URL('./filling-child.ts', import.meta.url))

/** A disk of its own needs a mount namespace, which not every machine gives to everybody. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

describe('a full disk', () => {
  it.runIf(canMount)(
    'is named as such, loses nothing that was kept, leaves reading possible, and is over when there is room',
    () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'vigil-full-'))
      try {
        const script = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$2" "$3" "$1"'
        const output = execFileSync('unshare', ['-rm', 'sh', '-c', script, 'sh', folder, process.execPath, child], {
          encoding: 'utf8',
          timeout: 100_000
        })
        expect(JSON.parse(output)).toEqual({
          whileFull: {
            archiveError: 'disk-full',
            settingsError: 'disk-full',
            facts: { accountType: 'Admin' },
            rowsAreKept: true,
            journalIsKept: true
          },
          newOrganizationError: 'disk-full',
          after: { added: 200, facts: { accountType: 'Creator' }, other: { isAdmin: true }, rowsAreKept: true }
        })
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  )

  it('ends a transaction as a whole, wherever SQLite finds no more room', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigil-full-'))
    const file = path.join(folder, 'org.sqlite')
    try {
      const database = databaseAt('org', latestVersion('org'), file)
      applyWriterPragmas(database, 'org')
      const pages = Number(database.pragma('page_count', { simple: true }))
      database.pragma(`max_page_count = ${pages + 3}`)
      const insert = database.prepare(
        "INSERT INTO journal_entries (action, outcome, detail, at_ms) VALUES ('a', 'done', ?, 1)"
      )
      const many = database.transaction(() => {
        for (let n = 0; n < 100; n += 1) insert.run('x'.repeat(1_000))
      })
      let thrown: unknown
      try {
        many()
      } catch (error) {
        thrown = error
      }
      expect(toDatabaseError(thrown, file).toData()).toEqual({ code: 'disk-full', params: { file: 'org.sqlite' } })
      expect(database.prepare('SELECT count(*) FROM journal_entries').pluck().get()).toBe(0)
      insert.run('fits')
      database.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
