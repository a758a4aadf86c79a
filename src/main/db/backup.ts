import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { backupsToDelete } from './backup-retention.ts'

export interface Backup {
  readonly file: string
  readonly takenAtMs: number
}

/** Folder of the backups of a database file. */
export function backupFolder(file: string): string {
  return path.join(path.dirname(file), 'backups')
}

/** A time as part of a file name: no colon, sorts by time, reads back. */
export function fileStamp(atMs: number): string {
  return new Date(atMs).toISOString().replaceAll(':', '-')
}

/** Backups of a file, newest first. */
export function listBackups(file: string): readonly Backup[] {
  const folder = backupFolder(file)
  if (!existsSync(folder)) return []
  const prefix = `${path.parse(file).name}-`
  return readdirSync(folder)
    .flatMap((name): Backup[] => {
      const takenAtMs = name.startsWith(prefix) ? takenAt(name.slice(prefix.length)) : undefined
      return takenAtMs === undefined ? [] : [{ file: path.join(folder, name), takenAtMs }]
    })
    .sort((a, b) => b.takenAtMs - a.takenAtMs)
}

/**
 * Takes a backup through SQLite's backup API (a copied live file misses what is still in its write-ahead log) and lets
 * old ones go. The backup gets its name only when it is whole.
 * @param database a handle of the file that writes
 * @throws what SQLite or the file system says
 */
export async function takeBackup(database: Database.Database, file: string, nowMs: number): Promise<Backup> {
  const folder = backupFolder(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const target = path.join(folder, `${path.parse(file).name}-${fileStamp(nowMs)}.sqlite`)
  const partial = `${target}.partial`
  try {
    await database.backup(partial)
    renameSync(partial, target)
  } finally {
    for (const leftover of [partial, `${partial}-journal`, `${partial}-wal`, `${partial}-shm`])
      rmSync(leftover, { force: true })
  }
  const all = listBackups(file)
  const gone = new Set(
    backupsToDelete(
      all.map((one) => one.takenAtMs),
      nowMs
    )
  )
  for (const one of all) if (gone.has(one.takenAtMs)) rmSync(one.file, { force: true })
  return { file: target, takenAtMs: nowMs }
}

function takenAt(stampAndSuffix: string): number | undefined {
  return stampAndSuffix.endsWith('.sqlite') ? stampedAt(stampAndSuffix.slice(0, -'.sqlite'.length)) : undefined
}

/** The time of a file's stamp, epoch ms; undefined for what is none. */
export function stampedAt(stamp: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/.exec(stamp)
  if (parts === null) return undefined
  const atMs = Date.parse(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}`)
  return Number.isNaN(atMs) ? undefined : atMs
}
