import { type AuditRole, auditRoles, mapRoles, normalizeName } from './audit-schema.ts'

export interface ColumnChange {
  readonly change: 'vanished' | 'returned' | 'renamed'
  readonly name: string
  /** Of a renamed column. */
  readonly earlierName?: string
}

export interface ColumnsThen {
  /** Every column that rows are kept of. */
  readonly known: readonly string[]
  /** Those of them that are known to have vanished. */
  readonly vanished: ReadonlySet<string>
  /** The columns that the source has now. */
  readonly seen: readonly string[]
}

/**
 * What became of columns. A column is called renamed when another one came in its place that differs in case, spaces and
 * signs alone, or that is now found for the same role by its name; everything else that is gone has vanished. A renamed
 * column counts as vanished under its earlier name.
 */
export function columnChangesOf({ known, vanished, seen }: ColumnsThen): ColumnChange[] {
  if (known.length === 0 || seen.length === 0) return []
  const now = new Set(seen)
  const before = new Set(known)
  const gone = known.filter((name) => !now.has(name) && !vanished.has(name))
  // A column that came before under this name is back; it is not the new name of another one.
  const added = seen.filter((name) => !before.has(name))
  const rolesBefore = byColumn(mapRoles(known.filter((name) => !vanished.has(name))))
  const rolesNow = byColumn(mapRoles(seen))
  const changes: ColumnChange[] = known
    .filter((name) => now.has(name) && vanished.has(name))
    .map((name) => ({ change: 'returned', name }))
  const free = new Set(added)
  for (const earlierName of gone) {
    const role = rolesBefore.get(earlierName)
    const name =
      [...free].find((one) => normalizeName(one) === normalizeName(earlierName)) ??
      [...free].find((one) => role !== undefined && rolesNow.get(one) === role)
    if (name === undefined) changes.push({ change: 'vanished', name: earlierName })
    else {
      free.delete(name)
      changes.push({ change: 'renamed', name, earlierName })
    }
  }
  return changes
}

function byColumn(roles: Partial<Readonly<Record<AuditRole, string>>>): ReadonlyMap<string, AuditRole> {
  return new Map(
    auditRoles.flatMap((role) => {
      const column = roles[role]
      return column === undefined ? [] : [[column, role] as const]
    })
  )
}
