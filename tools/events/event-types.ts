import type { ColumnGroup } from './columns.ts'

/** A kind of event: how often it comes, how often it fails, and what it says beyond who, when and whether. */
export interface EventType {
  readonly category: string
  readonly name: string
  /** How often it comes, against the others; about a percentage. */
  readonly weight: number
  /** Share that fails, 0 to 1. */
  readonly failures: number
  readonly groups: readonly ColumnGroup[]
  /** Done by a schedule or a key: by no person in a browser. */
  readonly by?: 'schedule' | 'key'
}

interface Category {
  readonly name: string
  readonly groups: readonly ColumnGroup[]
  readonly failures: number
  readonly by?: EventType['by']
  /** Name, weight, and groups of its own. */
  readonly types: readonly (readonly [name: string, weight: number, ...groups: ColumnGroup[]])[]
}

// Weights are those of an organization in which people look at workbooks all day: a page that is opened sends queries,
// settings change rarely. Categories are Sigma's; names of types other than LOGIN are made up.
const categories: readonly Category[] = [
  {
    name: 'ACCESS_SIGMA',
    groups: ['authentication'],
    failures: 0.06,
    types: [
      ['LOGIN', 6],
      ['LOGOUT', 2.4],
      ['SESSION_REFRESH', 3],
      ['PASSWORD_RESET', 0.12],
      ['PASSWORD_CHANGE', 0.08],
      ['TWO_FACTOR_CHALLENGE', 1],
      ['IMPERSONATION_START', 0.05, 'target']
    ]
  },
  {
    name: 'QUERY_EXECUTIONS',
    groups: ['object', 'query', 'connection'],
    failures: 0.025,
    types: [
      ['QUERY_RUN', 24],
      ['QUERY_CANCEL', 1.2],
      ['QUERY_CACHE_HIT', 6],
      ['QUERY_PREVIEW', 2.5]
    ]
  },
  {
    name: 'QUERY_EXECUTIONS',
    groups: ['object', 'query', 'connection'],
    failures: 0.04,
    by: 'schedule',
    types: [['MATERIALIZATION_RUN', 1.8]]
  },
  {
    name: 'OBJECT_INTERACTION',
    groups: ['object'],
    failures: 0.006,
    types: [
      ['WORKBOOK_OPEN', 11],
      ['WORKBOOK_EDIT', 3.2],
      ['WORKBOOK_PUBLISH', 0.7],
      ['WORKBOOK_CREATE', 0.5],
      ['WORKBOOK_DELETE', 0.12],
      ['WORKBOOK_SHARE', 0.35, 'team'],
      ['WORKBOOK_COMMENT', 0.6],
      ['WORKBOOK_TAG_VERSION', 0.1],
      ['DATASET_OPEN', 2.1],
      ['DATASET_EDIT', 0.5],
      ['DATA_MODEL_OPEN', 1.6],
      ['DATA_MODEL_EDIT', 0.4],
      ['FOLDER_OPEN', 2.4],
      ['FOLDER_CREATE', 0.08],
      ['OBJECT_MOVE', 0.15],
      ['OBJECT_RENAME', 0.2],
      ['GRANT_ADD', 0.3, 'target'],
      ['GRANT_REMOVE', 0.15, 'target']
    ]
  },
  {
    name: 'PUBLIC_API',
    groups: ['api'],
    failures: 0.03,
    by: 'key',
    types: [
      ['API_READ', 6.5],
      ['API_WRITE', 1.1],
      ['API_TOKEN_ISSUE', 1.4]
    ]
  },
  {
    name: 'EXPORTS',
    groups: ['object', 'export', 'exportSize'],
    failures: 0.03,
    types: [
      ['EXPORT_DOWNLOAD', 2.2],
      ['EXPORT_TO_EMAIL', 0.5],
      ['EXPORT_TO_CLOUD', 0.2, 'connection']
    ]
  },
  {
    name: 'EXPORTS',
    groups: ['object', 'export', 'exportSize'],
    failures: 0.05,
    by: 'schedule',
    types: [['EXPORT_SCHEDULED', 1.9]]
  },
  {
    name: 'INPUT_TABLES',
    groups: ['object', 'inputTable', 'inputSize'],
    failures: 0.01,
    types: [
      ['INPUT_TABLE_CREATE', 0.05],
      ['INPUT_TABLE_ADD_ROW', 1.1],
      ['INPUT_TABLE_UPDATE_ROW', 1.7],
      ['INPUT_TABLE_DELETE_ROW', 0.3]
    ]
  },
  {
    name: 'CONNECTION',
    groups: ['connection'],
    failures: 0.08,
    types: [
      ['CONNECTION_CREATE', 0.01],
      ['CONNECTION_UPDATE', 0.05],
      ['CONNECTION_DELETE', 0.005],
      ['CONNECTION_TEST', 0.4],
      ['CONNECTION_SYNC', 0.6]
    ]
  },
  {
    name: 'USER_ACCOUNT',
    groups: ['target'],
    failures: 0.02,
    types: [
      ['USER_INVITE', 0.2],
      ['USER_CREATE', 0.12],
      ['USER_DEACTIVATE', 0.08],
      ['USER_UPDATE', 0.25]
    ]
  },
  {
    name: 'ACCOUNT_TYPE',
    groups: ['target'],
    failures: 0.01,
    types: [
      ['ACCOUNT_TYPE_ASSIGN', 0.1],
      ['ACCOUNT_TYPE_CREATE', 0.004],
      ['ACCOUNT_TYPE_UPDATE', 0.012]
    ]
  },
  {
    name: 'TEAMS',
    groups: ['team'],
    failures: 0.01,
    types: [
      ['TEAM_CREATE', 0.02],
      ['TEAM_MEMBER_ADD', 0.35, 'target'],
      ['TEAM_MEMBER_REMOVE', 0.2, 'target'],
      ['TEAM_DELETE', 0.006]
    ]
  },
  {
    name: 'STORED_PROCEDURES',
    groups: ['object', 'connection', 'procedure'],
    failures: 0.05,
    types: [['STORED_PROCEDURE_CALL', 0.8]]
  },
  {
    name: 'TENANTS',
    groups: ['tenant'],
    failures: 0.03,
    types: [
      ['TENANT_DEPLOY', 0.15],
      ['TENANT_POLICY_CHANGE', 0.05],
      ['TENANT_CAPABILITY_GRANT', 0.03]
    ]
  },
  {
    name: 'AI_CONVERSATIONS',
    groups: ['conversation', 'object'],
    failures: 0.02,
    types: [
      ['AI_CONVERSATION_START', 0.5],
      ['AI_MESSAGE', 1.9]
    ]
  },
  {
    name: 'AI_SETTINGS',
    groups: [],
    failures: 0.01,
    types: [
      ['AI_PROVIDER_CHANGE', 0.004],
      ['AI_SOURCE_CHANGE', 0.02]
    ]
  }
]

/** All kinds of event. */
export const eventTypes: readonly EventType[] = categories.flatMap(({ name: category, groups, failures, by, types }) =>
  types.map(([name, weight, ...own]) => ({
    category,
    name,
    weight,
    failures,
    groups: [...groups, ...own],
    ...(by !== undefined && { by })
  }))
)

/** Why something failed: any of these, the first ones more often. */
export const failureReasons: readonly string[] = [
  'INVALID_CREDENTIALS',
  'QUERY_TIMEOUT',
  'PERMISSION_DENIED',
  'NO_MATCHING_RECORD',
  'WAREHOUSE_UNAVAILABLE',
  'RATE_LIMITED',
  'EXPIRED_SESSION',
  'OBJECT_NOT_FOUND',
  'SQL_COMPILATION_ERROR',
  'TWO_FACTOR_FAILED',
  'EXPORT_TOO_LARGE',
  'RECIPIENT_REFUSED',
  'IP_NOT_ALLOWED',
  'VERSION_CONFLICT',
  'INVALID_REQUEST',
  'ACCOUNT_DEACTIVATED',
  'CONNECTION_REFUSED',
  'QUOTA_EXCEEDED',
  'TENANT_SUSPENDED',
  'INTERNAL_ERROR'
]
