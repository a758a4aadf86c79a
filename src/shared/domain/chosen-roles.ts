import { type AuditRole, auditRoles, type AuditRoles, mapRoles } from './audit-schema.ts'

/** Columns by role as a person chose them; null: no column has the role. */
export type ChosenRoles = Readonly<Partial<Record<AuditRole, string | null>>>

interface Column {
  readonly name: string
  readonly type?: string
}

/**
 * Which column has which role: what a person chose, where the table has that column; for the other roles what is found
 * by name and type among the columns that were not chosen for anything.
 */
export function rolesWith(columns: readonly Column[], chosen: ChosenRoles): AuditRoles {
  const names = new Set(columns.map((column) => column.name))
  const taken = new Set(Object.values(chosen))
  const found = mapRoles(columns.filter((column) => !taken.has(column.name)))
  return Object.fromEntries(
    auditRoles.flatMap((role) => {
      const choice = chosen[role]
      const column = choice === undefined || (choice !== null && !names.has(choice)) ? found[role] : choice
      return column == null ? [] : [[role, column]]
    })
  )
}
