import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../http/api-error.ts'
import {
  callerOf,
  noteAct,
  queryFlag,
  readBody,
  requireAdmin,
  type SandboxContext,
  type SandboxEnv
} from '../http/context.ts'
import { pageStyleA } from '../http/paging.ts'
import { oneRow, run } from '../state/database.ts'
import { findMember, listMembers, type MemberRow, memberJson } from '../state/members.ts'
import type { Sandbox } from '../state/sandbox.ts'

const userKind = z.enum(['internal', 'guest', 'embed'])

const createBody = z.object({
  email: z.email(),
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  memberType: z.string().optional(),
  isGuest: z.boolean().optional(),
  userKind: userKind.optional(),
  addToTeams: z.array(z.object({ teamId: z.string(), isTeamAdmin: z.boolean().optional() })).optional()
})

const updateBody = z.object({
  memberType: z.string().optional(),
  firstName: z.string().min(1).optional(),
  lastName: z.string().min(1).optional(),
  profileImgUrl: z.string().nullable().optional(),
  email: z.email().optional(),
  isArchived: z.boolean().optional(),
  isInactive: z.boolean().optional(),
  userKind: userKind.optional()
})

function memberOr404(context: SandboxContext): MemberRow {
  const found = findMember(context.get('sandbox'), context.req.param('memberId') ?? '')
  if (found === undefined) throw notFound('Member')
  return found
}

function checkAccountType(sandbox: Sandbox, name: string): void {
  if (oneRow(sandbox.database, 'SELECT 1 FROM account_types WHERE name = ?', name) === undefined) {
    throw new ApiError(400, 'invalid_request', `memberType: there is no account type ${name}`)
  }
}

function checkEmail(sandbox: Sandbox, email: string, ownId?: string): void {
  const taken = oneRow<{ member_id: string }>(sandbox.database, 'SELECT member_id FROM members WHERE email = ?', email)
  if (taken !== undefined && taken.member_id !== ownId)
    throw new ApiError(400, 'invalid_request', 'email: a member with this address exists')
}

function target(row: MemberRow) {
  return {
    TARGET_USER_ID: row.member_id,
    TARGET_USER_EMAIL: row.email,
    OBJECT_TYPE: 'user',
    OBJECT_ID: row.member_id,
    OBJECT_NAME: `${row.first_name} ${row.last_name}`
  }
}

function list(context: SandboxContext): MemberRow[] {
  const email = context.req.query('email')
  const search = context.req.query('search')?.toLowerCase()
  const includeArchived = queryFlag(context, 'includeArchived') === true
  const includeInactive = queryFlag(context, 'includeInactive') === true
  return listMembers(context.get('sandbox')).filter(
    (row) =>
      (includeArchived || row.is_archived === 0) &&
      (includeInactive || row.is_inactive === 0) &&
      (email === undefined || row.email.toLowerCase() === email.toLowerCase()) &&
      (search === undefined || `${row.first_name} ${row.last_name} ${row.email}`.toLowerCase().includes(search))
  )
}

async function create(context: SandboxContext): Promise<Response> {
  const caller = requireAdmin(context)
  const sandbox = context.get('sandbox')
  const body = await readBody(context, createBody)
  const memberType = body.memberType ?? 'View'
  checkAccountType(sandbox, memberType)
  checkEmail(sandbox, body.email)
  const memberId = randomUUID()
  const nowMs = sandbox.clock.nowMs()
  sandbox.database.transaction(() => {
    run(
      sandbox.database,
      `INSERT INTO members (member_id, position, email, first_name, last_name, member_type, user_kind, home_folder_id, created_by, updated_by, created_at_ms, updated_at_ms)
       VALUES (?, (SELECT count(*) FROM members), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      memberId,
      body.email,
      body.firstName,
      body.lastName,
      memberType,
      body.userKind ?? (body.isGuest === true ? 'guest' : 'internal'),
      randomUUID(),
      caller.member_id,
      caller.member_id,
      nowMs,
      nowMs
    )
    for (const team of body.addToTeams ?? []) {
      if (oneRow(sandbox.database, 'SELECT 1 FROM teams WHERE team_id = ?', team.teamId) === undefined)
        throw notFound('Team')
      run(
        sandbox.database,
        'INSERT INTO team_members (team_id, member_id, is_team_admin, added_by) VALUES (?, ?, ?, ?)',
        team.teamId,
        memberId,
        team.isTeamAdmin === true ? 1 : 0,
        caller.member_id
      )
    }
  })()
  const created = findMember(sandbox, memberId)
  if (created === undefined) throw notFound('Member')
  noteAct(context, {
    EVENT_CATEGORY: 'USER_ACCOUNT',
    EVENT_TYPE: 'INVITE_USER',
    ...target(created),
    NEW_VALUE: memberType
  })
  return context.json(memberJson(sandbox, created))
}

async function update(context: SandboxContext): Promise<Response> {
  const caller = requireAdmin(context)
  const sandbox = context.get('sandbox')
  const before = memberOr404(context)
  const body = await readBody(context, updateBody)
  if (body.memberType !== undefined) checkAccountType(sandbox, body.memberType)
  if (body.email !== undefined) checkEmail(sandbox, body.email, before.member_id)
  const flag = (value: boolean | undefined, old: number): number => (value === undefined ? old : value ? 1 : 0)
  run(
    sandbox.database,
    `UPDATE members SET member_type = ?, first_name = ?, last_name = ?, profile_img_url = ?, email = ?, is_archived = ?, is_inactive = ?, user_kind = ?, updated_by = ?, updated_at_ms = ?
     WHERE member_id = ?`,
    body.memberType ?? before.member_type,
    body.firstName ?? before.first_name,
    body.lastName ?? before.last_name,
    body.profileImgUrl === undefined ? before.profile_img_url : body.profileImgUrl,
    body.email ?? before.email,
    flag(body.isArchived, before.is_archived),
    flag(body.isInactive, before.is_inactive),
    body.userKind ?? before.user_kind,
    caller.member_id,
    sandbox.clock.nowMs(),
    before.member_id
  )
  const after = memberOr404(context)
  if (after.member_type === before.member_type)
    noteAct(context, { EVENT_CATEGORY: 'USER_ACCOUNT', EVENT_TYPE: 'UPDATE_USER', ...target(after) })
  else {
    noteAct(context, {
      EVENT_CATEGORY: 'ACCOUNT_TYPE',
      EVENT_TYPE: 'ASSIGN_ACCOUNT_TYPE',
      ...target(after),
      PREVIOUS_VALUE: before.member_type,
      NEW_VALUE: after.member_type
    })
  }
  return context.json(memberJson(sandbox, after))
}

function deactivate(context: SandboxContext): Response {
  const caller = requireAdmin(context)
  const sandbox = context.get('sandbox')
  const row = memberOr404(context)
  run(
    sandbox.database,
    'UPDATE members SET is_archived = 1, updated_by = ?, updated_at_ms = ? WHERE member_id = ?',
    caller.member_id,
    sandbox.clock.nowMs(),
    row.member_id
  )
  noteAct(context, { EVENT_CATEGORY: 'USER_ACCOUNT', EVENT_TYPE: 'DEACTIVATE_USER', ...target(row) })
  return context.json({})
}

/** Revokes sign-ins by OAuth. Nobody signs in to the sandbox that way, so there are none; API credentials stay. */
function revoke(context: SandboxContext): Response {
  requireAdmin(context)
  const row = memberOr404(context)
  return context.json({ memberId: row.member_id, results: { oauth: { tokensRevoked: 0 } } })
}

/** whoami and /v2/members. The list has been paginated with and without `limit` since June 2026. */
export function addMemberRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/whoami', (context) =>
    context.json({ userId: callerOf(context).member_id, organizationId: context.get('sandbox').world.organizationId })
  )
  app.get('/v2/members', (context) => {
    const page = pageStyleA(context, list(context), (row) => memberJson(context.get('sandbox'), row))
    return context.json({ entries: page.entries, nextPage: page.nextPage })
  })
  app.get('/v2.1/members', (context) =>
    context.json(pageStyleA(context, list(context), (row) => memberJson(context.get('sandbox'), row)))
  )
  app.get('/v2/members/:memberId', (context) => context.json(memberJson(context.get('sandbox'), memberOr404(context))))
  app.post('/v2/members', create)
  app.patch('/v2/members/:memberId', update)
  app.delete('/v2/members/:memberId', deactivate)
  app.post('/v2/members/:memberId/revoke', revoke)
}
