import type { ColumnType } from '../world/warehouses.ts'

interface AuditColumn {
  readonly name: string
  readonly type: ColumnType
  /** `attested`: Sigma's own material names it. `own`: the sandbox's choice, since Sigma's list is not public. */
  readonly origin: 'attested' | 'own'
  readonly description?: string
}

/**
 * The columns of AUDIT_LOGS. Wide and sparse, as Sigma describes it. Only six names are attested in public material;
 * the console reads columns at run time and must not rely on any of the others.
 */
export const auditColumns = [
  { name: 'EVENT_ID', type: 'text', origin: 'own', description: 'Unique id of the event' },
  { name: 'REQUEST_TIME', type: 'datetime', origin: 'attested', description: 'When the request was made (UTC)' },
  { name: 'EVENT_CATEGORY', type: 'text', origin: 'own' },
  { name: 'EVENT_TYPE', type: 'text', origin: 'attested' },
  { name: 'EVENT_STATUS', type: 'text', origin: 'attested', description: 'SUCCESS or FAILURE' },
  { name: 'EVENT_STATUS_REASON_CODE', type: 'text', origin: 'attested' },
  { name: 'USER_ID', type: 'text', origin: 'own' },
  { name: 'USER_EMAIL', type: 'text', origin: 'attested' },
  { name: 'USER_NAME', type: 'text', origin: 'own' },
  { name: 'USER_ACCOUNT_TYPE', type: 'text', origin: 'own' },
  { name: 'IMPERSONATOR_EMAIL', type: 'text', origin: 'own' },
  { name: 'SESSION_ID', type: 'text', origin: 'own' },
  { name: 'REQUEST_ID', type: 'text', origin: 'own' },
  { name: 'IP_ADDRESS', type: 'text', origin: 'own' },
  { name: 'USER_AGENT', type: 'text', origin: 'own' },
  { name: 'AUTH_METHOD', type: 'text', origin: 'own' },
  { name: 'OBJECT_ID', type: 'text', origin: 'own' },
  { name: 'OBJECT_TYPE', type: 'text', origin: 'own' },
  { name: 'OBJECT_NAME', type: 'text', origin: 'attested' },
  { name: 'OBJECT_PATH', type: 'text', origin: 'own' },
  { name: 'ELEMENT_ID', type: 'text', origin: 'own' },
  { name: 'ELEMENT_NAME', type: 'text', origin: 'own' },
  { name: 'CONNECTION_ID', type: 'text', origin: 'own' },
  { name: 'CONNECTION_NAME', type: 'text', origin: 'own' },
  { name: 'QUERY_ID', type: 'text', origin: 'own' },
  { name: 'QUERY_DURATION_MS', type: 'number', origin: 'own' },
  { name: 'QUERY_ROW_COUNT', type: 'number', origin: 'own' },
  { name: 'EXPORT_FORMAT', type: 'text', origin: 'own' },
  { name: 'EXPORT_DESTINATION', type: 'text', origin: 'own' },
  { name: 'API_METHOD', type: 'text', origin: 'own' },
  { name: 'API_PATH', type: 'text', origin: 'own' },
  { name: 'API_STATUS_CODE', type: 'number', origin: 'own' },
  { name: 'TARGET_USER_ID', type: 'text', origin: 'own' },
  { name: 'TARGET_USER_EMAIL', type: 'text', origin: 'own' },
  { name: 'TEAM_ID', type: 'text', origin: 'own' },
  { name: 'TEAM_NAME', type: 'text', origin: 'own' },
  { name: 'GRANT_PERMISSION', type: 'text', origin: 'own' },
  { name: 'SETTING_NAME', type: 'text', origin: 'own' },
  { name: 'PREVIOUS_VALUE', type: 'text', origin: 'own' },
  { name: 'NEW_VALUE', type: 'text', origin: 'own' },
  { name: 'AFFECTED_ROW_COUNT', type: 'number', origin: 'own' },
  { name: 'AFFECTED_COLUMN_COUNT', type: 'number', origin: 'own' }
] as const satisfies readonly AuditColumn[]

export type AuditColumnName = (typeof auditColumns)[number]['name']

/** One audit event: its time, and the few of the many columns that it fills. */
export type AuditEvent = { readonly timeMs: number } & {
  readonly [Name in Exclude<AuditColumnName, 'REQUEST_TIME' | 'EVENT_CATEGORY' | 'EVENT_TYPE'>]?: string | number
} & { readonly EVENT_ID: string; readonly EVENT_CATEGORY: string; readonly EVENT_TYPE: string }

/** The SQL column that holds an audit column; the time is kept as epoch ms. */
export function sqlColumnOf(name: AuditColumnName): string {
  return name === 'REQUEST_TIME' ? 'request_time_ms' : name.toLowerCase()
}
