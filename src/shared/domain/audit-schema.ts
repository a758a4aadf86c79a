/** What a column of an audit table means, as far as Vigil needs to know. */
export const auditRoles = [
  'time',
  'category',
  'type',
  'status',
  'reason',
  'actor',
  'impersonator',
  'object',
  'objectType',
  'ip',
  'userAgent',
  'session',
  'eventId'
] as const
export type AuditRole = (typeof auditRoles)[number]

/** Role to column name; a role that no column fits is absent. */
export type AuditRoles = Partial<Readonly<Record<AuditRole, string>>>

export type SourceCell = string | number | boolean | null
/** A row as read from an export: column name to value. */
export type SourceRow = Readonly<Record<string, SourceCell>>

interface RoleRule {
  readonly role: AuditRole
  /** Normalised names, best first. */
  readonly names: readonly string[]
  /** Tried after the names: for names that nobody has seen yet. */
  readonly pattern?: RegExp
  /** Names that fit the pattern and mean something else. */
  readonly not?: RegExp
}

/**
 * Six names of AUDIT_LOGS are attested by Sigma's own material: Request Time, Event Type, Event Status, Event Status
 * Reason Code, Object Name, User Email. All others are guesses from usual names in audit logs, and so are the patterns;
 * that is why columns are read at run time and a role may stay empty. Order matters: a column has one role at most.
 */
const rules: readonly RoleRule[] = [
  { role: 'eventId', names: ['EVENT_ID', 'EVENT_UUID', 'AUDIT_EVENT_ID', 'AUDIT_LOG_ID', 'LOG_ID', 'UUID', 'ID'] },
  {
    role: 'time',
    names: ['REQUEST_TIME', 'EVENT_TIME', 'EVENT_TIMESTAMP', 'TIMESTAMP', 'OCCURRED_AT', 'CREATED_AT', 'TIME', 'DATE'],
    pattern: /(^|_)(TIME|TIMESTAMP|DATETIME|DATE)$|_AT$/,
    not: /(EXPIR|UPDATED|DELETED|ARCHIVED|LOADED|INGEST|DURATION|ELAPSED|RUN_TIME|LATENCY)/
  },
  { role: 'category', names: ['EVENT_CATEGORY', 'CATEGORY', 'EVENT_CATEGORY_NAME'], pattern: /CATEGORY$/ },
  {
    role: 'reason',
    names: ['EVENT_STATUS_REASON_CODE', 'EVENT_STATUS_REASON', 'STATUS_REASON_CODE', 'REASON_CODE', 'REASON'],
    pattern: /(STATUS|FAILURE|ERROR)_.*(REASON|CODE|MESSAGE)/,
    not: /^API_|HTTP/
  },
  {
    role: 'status',
    names: ['EVENT_STATUS', 'STATUS', 'OUTCOME', 'RESULT', 'EVENT_OUTCOME'],
    pattern: /^EVENT_.*STATUS$/
  },
  {
    role: 'type',
    names: ['EVENT_TYPE', 'EVENT_NAME', 'EVENT', 'ACTION', 'ACTIVITY', 'OPERATION'],
    pattern: /^EVENT_.*(TYPE|NAME)$/
  },
  {
    role: 'impersonator',
    names: [
      'IMPERSONATOR_EMAIL',
      'IMPERSONATOR_USER_EMAIL',
      'IMPERSONATED_BY',
      'IMPERSONATING_USER_EMAIL',
      'REAL_USER_EMAIL',
      'IMPERSONATOR'
    ],
    pattern: /IMPERSONAT(OR|ING|ED_BY).*(EMAIL|NAME|USER)|IMPERSONAT(OR|ING)/
  },
  {
    role: 'actor',
    names: [
      'USER_EMAIL',
      'ACTOR_EMAIL',
      'MEMBER_EMAIL',
      'ACTING_USER_EMAIL',
      'EMAIL',
      'USER_NAME',
      'USERNAME',
      'ACTOR',
      'USER_ID',
      'ACTOR_ID',
      'MEMBER_ID',
      'USER'
    ],
    pattern: /(^|_)(USER|ACTOR|MEMBER)_(EMAIL|NAME|ID)$/,
    not: /IMPERSONAT|TARGET|OWNER|CREATED|UPDATED|GRANTEE|RECIPIENT/
  },
  { role: 'objectType', names: ['OBJECT_TYPE', 'RESOURCE_TYPE', 'TARGET_TYPE', 'DOCUMENT_TYPE', 'INODE_TYPE'] },
  {
    role: 'object',
    names: [
      'OBJECT_NAME',
      'RESOURCE_NAME',
      'TARGET_NAME',
      'DOCUMENT_NAME',
      'OBJECT',
      'RESOURCE',
      'OBJECT_ID',
      'RESOURCE_ID'
    ]
  },
  {
    role: 'ip',
    names: ['IP_ADDRESS', 'IP', 'CLIENT_IP', 'SOURCE_IP', 'REMOTE_IP', 'USER_IP'],
    pattern: /(^|_)IP(_ADDR(ESS)?)?$/
  },
  { role: 'userAgent', names: ['USER_AGENT', 'CLIENT_USER_AGENT', 'BROWSER'], pattern: /USER_AGENT/ },
  { role: 'session', names: ['SESSION_ID', 'USER_SESSION_ID', 'SESSION'], pattern: /SESSION(_ID)?$/ }
]

/**
 * Finds out which column means what, from names and types alone. Columns may carry warehouse names (`REQUEST_TIME`) or
 * friendly ones (`Request Time`); admins rename columns, so an unknown name is no error.
 * @param columns names, with types as printed by Sigma where they are known
 */
export function mapRoles(columns: readonly (string | { readonly name: string; readonly type?: string })[]): AuditRoles {
  const free = columns
    .map((column) => (typeof column === 'string' ? { name: column, type: undefined } : column))
    .map(({ name, type }) => ({ name, type, plain: normalizeName(name) }))
  const roles: Partial<Record<AuditRole, string>> = {}
  for (const rule of rules) {
    const fits = (column: (typeof free)[number]): boolean => rule.role !== 'time' || canHoldTime(column.type)
    const candidates = free.filter(fits)
    const found =
      rule.names
        .map((name) => candidates.find((column) => column.plain === name))
        .find((column) => column !== undefined) ??
      candidates.find((column) => rule.pattern?.test(column.plain) === true && rule.not?.test(column.plain) !== true) ??
      // A single column of a time type is the time, whatever it is called.
      (rule.role === 'time' ? onlyTimeTyped(candidates) : undefined)
    if (found === undefined) continue
    roles[rule.role] = found.name
    free.splice(free.indexOf(found), 1)
  }
  return roles
}

/** A name without differences of case, spaces and signs: `Request Time`, `request-time` and `REQUEST_TIME` are one. */
export function normalizeName(name: string): string {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
}

function isTimeType(type: string | undefined): boolean {
  return type !== undefined && /date|time/i.test(type)
}

function canHoldTime(type: string | undefined): boolean {
  return type === undefined || !/bool|variant|object|array|json/i.test(type)
}

function onlyTimeTyped<Column extends { readonly type: string | undefined }>(
  columns: readonly Column[]
): Column | undefined {
  const timed = columns.filter((column) => isTimeType(column.type))
  return timed.length === 1 ? timed[0] : undefined
}

const isoLike =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i

/** Epoch values below this are seconds, above it ms: 10^11 is the year 5138 in seconds and March 1973 in ms. */
const secondsLimit = 1e11

/**
 * Reads a time as audit tables write it: ISO 8601 with or without a zone, `YYYY-MM-DD HH:MM:SS.sss`, a date alone, epoch
 * seconds or ms as number or text. A time without a zone is UTC, as Sigma says of its exports' parameters.
 * @returns epoch ms UTC, whole ms, or undefined when the value is no time
 */
export function parseAuditTime(value: SourceCell | undefined): number | undefined {
  if (typeof value === 'number') return fromEpoch(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^\d{9,17}(\.\d+)?$/.test(text)) return fromEpoch(Number(text))
  const match = isoLike.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const parts = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number]
  const [y, mo, d, h, mi, s] = parts
  const atMs = Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.slice(0, 3).padEnd(3, '0')))
  const back = new Date(atMs)
  // Date.UTC rolls over; a 31st of February is no time.
  const isReal = back.getUTCMonth() === mo - 1 && back.getUTCDate() === d && h < 24 && mi < 60 && s < 60
  return isReal ? atMs - zoneOffsetMs(zone) : undefined
}

function fromEpoch(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined
  if (value < secondsLimit) return Math.round(value * 1000)
  if (value < secondsLimit * 1000) return Math.round(value)
  // Microseconds, as some warehouses print timestamps.
  return value < secondsLimit * 1_000_000 ? Math.round(value / 1000) : undefined
}

function zoneOffsetMs(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000
}
