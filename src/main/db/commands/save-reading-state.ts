import type { AuditRole } from '../../../shared/domain/audit-schema.ts'
import { pathText } from '../archived-table.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'

/** An export that Sigma is making or has made; its id lives an hour. */
export interface StartedExport {
  readonly queryId: string
  readonly startedAtMs: number
  readonly workbookId: string
  readonly elementId: string
  /** Absent for a table that is read as a whole. */
  readonly window?: { readonly fromMs: number; readonly toMs: number }
}

export interface ReadingStateChange {
  readonly pausedAtMs?: number | null
  /** When the daily reading of all that Sigma has began; null when it is over. */
  readonly dailyStartedAtMs?: number | null
  readonly dailyReadAtMs?: number | null
  readonly exportQuery?: StartedExport | null
}

const columnOf = {
  pausedAtMs: 'paused_at_ms',
  dailyStartedAtMs: 'daily_started_at_ms',
  dailyReadAtMs: 'daily_read_at_ms',
  exportQuery: 'export_query'
} as const satisfies Readonly<Record<keyof ReadingStateChange, string>>

/** Keeps how far the reading of a table is; what is not named stays, `null` forgets. */
export const saveReadingState = command(
  'archive',
  (db, params: { readonly path: readonly string[]; readonly change: ReadingStateChange }): void => {
    const path = pathText(params.path)
    db.run('INSERT INTO reading_states (path) VALUES (:path) ON CONFLICT (path) DO NOTHING', { path })
    for (const [name, column] of Object.entries(columnOf)) {
      const value = params.change[name as keyof ReadingStateChange]
      if (value === undefined) continue
      db.run(`UPDATE reading_states SET ${column} = :value WHERE path = :path`, {
        path,
        value: typeof value === 'object' && value !== null ? toJson(value) : value
      })
    }
  }
)

/** Keeps which column has a role by a person's choice; `null`: none has it, absent: no choice any more. */
export const saveColumnRole = command(
  'archive',
  (
    db,
    params: {
      readonly path: readonly string[]
      readonly role: AuditRole
      readonly column?: string | null
      readonly atMs: number
    }
  ): void => {
    const { role, column, atMs } = params
    const path = pathText(params.path)
    db.run('DELETE FROM column_roles WHERE path = :path AND role = :role', { path, role })
    if (column !== undefined)
      db.run('INSERT INTO column_roles (path, role, column_name, at_ms) VALUES (:path, :role, :column, :atMs)', {
        path,
        role,
        column,
        atMs
      })
  }
)
