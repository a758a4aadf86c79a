import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readArchive } from './independent-archive.ts'
import { demand } from './independent-commits.ts'

/** Whatever goes by the name of a backup is a whole archive, and has as many rows as is written beside it. */
export function checkBackups(house: { readonly archive: string; readonly checkedBackups: Set<string> }): void {
  const folder = path.join(path.dirname(house.archive), 'backups')
  const id = path.basename(path.dirname(house.archive))
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.sqlite') || house.checkedBackups.has(name)) continue
    house.checkedBackups.add(name)
    const file = path.join(folder, name)
    const note = JSON.parse(readFileSync(file.replace(/sqlite$/, 'json'), 'utf8')) as { check: string; rows: number }
    demand(note.check === 'passed', `${name} is ${note.check}`)
    // SQLite leaves files beside the one that it reads
    const other = mkdtempSync(path.join(tmpdir(), 'vigil-backup-'))
    try {
      copyFileSync(file, path.join(other, 'archive.sqlite'))
      const rows = readArchive(path.join(other, 'archive.sqlite'), id)?.tables[0]?.rows.length
      demand((rows ?? 0) === note.rows, `${name} has ${rows ?? 0} rows and is said to have ${note.rows}`)
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
  }
}
