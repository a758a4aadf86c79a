import { hourMs } from '../../../shared/kit/time.ts'
import { hasAuditConnection } from './audit-logging.ts'
import { currentAuditLogging } from './audit-trail.ts'
import { allRows, oneRow } from './database.ts'
import type { MemberRow } from './members.ts'
import { isoTime, type Sandbox, type Stamps, stampsOf } from './sandbox.ts'
import { readToggle } from './settings.ts'

export interface ConnectionRow extends Stamps {
  readonly connection_id: string
  readonly name: string
  readonly type: string
  readonly is_sample: number
  readonly is_audit_log: number
  readonly is_archived: number
  readonly details_json: string
}

/** Whether the member, directly or through a team, holds a grant on the connection or on anything in it. */
function hasGrant(sandbox: Sandbox, member: MemberRow, connectionId: string): boolean {
  return (
    oneRow(
      sandbox.database,
      `SELECT 1 FROM grants g WHERE (g.member_id = ? OR g.team_id IN (SELECT team_id FROM team_members WHERE member_id = ?))
       AND (g.inode_id = ? OR g.inode_id IN (SELECT inode_id FROM inodes WHERE connection_id = ?)) LIMIT 1`,
      member.member_id,
      member.member_id,
      connectionId,
      connectionId
    ) !== undefined
  )
}

/** Whether the member sees a connection: the audit one only while it exists, and only Admins without a grant. */
function canSee(sandbox: Sandbox, member: MemberRow, row: ConnectionRow): boolean {
  if (row.is_sample === 1) return readToggle(sandbox, 'sampleConnections')
  if (row.is_audit_log === 0) return true
  return (
    hasAuditConnection(currentAuditLogging(sandbox)) &&
    (member.member_type === 'Admin' || hasGrant(sandbox, member, row.connection_id))
  )
}

/** The connections that a member sees, archived ones among them. */
export function listConnections(sandbox: Sandbox, member: MemberRow): ConnectionRow[] {
  return allRows<ConnectionRow>(sandbox.database, 'SELECT * FROM connections ORDER BY position').filter((row) =>
    canSee(sandbox, member, row)
  )
}

/** One connection, if it exists and the member sees it. */
export function findConnection(sandbox: Sandbox, member: MemberRow, connectionId: string): ConnectionRow | undefined {
  const row = oneRow<ConnectionRow>(sandbox.database, 'SELECT * FROM connections WHERE connection_id = ?', connectionId)
  return row !== undefined && canSee(sandbox, member, row) ? row : undefined
}

/** A connection in the API's shape. */
export function connectionJson(sandbox: Sandbox, row: ConnectionRow) {
  return {
    organizationId: sandbox.world.organizationId,
    connectionId: row.connection_id,
    isSample: row.is_sample === 1,
    isAuditLog: row.is_audit_log === 1,
    // By the hour, so that reading a list twice gives the same list.
    lastActiveAt: isoTime(Math.floor(sandbox.clock.nowMs() / hourMs) * hourMs),
    name: row.name,
    type: row.type,
    useOauth: false,
    isArchived: row.is_archived === 1,
    ...(JSON.parse(row.details_json) as Record<string, unknown>),
    ...stampsOf(row.is_audit_log === 1 ? { ...row, ...sinceActivation(sandbox) } : row)
  }
}

/** The audit connection is made when audit logging becomes active. */
function sinceActivation(sandbox: Sandbox): { created_at_ms: number; updated_at_ms: number } | undefined {
  const state = currentAuditLogging(sandbox)
  return state.phase === 'on' ? { created_at_ms: state.sinceMs, updated_at_ms: state.sinceMs } : undefined
}
