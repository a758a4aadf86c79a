import type { AuditRole } from '../../../../shared/domain/audit-schema.ts'

/** What a column of an audit table means, recognised by its name because Sigma does not publish the list of columns. */
export type ColumnRole = 'time' | 'type' | 'status' | 'person' | 'object' | 'category' | 'reason'

/** In the order in which the columns come first in a grid. Names are compared without case, spaces and underscores. */
const patterns: readonly (readonly [ColumnRole, RegExp])[] = [
  ['type', /^(event)?type$/],
  ['status', /^(event)?status$/],
  ['person', /^(user|actor|member)email$/],
  ['object', /^(object|target)name$/],
  ['category', /^(event)?category$/],
  ['reason', /^(event)?statusreason(code)?$/]
]

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The role of each column that has one; a role is given to the first column that fits. */
export function columnRoles(
  columns: readonly string[],
  timeColumn: string | undefined
): ReadonlyMap<string, ColumnRole> {
  const roles = new Map<string, ColumnRole>()
  if (timeColumn !== undefined && columns.includes(timeColumn)) roles.set(timeColumn, 'time')
  for (const [role, pattern] of patterns) {
    const column = columns.find((name) => !roles.has(name) && pattern.test(plain(name)))
    if (column !== undefined) roles.set(column, role)
  }
  return roles
}

/** The roles that the main process tells, in those that a grid knows. */
const gridRoles: Partial<Record<AuditRole, ColumnRole>> = {
  time: 'time',
  type: 'type',
  status: 'status',
  actor: 'person',
  object: 'object',
  category: 'category',
  reason: 'reason'
}

/** Columns by their role, as the main process found them or a person chose them; in the order in which they are read. */
export function rolesFromArchive(
  roles: readonly { readonly role: AuditRole; readonly column?: string | undefined }[]
): ReadonlyMap<string, ColumnRole> {
  const columnOf = new Map(roles.map(({ role, column }) => [gridRoles[role], column]))
  const order: readonly ColumnRole[] = ['time', ...patterns.map(([role]) => role)]
  return new Map(
    order.flatMap((role) => {
      const column = columnOf.get(role)
      return column === undefined ? [] : [[column, role] as const]
    })
  )
}

/** Columns with a role first, in the order of the roles; the others stay as Sigma orders them. */
export function readingOrder(columns: readonly string[], roles: ReadonlyMap<string, ColumnRole>): readonly string[] {
  const present = new Set(columns)
  const first = [...roles.keys()].filter((name) => present.has(name))
  return [...first, ...columns.filter((name) => !roles.has(name))]
}

export type StatusMeaning = 'success' | 'failure' | 'other'

/** What the value of a status column says. */
export function statusMeaning(value: string): StatusMeaning {
  const word = plain(value)
  if (/^(success|succeeded|ok|allowed|granted|completed)$/.test(word)) return 'success'
  if (/^(failure|failed|fail|error|denied|refused|rejected)$/.test(word)) return 'failure'
  return 'other'
}

/** EVENT_STATUS → Event Status: Sigma's friendly form of a warehouse name. Names in any other form stay. */
export function friendlyName(column: string): string {
  if (!/^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(column)) return column
  const upper = new Set(['ID', 'IP', 'URL', 'API', 'SQL', 'UUID', 'SAML', 'MFA', 'CSV', 'AI'])
  return column
    .split('_')
    .map((word) => (upper.has(word) ? word : `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`))
    .join(' ')
}
