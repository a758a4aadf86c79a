import { randomUUID } from 'node:crypto'
import { hourMs } from '../../../shared/kit/time.ts'
import { type AuditEvent, auditColumns, sqlColumnOf } from '../activity/audit-columns.ts'
import { arrivalActivity, backgroundHour, hoursBetween, longestCatchUpMs } from '../activity/background.ts'
import { type AuditLoggingState, auditRetentionMs, settleAuditLogging } from './audit-logging.ts'
import { allRows, oneRow, run, statement } from './database.ts'
import { findMember, type MemberRow } from './members.ts'
import type { Sandbox } from './sandbox.ts'

interface PeriodRow {
  readonly started_at_ms: number
  readonly generated_until_ms: number
}

const insertEvent = `INSERT INTO audit_events (visible_at_ms, ${auditColumns.map((column) => sqlColumnOf(column.name)).join(', ')})
  VALUES (?, ${auditColumns.map(() => '?').join(', ')})`

/** When an event can be read: within the delay, each event after its own share of it, so that they arrive out of order. */
function visibleAtMs(event: AuditEvent, eventDelayMs: number): number {
  const share = Number.parseInt(event.EVENT_ID.slice(0, 4), 16) / 0xffff
  return event.timeMs + Math.round(eventDelayMs * (0.5 + share / 2))
}

function insert(sandbox: Sandbox, event: AuditEvent): void {
  const values: (string | number | null)[] = [visibleAtMs(event, sandbox.config.eventDelayMs)]
  for (const column of auditColumns)
    values.push(column.name === 'REQUEST_TIME' ? event.timeMs : (event[column.name] ?? null))
  statement(sandbox.database, insertEvent).run(values)
}

/** The columns of an event that say who did it. */
export function actorFields(member: MemberRow) {
  return {
    USER_ID: member.member_id,
    USER_EMAIL: member.email,
    USER_NAME: `${member.first_name} ${member.last_name}`,
    USER_ACCOUNT_TYPE: member.member_type
  }
}

/** Opens a stretch of recording. Its first event says that logging was enabled, and by whom. */
export function startPeriod(sandbox: Sandbox, startedAtMs: number, changedBy: string): void {
  run(
    sandbox.database,
    'INSERT OR REPLACE INTO audit_periods (started_at_ms, ended_at_ms, generated_until_ms) VALUES (?, NULL, ?)',
    startedAtMs,
    startedAtMs
  )
  const member = findMember(sandbox, changedBy)
  insert(sandbox, {
    timeMs: startedAtMs,
    EVENT_ID: randomUUID(),
    EVENT_CATEGORY: 'ACCESS_SIGMA',
    EVENT_TYPE: 'ENABLE_AUDIT_LOGGING',
    EVENT_STATUS: 'SUCCESS',
    OBJECT_TYPE: 'organization',
    OBJECT_NAME: sandbox.world.name,
    SETTING_NAME: 'auditLogging',
    PREVIOUS_VALUE: 'false',
    NEW_VALUE: 'true',
    ...(member === undefined ? {} : actorFields(member))
  })
}

/** Stores a state of audit logging. */
export function saveAuditLogging(sandbox: Sandbox, state: AuditLoggingState, changedBy: string): void {
  run(
    sandbox.database,
    'UPDATE audit_logging SET phase = ?, since_ms = ?, changed_by = ? WHERE id = 1',
    state.phase,
    state.sinceMs,
    changedBy
  )
}

/** Where audit logging stands now. What time alone has changed since the last look is stored first. */
export function currentAuditLogging(sandbox: Sandbox): AuditLoggingState {
  const row = oneRow<{ phase: AuditLoggingState['phase']; since_ms: number; changed_by: string }>(
    sandbox.database,
    'SELECT phase, since_ms, changed_by FROM audit_logging WHERE id = 1'
  )
  if (row === undefined) throw new RangeError('the sandbox file has no audit logging state')
  const stored: AuditLoggingState = { phase: row.phase, sinceMs: row.since_ms }
  const settled = settleAuditLogging(stored, sandbox.clock.nowMs(), sandbox.config)
  if (settled.phase !== stored.phase) {
    sandbox.database.transaction(() => {
      saveAuditLogging(sandbox, settled, row.changed_by)
      if (settled.phase === 'on') startPeriod(sandbox, settled.sinceMs, row.changed_by)
    })()
  }
  return settled
}

/** Records one event of a request, if recording is going on at its time. */
export function recordEvent(sandbox: Sandbox, fields: Omit<AuditEvent, 'EVENT_ID'>): void {
  insert(sandbox, { ...fields, EVENT_ID: randomUUID() })
}

/** Ends the running stretch of recording at `endedAtMs`, with what the members did until then. */
export function endPeriod(sandbox: Sandbox, endedAtMs: number): void {
  writeBackgroundActivity(sandbox)
  run(sandbox.database, 'UPDATE audit_periods SET ended_at_ms = ? WHERE ended_at_ms IS NULL', endedAtMs)
}

/**
 * Writes down what the seeded members have done since the last look, and forgets what is older than Sigma keeps.
 * Nothing runs in between: the activity of an hour follows from the seed and the hour alone.
 */
export function writeBackgroundActivity(sandbox: Sandbox): void {
  const nowMs = sandbox.clock.nowMs()
  sandbox.database.transaction(() => {
    run(sandbox.database, 'DELETE FROM audit_events WHERE request_time_ms < ?', nowMs - auditRetentionMs)
    const period = oneRow<PeriodRow>(
      sandbox.database,
      'SELECT started_at_ms, generated_until_ms FROM audit_periods WHERE ended_at_ms IS NULL'
    )
    if (period === undefined || nowMs <= period.generated_until_ms) return
    const fromMs = Math.max(period.generated_until_ms, nowMs - longestCatchUpMs)
    const gone = new Set(
      allRows<{ member_id: string }>(sandbox.database, 'SELECT member_id FROM members WHERE is_archived = 1').map(
        (row) => row.member_id
      )
    )
    const write = (event: AuditEvent): void => {
      if (event.timeMs <= fromMs || event.timeMs > nowMs || event.timeMs < nowMs - auditRetentionMs) return
      if (event.USER_ID !== undefined && gone.has(String(event.USER_ID))) return
      insert(sandbox, event)
    }
    if (fromMs < period.started_at_ms + hourMs)
      arrivalActivity(sandbox.world, sandbox.config.events, period.started_at_ms).forEach(write)
    for (const hour of hoursBetween(fromMs, nowMs))
      backgroundHour(sandbox.world, sandbox.config.events, hour).forEach(write)
    run(
      sandbox.database,
      'UPDATE audit_periods SET generated_until_ms = ? WHERE started_at_ms = ?',
      nowMs,
      period.started_at_ms
    )
  })()
}
