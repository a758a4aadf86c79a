import { normalizeName } from '../../shared/domain/audit-schema.ts'

/** The table of events. */
export const auditLogsTable = 'AUDIT_LOGS'

/** Tables of the schema SIGMA_SHARED, as far as Sigma's release notes name them. */
export const sigmaSharedTables = [
  'USERS',
  'TEAMS',
  'CONNECTIONS',
  'DOCUMENTS',
  'SCHEDULED_NOTIFICATIONS',
  'SENDGRID_LOGS',
  'SUPPORT_CHATS',
  'COMMENTS'
] as const

const known: readonly string[] = [auditLogsTable, ...sigmaSharedTables]

/**
 * The table that a workbook element shows, judged by its name: `AUDIT_LOGS`, `Audit Logs`, `SIGMA_SHARED.USERS`.
 * @returns the table's own name, or undefined for an element of another kind
 */
export function tableOfElement(elementName: string): string | undefined {
  const last = elementName.split(/[./>\\]/).at(-1) ?? ''
  const name = normalizeName(last)
  return known.includes(name) ? name : undefined
}
