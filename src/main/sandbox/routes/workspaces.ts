import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { noteAct, readBody, requireAdmin, type SandboxEnv } from '../http/context.ts'
import { pageStyleA } from '../http/paging.ts'
import { allRows, oneRow, run } from '../state/database.ts'
import { type Stamps, stampsOf } from '../state/sandbox.ts'
import { urlIdOf } from '../world/random.ts'

export interface WorkspaceRow extends Stamps {
  readonly workspace_id: string
  readonly name: string
}

function workspaceJson(row: WorkspaceRow) {
  return { workspaceId: row.workspace_id, workspaceUrlId: urlIdOf(row.workspace_id), name: row.name, ...stampsOf(row) }
}

/** /v2/workspaces. */
export function addWorkspaceRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/workspaces', (context) => {
    const name = context.req.query('name')?.toLowerCase()
    const exactName = context.req.query('exactName')
    const rows = allRows<WorkspaceRow>(
      context.get('sandbox').database,
      'SELECT * FROM workspaces ORDER BY position'
    ).filter(
      (row) =>
        (name === undefined || row.name.toLowerCase().includes(name)) &&
        (exactName === undefined || row.name === exactName)
    )
    const page = pageStyleA(context, rows, workspaceJson)
    return context.json({ entries: page.entries, nextPage: page.nextPage })
  })
  app.post('/v2/workspaces', async (context) => {
    const caller = requireAdmin(context)
    const { database, clock } = context.get('sandbox')
    const body = await readBody(context, z.object({ name: z.string().min(1), noDuplicates: z.boolean().optional() }))
    const existing = allRows<WorkspaceRow>(
      database,
      'SELECT * FROM workspaces WHERE name = ? ORDER BY position',
      body.name
    )
    if (body.noDuplicates === true && existing.length > 0) {
      const ids = existing.map((row) => row.workspace_id)
      return context.json({ workspaceIds: ids, workspaceUrlIds: ids.map(urlIdOf) })
    }
    const workspaceId = randomUUID()
    const nowMs = clock.nowMs()
    run(
      database,
      `INSERT INTO workspaces (workspace_id, position, name, created_by, updated_by, created_at_ms, updated_at_ms)
       VALUES (?, (SELECT count(*) FROM workspaces), ?, ?, ?, ?, ?)`,
      workspaceId,
      body.name,
      caller.member_id,
      caller.member_id,
      nowMs,
      nowMs
    )
    noteAct(context, {
      EVENT_CATEGORY: 'OBJECT_INTERACTION',
      EVENT_TYPE: 'CREATE_WORKSPACE',
      OBJECT_TYPE: 'workspace',
      OBJECT_ID: workspaceId,
      OBJECT_NAME: body.name
    })
    const row = oneRow<WorkspaceRow>(database, 'SELECT * FROM workspaces WHERE workspace_id = ?', workspaceId)
    return context.json(row === undefined ? {} : workspaceJson(row))
  })
}
