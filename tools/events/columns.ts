/**
 * The columns of the generated table in the order of a CSV. Their names follow what is attested of Sigma's audit table
 * (REQUEST_TIME, EVENT_TYPE, EVENT_STATUS, EVENT_STATUS_REASON_CODE, OBJECT_NAME, USER_EMAIL); the rest is made up in
 * the same manner. Columns of one group are written together or not at all.
 */
export const columnGroups = {
  identity: ['EVENT_ID', 'REQUEST_TIME'],
  type: ['EVENT_CATEGORY', 'EVENT_TYPE'],
  status: ['EVENT_STATUS', 'EVENT_STATUS_REASON_CODE'],
  actor: ['USER_ID', 'USER_EMAIL', 'USER_NAME'],
  impersonator: ['IMPERSONATOR_EMAIL'],
  place: ['IP_ADDRESS', 'USER_AGENT'],
  session: ['SESSION_ID'],
  object: ['OBJECT_ID', 'OBJECT_NAME', 'OBJECT_TYPE', 'OBJECT_PATH'],
  query: ['QUERY_ID', 'QUERY_DURATION_MS', 'QUERY_ROW_COUNT'],
  connection: ['CONNECTION_ID', 'CONNECTION_NAME', 'CONNECTION_TYPE'],
  api: ['API_METHOD', 'API_PATH', 'API_STATUS_CODE'],
  export: ['EXPORT_FORMAT', 'EXPORT_DESTINATION'],
  exportSize: ['EXPORT_ROW_COUNT'],
  team: ['TEAM_ID', 'TEAM_NAME'],
  target: ['TARGET_USER_EMAIL', 'TARGET_ACCOUNT_TYPE'],
  inputTable: ['INPUT_TABLE_ID'],
  inputSize: ['INPUT_TABLE_ROWS', 'INPUT_TABLE_COLUMNS'],
  procedure: ['PROCEDURE_NAME'],
  tenant: ['TENANT_NAME'],
  conversation: ['AI_CONVERSATION_ID'],
  authentication: ['AUTHENTICATION_METHOD']
} as const

export type ColumnGroup = keyof typeof columnGroups

/** All 40 columns. */
export const columns: readonly string[] = Object.values(columnGroups).flat()

/** Columns that are numbers in the jsonl; all others are texts. */
export const numberColumns: readonly string[] = [
  'QUERY_DURATION_MS',
  'QUERY_ROW_COUNT',
  'API_STATUS_CODE',
  'EXPORT_ROW_COUNT',
  'INPUT_TABLE_ROWS',
  'INPUT_TABLE_COLUMNS'
]
