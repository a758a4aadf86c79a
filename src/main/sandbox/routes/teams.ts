import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../http/api-error.ts'
import { noteAct, readBody, requireAdmin, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import { pageStyleA } from '../http/paging.ts'
import { allRows, oneRow, run } from '../state/database.ts'
import { findMember } from '../state/members.ts'
import { type Stamps, stampsOf } from '../state/sandbox.ts'

interface TeamRow extends Stamps {
  readonly team_id: string
  readonly name: string
  readonly description: string | null
  readonly visibility: 'public' | 'private'
  readonly is_archived: number
}

const visibility = z.enum(['public', 'private'])
const createBody = z.object({
  name: z.string().min(1),
  description: z.string().optional(),
  members: z.array(z.string()).optional(),
  visibility: visibility.optional()
})
const updateBody = z.object({
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  visibility: visibility.optional()
})
const membersBody = z.object({ add: z.array(z.string()).optional(), remove: z.array(z.string()).optional() })

function teamJson(row: TeamRow) {
  return {
    teamId: row.team_id,
    name: row.name,
    description: row.description,
    visibility: row.visibility,
    isArchived: row.is_archived === 1,
    ...stampsOf(row)
  }
}

function teamOr404(context: SandboxContext, teamId = context.req.param('teamId') ?? ''): TeamRow {
  const row = oneRow<TeamRow>(context.get('sandbox').database, 'SELECT * FROM teams WHERE team_id = ?', teamId)
  if (row === undefined) throw notFound('Team')
  return row
}

function memberIds(context: SandboxContext, teamId: string): string[] {
  const rows = allRows<{ member_id: string }>(
    context.get('sandbox').database,
    'SELECT member_id FROM team_members WHERE team_id = ? ORDER BY rowid',
    teamId
  )
  return rows.map((row) => row.member_id)
}

function list(context: SandboxContext): TeamRow[] {
  const name = context.req.query('name')?.toLowerCase()
  const description = context.req.query('description')?.toLowerCase()
  const wanted = context.req.query('visibility')
  return allRows<TeamRow>(
    context.get('sandbox').database,
    'SELECT * FROM teams WHERE is_archived = 0 ORDER BY position'
  ).filter(
    (row) =>
      (name === undefined || row.name.toLowerCase().includes(name)) &&
      (description === undefined || (row.description ?? '').toLowerCase().includes(description)) &&
      (wanted === undefined || row.visibility === wanted)
  )
}

function teamFields(row: TeamRow) {
  return {
    TEAM_ID: row.team_id,
    TEAM_NAME: row.name,
    OBJECT_TYPE: 'team',
    OBJECT_ID: row.team_id,
    OBJECT_NAME: row.name
  }
}

async function create(context: SandboxContext): Promise<Response> {
  const caller = requireAdmin(context)
  const { database, clock } = context.get('sandbox')
  const body = await readBody(context, createBody)
  const teamId = randomUUID()
  const nowMs = clock.nowMs()
  database.transaction(() => {
    run(
      database,
      `INSERT INTO teams (team_id, position, name, description, visibility, created_by, updated_by, created_at_ms, updated_at_ms)
       VALUES (?, (SELECT count(*) FROM teams), ?, ?, ?, ?, ?, ?, ?)`,
      teamId,
      body.name,
      body.description ?? null,
      body.visibility ?? 'private',
      caller.member_id,
      caller.member_id,
      nowMs,
      nowMs
    )
    addMembers(context, teamId, body.members ?? [], caller.member_id)
  })()
  const row = teamOr404(context, teamId)
  noteAct(context, { EVENT_CATEGORY: 'TEAMS', EVENT_TYPE: 'CREATE_TEAM', ...teamFields(row) })
  return context.json({ ...teamJson(row), members: memberIds(context, teamId), workspaceId: null })
}

function addMembers(context: SandboxContext, teamId: string, ids: readonly string[], addedBy: string): void {
  const sandbox = context.get('sandbox')
  for (const memberId of ids) {
    if (findMember(sandbox, memberId) === undefined) throw notFound('Member')
    run(
      sandbox.database,
      'INSERT OR IGNORE INTO team_members (team_id, member_id, is_team_admin, added_by) VALUES (?, ?, 0, ?)',
      teamId,
      memberId,
      addedBy
    )
  }
}

async function update(context: SandboxContext): Promise<Response> {
  const caller = requireAdmin(context)
  const { database, clock } = context.get('sandbox')
  const before = teamOr404(context)
  const body = await readBody(context, updateBody)
  run(
    database,
    'UPDATE teams SET name = ?, description = ?, visibility = ?, updated_by = ?, updated_at_ms = ? WHERE team_id = ?',
    body.name ?? before.name,
    body.description ?? before.description,
    body.visibility ?? before.visibility,
    caller.member_id,
    clock.nowMs(),
    before.team_id
  )
  const after = teamOr404(context)
  noteAct(context, { EVENT_CATEGORY: 'TEAMS', EVENT_TYPE: 'UPDATE_TEAM', ...teamFields(after) })
  return context.json(teamJson(after))
}

async function updateMembers(context: SandboxContext): Promise<Response> {
  const caller = requireAdmin(context)
  const sandbox = context.get('sandbox')
  const team = teamOr404(context)
  const body = await readBody(context, membersBody)
  sandbox.database.transaction(() => {
    addMembers(context, team.team_id, body.add ?? [], caller.member_id)
    for (const memberId of body.remove ?? [])
      run(sandbox.database, 'DELETE FROM team_members WHERE team_id = ? AND member_id = ?', team.team_id, memberId)
  })()
  const changes = [
    ...(body.add ?? []).map((id) => ['ADD_TEAM_MEMBER', id] as const),
    ...(body.remove ?? []).map((id) => ['REMOVE_TEAM_MEMBER', id] as const)
  ]
  for (const [type, memberId] of changes) {
    const email = findMember(sandbox, memberId)?.email
    noteAct(context, {
      EVENT_CATEGORY: 'TEAMS',
      EVENT_TYPE: type,
      ...teamFields(team),
      TARGET_USER_ID: memberId,
      ...(email === undefined ? {} : { TARGET_USER_EMAIL: email })
    })
  }
  return context.json({})
}

function listOfMember(context: SandboxContext): Response {
  const sandbox = context.get('sandbox')
  const member = findMember(sandbox, context.req.param('memberId') ?? '')
  if (member === undefined) throw notFound('Member')
  const rows = allRows<TeamRow & { is_team_admin: number }>(
    sandbox.database,
    `SELECT t.*, m.is_team_admin FROM teams t JOIN team_members m ON m.team_id = t.team_id
     WHERE m.member_id = ? AND t.is_archived = 0 ORDER BY t.position`,
    member.member_id
  )
  return context.json(pageStyleA(context, rows, (row) => ({ ...teamJson(row), isTeamAdmin: row.is_team_admin === 1 })))
}

/** /v2/teams and /v2.1/teams, and the teams of a member. */
export function addTeamRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/teams', (context) => {
    const page = pageStyleA(context, list(context), teamJson)
    return context.json({ entries: page.entries, nextPage: page.nextPage })
  })
  app.get('/v2.1/teams', (context) => context.json(pageStyleA(context, list(context), teamJson)))
  app.get('/v2/teams/:teamId', (context) => {
    const row = teamOr404(context)
    return context.json({ ...teamJson(row), members: memberIds(context, row.team_id) })
  })
  app.get('/v2/teams/:teamId/members', (context) => {
    const { team_id: teamId } = teamOr404(context)
    const rows = allRows<{ member_id: string; is_team_admin: number; added_by: string }>(
      context.get('sandbox').database,
      'SELECT member_id, is_team_admin, added_by FROM team_members WHERE team_id = ? ORDER BY rowid',
      teamId
    )
    return context.json(
      pageStyleA(context, rows, (row) => ({
        userId: row.member_id,
        isTeamAdmin: row.is_team_admin === 1,
        addedBy: row.added_by
      }))
    )
  })
  app.get('/v2/members/:memberId/teams', listOfMember)
  app.post('/v2/teams', create)
  app.patch('/v2/teams/:teamId', update)
  app.patch('/v2/teams/:teamId/members', updateMembers)
}
