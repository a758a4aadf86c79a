import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../http/api-error.ts'
import { callerOf, noteAct, readBody, requireAdmin, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import { pageStyleA } from '../http/paging.ts'
import { findConnection } from '../state/connections.ts'
import { allRows, oneRow, run } from '../state/database.ts'
import { findMember } from '../state/members.ts'
import { type Sandbox, type Stamps, stampsOf } from '../state/sandbox.ts'
import { connectionOr404, inodeOr404 } from './connections.ts'

interface GrantRow extends Stamps {
  readonly grant_id: string
  readonly inode_id: string
  readonly inode_type: string
  readonly member_id: string | null
  readonly team_id: string | null
  readonly permission: string
}

const grantee = z.union([z.object({ memberId: z.string() }), z.object({ teamId: z.string() })])
const connectionGrants = z.object({
  grants: z.array(z.object({ grantee, permission: z.enum(['usage', 'annotate']) })).min(1)
})
const workspaceGrants = z.object({
  grants: z.array(z.object({ grantee, permission: z.enum(['view', 'explore', 'organize', 'edit']) })).min(1)
})

function grantJson(sandbox: Sandbox, row: GrantRow) {
  return {
    grantId: row.grant_id,
    inodeId: row.inode_id,
    organizationId: sandbox.world.organizationId,
    memberId: row.member_id,
    teamId: row.team_id,
    permission: row.permission,
    ...stampsOf(row)
  }
}

function listFor(context: SandboxContext, inodeId: string): Response {
  const sandbox = context.get('sandbox')
  const rows = allRows<GrantRow>(sandbox.database, 'SELECT * FROM grants WHERE inode_id = ? ORDER BY rowid', inodeId)
  return context.json(pageStyleA(context, rows, (row) => grantJson(sandbox, row)))
}

type NewGrant = z.infer<typeof connectionGrants>['grants'][number] | z.infer<typeof workspaceGrants>['grants'][number]

function addGrants(context: SandboxContext, inodeId: string, inodeType: string, grants: readonly NewGrant[]): void {
  const caller = requireAdmin(context)
  const sandbox = context.get('sandbox')
  const { database } = sandbox
  const nowMs = sandbox.clock.nowMs()
  database.transaction(() => {
    for (const grant of grants) {
      const memberId = 'memberId' in grant.grantee ? grant.grantee.memberId : null
      const teamId = 'teamId' in grant.grantee ? grant.grantee.teamId : null
      if (memberId !== null && findMember(sandbox, memberId) === undefined) throw notFound('Member')
      if (teamId !== null && oneRow(database, 'SELECT 1 FROM teams WHERE team_id = ?', teamId) === undefined)
        throw notFound('Team')
      // A grantee holds one grant on a thing: a second one replaces the first.
      run(
        database,
        'DELETE FROM grants WHERE inode_id = ? AND member_id IS ? AND team_id IS ?',
        inodeId,
        memberId,
        teamId
      )
      run(
        database,
        `INSERT INTO grants (grant_id, position, inode_id, inode_type, member_id, team_id, permission, created_by, updated_by, created_at_ms, updated_at_ms)
         VALUES (?, (SELECT count(*) FROM grants), ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        randomUUID(),
        inodeId,
        inodeType,
        memberId,
        teamId,
        grant.permission,
        caller.member_id,
        caller.member_id,
        nowMs,
        nowMs
      )
    }
  })()
}

function noteGrants(
  context: SandboxContext,
  category: string,
  type: string,
  object: { id: string; name: string },
  grants: readonly NewGrant[]
): void {
  for (const grant of grants) {
    noteAct(context, {
      EVENT_CATEGORY: category,
      EVENT_TYPE: type,
      OBJECT_ID: object.id,
      OBJECT_NAME: object.name,
      GRANT_PERMISSION: grant.permission,
      ...('teamId' in grant.grantee ? { TEAM_ID: grant.grantee.teamId } : { TARGET_USER_ID: grant.grantee.memberId })
    })
  }
}

function removeGrant(context: SandboxContext, inodeId: string): Response {
  requireAdmin(context)
  const changes = run(
    context.get('sandbox').database,
    'DELETE FROM grants WHERE grant_id = ? AND inode_id = ?',
    context.req.param('grantId') ?? '',
    inodeId
  )
  if (changes === 0) throw notFound('Grant')
  noteAct(context, { EVENT_CATEGORY: 'CONNECTION', EVENT_TYPE: 'REVOKE_CONNECTION_PERMISSION', OBJECT_ID: inodeId })
  return context.json({})
}

function listAll(context: SandboxContext): Response {
  const caller = callerOf(context)
  const sandbox = context.get('sandbox')
  const filters = (['inodeId', 'teamId', 'userId'] as const).flatMap((name) => {
    const value = context.req.query(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const [filter] = filters
  if (filter === undefined || filters.length > 1)
    throw new ApiError(400, 'invalid_request', 'Give exactly one of inodeId, teamId and userId')
  const column = { inodeId: 'inode_id', teamId: 'team_id', userId: 'member_id' }[filter[0]]
  // A grant on a connection that the caller does not see is not shown; other things have no such restriction here.
  const isHidden = (row: GrantRow): boolean =>
    oneRow(sandbox.database, 'SELECT 1 FROM connections WHERE connection_id = ?', row.inode_id) !== undefined &&
    findConnection(sandbox, caller, row.inode_id) === undefined
  const rows = allRows<GrantRow>(
    sandbox.database,
    `SELECT * FROM grants WHERE ${column} = ? ORDER BY rowid`,
    filter[1]
  ).filter((row) => !isHidden(row))
  return context.json(pageStyleA(context, rows, (row) => ({ ...grantJson(sandbox, row), inodeType: row.inode_type })))
}

/** Grants on connections, on paths in them, on workspaces, and the list over all of them. */
export function addGrantRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/grants', listAll)
  app.get('/v2/connections/paths/:inodeId/grants', (context) =>
    listFor(context, inodeOr404(context, context.req.param('inodeId')).inode_id)
  )
  app.post('/v2/connections/paths/:inodeId/grants', async (context) => {
    const row = inodeOr404(context, context.req.param('inodeId'))
    const { grants } = await readBody(context, connectionGrants)
    addGrants(context, row.inode_id, row.kind, grants)
    noteGrants(context, 'CONNECTION', 'GRANT_CONNECTION_PERMISSION', { id: row.inode_id, name: row.path_json }, grants)
    return context.json({})
  })
  app.delete('/v2/connections/paths/:inodeId/grants/:grantId', (context) =>
    removeGrant(context, inodeOr404(context, context.req.param('inodeId')).inode_id)
  )
  app.get('/v2/connections/:connectionId/grants', (context) => listFor(context, connectionOr404(context).connection_id))
  app.post('/v2/connections/:connectionId/grants', async (context) => {
    const connection = connectionOr404(context)
    const { grants } = await readBody(context, connectionGrants)
    addGrants(context, connection.connection_id, 'scope', grants)
    noteGrants(
      context,
      'CONNECTION',
      'GRANT_CONNECTION_PERMISSION',
      { id: connection.connection_id, name: connection.name },
      grants
    )
    return context.json({})
  })
  app.delete('/v2/connections/:connectionId/grants/:grantId', (context) =>
    removeGrant(context, connectionOr404(context).connection_id)
  )
  const workspaceOr404 = (context: SandboxContext): { workspace_id: string; name: string } => {
    const row = oneRow<{ workspace_id: string; name: string }>(
      context.get('sandbox').database,
      'SELECT workspace_id, name FROM workspaces WHERE workspace_id = ?',
      context.req.param('workspaceId') ?? ''
    )
    if (row === undefined) throw notFound('Workspace')
    return row
  }
  app.get('/v2/workspaces/:workspaceId/grants', (context) => listFor(context, workspaceOr404(context).workspace_id))
  app.post('/v2/workspaces/:workspaceId/grants', async (context) => {
    const workspace = workspaceOr404(context)
    const { grants } = await readBody(context, workspaceGrants)
    addGrants(context, workspace.workspace_id, 'workspace', grants)
    noteGrants(
      context,
      'OBJECT_INTERACTION',
      'SHARE_WORKSPACE',
      { id: workspace.workspace_id, name: workspace.name },
      grants
    )
    return context.json({})
  })
}
