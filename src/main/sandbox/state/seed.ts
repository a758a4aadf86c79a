import { dayMs } from '../../../shared/kit/time.ts'
import { randomFrom } from '../world/random.ts'
import { makeSharedRows, sharedTables } from '../world/shared-tables.ts'
import { builtInAccountTypes } from './account-types.ts'
import { startPeriod } from './audit-trail.ts'
import { run } from './database.ts'
import type { Sandbox } from './sandbox.ts'
import { type ToggleName, toggleDefaults, writeTimezone, writeToggle } from './settings.ts'
import { addWarehouses, auditLogsPath, sharedSchemaPath } from './warehouse.ts'
import { addWorkbook, explorerControlId } from './workbooks.ts'

function seedPeople(sandbox: Sandbox, createdAtMs: number): void {
  const { database, world } = sandbox
  const random = randomFrom('account-types', world.seed)
  const names = builtInAccountTypes.map((type) => type.name)
  const custom = world.members.map((member) => member.accountType).filter((name) => !names.includes(name))
  const types = [
    ...builtInAccountTypes.map((type) => ({ ...type, isCustom: 0 })),
    {
      name: 'Data Steward',
      description: 'Builds, and certifies what others built',
      permissions: ['view-worksheet', 'edit-worksheet', 'view-connection'],
      isCustom: 1
    },
    ...[...new Set(custom)].map((name) => ({
      name,
      description: 'Custom account type',
      permissions: ['view-worksheet'],
      isCustom: 1
    }))
  ]
  for (const [position, type] of types.entries()) {
    run(
      database,
      'INSERT INTO account_types (account_type_id, position, name, description, is_custom, permissions_json) VALUES (?, ?, ?, ?, ?, ?)',
      random.uuid(),
      position,
      type.name,
      type.description,
      type.isCustom,
      JSON.stringify(type.permissions)
    )
  }
  const founder = world.members[1]?.memberId ?? ''
  const dormancy = randomFrom('dormant', world.seed)
  for (const [position, member] of world.members.entries()) {
    // The first member is the API's, the second one founded the organization.
    const isDormant = position > 1 && dormancy.chance(sandbox.config.dormantShare)
    const isArchived = isDormant && dormancy.chance(0.3)
    const joinedAtMs = createdAtMs - member.joinedDaysAgo * dayMs
    run(
      database,
      `INSERT INTO members (member_id, position, email, first_name, last_name, member_type, user_kind, home_folder_id, is_archived, is_inactive, created_by, updated_by, created_at_ms, updated_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      member.memberId,
      position,
      member.email,
      member.firstName,
      member.lastName,
      member.accountType,
      member.userKind,
      member.homeFolderId,
      isArchived ? 1 : 0,
      isDormant ? 1 : 0,
      founder,
      founder,
      joinedAtMs,
      joinedAtMs
    )
  }
  for (const [position, team] of world.teams.entries()) {
    run(
      database,
      `INSERT INTO teams (team_id, position, name, description, visibility, created_by, updated_by, created_at_ms, updated_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      team.teamId,
      position,
      team.name,
      team.description,
      team.visibility,
      founder,
      founder,
      createdAtMs - 300 * dayMs,
      createdAtMs - 40 * dayMs
    )
    for (const [index, memberId] of team.memberIds.entries()) {
      run(
        database,
        'INSERT INTO team_members (team_id, member_id, is_team_admin, added_by) VALUES (?, ?, ?, ?)',
        team.teamId,
        memberId,
        index === 0 ? 1 : 0,
        founder
      )
    }
  }
}

function seedSettings(sandbox: Sandbox): void {
  const { timezone, ...toggles } = sandbox.config.settings
  if (timezone !== undefined) writeTimezone(sandbox, timezone)
  for (const name of Object.keys(toggleDefaults) as ToggleName[]) {
    const isOn = toggles[name]
    if (isOn !== undefined) writeToggle(sandbox, name, isOn)
  }
}

function seedConnections(sandbox: Sandbox, createdAtMs: number): void {
  const { database, world } = sandbox
  const founder = world.members[1]?.memberId ?? ''
  const all = [
    // The audit connection is there from the beginning and hidden until it is active, so that its id never changes.
    // `friendlyName` off: its columns keep their warehouse names.
    {
      connectionId: world.auditConnectionId,
      name: 'Sigma Audit Logs',
      type: 'snowflake',
      isSample: false,
      isAuditLog: true,
      details: { friendlyName: false, writeAccess: false }
    },
    ...world.connections.map((connection) => ({ ...connection, isAuditLog: false }))
  ]
  const random = randomFrom('grants', world.seed)
  for (const [position, connection] of all.entries()) {
    const madeAtMs = createdAtMs - 400 * dayMs
    run(
      database,
      `INSERT INTO connections (connection_id, position, name, type, is_sample, is_audit_log, details_json, created_by, updated_by, created_at_ms, updated_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      connection.connectionId,
      position,
      connection.name,
      connection.type,
      connection.isSample ? 1 : 0,
      connection.isAuditLog ? 1 : 0,
      JSON.stringify(connection.details),
      founder,
      founder,
      madeAtMs,
      madeAtMs
    )
    if (connection.isAuditLog) continue
    for (const team of world.teams.slice(0, 3)) {
      run(
        database,
        `INSERT INTO grants (grant_id, position, inode_id, inode_type, team_id, permission, created_by, updated_by, created_at_ms, updated_at_ms)
         VALUES (?, (SELECT count(*) FROM grants), ?, 'scope', ?, ?, ?, ?, ?, ?)`,
        random.uuid(),
        connection.connectionId,
        team.teamId,
        random.pick(['usage', 'annotate']),
        founder,
        founder,
        madeAtMs,
        madeAtMs
      )
    }
  }
  addWarehouses(sandbox)
}

function seedWorkbooks(sandbox: Sandbox, createdAtMs: number): void {
  const { world } = sandbox
  const random = randomFrom('documents', world.seed)
  const folderOf = (name: string): string =>
    world.workspaces.find((workspace) => workspace.name === name)?.workspaceId ?? ''
  for (const workbook of world.workbooks) {
    const connectionId =
      world.connections.find((connection) => connection.name === workbook.connectionName)?.connectionId ?? ''
    addWorkbook(sandbox, {
      ...workbook,
      folderId: folderOf(workbook.folder),
      folderPath: workbook.folder,
      ownerId: random.pick(world.members).memberId,
      createdAtMs: createdAtMs - (5 + random.int(300)) * dayMs,
      pages: workbook.pages.map((page) => ({
        ...page,
        elements: page.elements.map((element) => ({ ...element, connectionId }))
      })),
      controls: []
    })
  }
  const auditElement = {
    elementId: world.explorerElementId,
    name: 'AUDIT_LOGS',
    connectionId: world.auditConnectionId,
    path: auditLogsPath
  }
  addWorkbook(sandbox, {
    workbookId: world.explorerWorkbookId,
    name: 'Audit logs explorer',
    description: 'The audit log and the tables of SIGMA_SHARED, one table a page',
    folderId: folderOf('Administration'),
    folderPath: 'Administration',
    ownerId: world.members[0]?.memberId ?? '',
    createdAtMs,
    pages: [
      { pageId: random.uuid(), name: 'Audit log', elements: [auditElement] },
      ...sharedTables.map((table) => ({
        pageId: random.uuid(),
        name: table.name,
        elements: [
          {
            elementId: random.uuid(),
            name: table.name,
            connectionId: world.auditConnectionId,
            path: [...sharedSchemaPath, table.name]
          }
        ]
      }))
    ],
    controls: [{ controlId: explorerControlId, elementId: world.explorerElementId, columnName: 'REQUEST_TIME' }]
  })
}

/**
 * Fills an empty file with the world of its seed.
 * @param createdAtMs when the organization is made, epoch ms
 * @param backfilledHistoryMs how long audit logging has already been on at that moment; 0 leaves it off
 */
export function seedOrganization(sandbox: Sandbox, createdAtMs: number, backfilledHistoryMs: number): void {
  const { database, world } = sandbox
  const founder = world.members[1]?.memberId ?? ''
  const insertStamped = (sql: string, ...values: readonly unknown[]): void => {
    run(database, sql, ...values, founder, founder, createdAtMs - 400 * dayMs, createdAtMs - 400 * dayMs)
  }
  database.transaction(() => {
    run(
      database,
      'INSERT INTO organization (id, config_json, created_at_ms) VALUES (1, ?, ?)',
      JSON.stringify(sandbox.config),
      createdAtMs
    )
    seedPeople(sandbox, createdAtMs)
    seedSettings(sandbox)
    for (const [position, workspace] of world.workspaces.entries()) {
      insertStamped(
        'INSERT INTO workspaces (workspace_id, position, name, created_by, updated_by, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
        workspace.workspaceId,
        position,
        workspace.name
      )
    }
    for (const [position, tag] of world.tags.entries()) {
      insertStamped(
        'INSERT INTO tags (version_tag_id, position, name, owner_id, color, description, created_by, updated_by, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        tag.versionTagId,
        position,
        tag.name,
        founder,
        tag.color,
        tag.description
      )
    }
    seedConnections(sandbox, createdAtMs)
    seedWorkbooks(sandbox, createdAtMs)
    for (const [table, rows] of Object.entries(makeSharedRows(world, createdAtMs))) {
      for (const [position, row] of rows.entries()) {
        run(
          database,
          'INSERT INTO shared_rows (table_name, position, row_json) VALUES (?, ?, ?)',
          table,
          position,
          JSON.stringify(row)
        )
      }
    }
    const isOn = backfilledHistoryMs > 0
    const sinceMs = createdAtMs - backfilledHistoryMs
    run(
      database,
      'INSERT INTO audit_logging (id, phase, since_ms, changed_by) VALUES (1, ?, ?, ?)',
      isOn ? 'on' : 'off',
      sinceMs,
      founder
    )
    if (isOn) startPeriod(sandbox, sinceMs, founder)
  })()
}
