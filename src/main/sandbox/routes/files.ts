import type { Hono } from 'hono'
import type { SandboxContext, SandboxEnv } from '../http/context.ts'
import { pageStyleA } from '../http/paging.ts'
import { allRows } from '../state/database.ts'
import { stampsOf } from '../state/sandbox.ts'
import { listWorkbooks } from '../state/workbooks.ts'
import { urlIdOf } from '../world/random.ts'
import type { WorkspaceRow } from './workspaces.ts'

function listFiles(context: SandboxContext) {
  const sandbox = context.get('sandbox')
  const root = sandbox.world.organizationId
  const workspaces = allRows<WorkspaceRow>(sandbox.database, 'SELECT * FROM workspaces ORDER BY position').map(
    (row) => ({
      id: row.workspace_id,
      urlId: urlIdOf(row.workspace_id),
      name: row.name,
      type: 'workspace',
      parentId: root,
      parentUrlId: urlIdOf(root),
      permission: 'edit',
      path: '',
      badge: null,
      isArchived: false,
      ownerId: row.created_by,
      ...stampsOf(row)
    })
  )
  const workbooks = listWorkbooks(sandbox).map((row) => ({
    id: row.workbook_id,
    urlId: urlIdOf(row.workbook_id),
    name: row.name,
    type: 'workbook',
    parentId: row.folder_id,
    parentUrlId: urlIdOf(row.folder_id),
    permission: 'edit',
    path: row.folder_path,
    badge: null,
    isArchived: row.is_archived === 1,
    ownerId: row.owner_id,
    ...(row.description === null ? {} : { description: row.description }),
    ...stampsOf(row)
  }))
  return [...workspaces, ...workbooks]
}

/** GET /v2/files: workspaces and workbooks. */
export function addFileRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/files', (context) => {
    const name = context.req.query('name')?.toLowerCase()
    const parentId = context.req.query('parentId')
    // Arrays arrive as a repeated parameter, with or without brackets, or as one list with commas.
    const types = [
      ...(context.req.queries('typeFilters') ?? []),
      ...(context.req.queries('typeFilters[]') ?? [])
    ].flatMap((value) => value.split(','))
    const rows = listFiles(context).filter(
      (row) =>
        (name === undefined || row.name.toLowerCase().includes(name)) &&
        (parentId === undefined || row.parentId === parentId) &&
        (types.length === 0 || types.includes(row.type))
    )
    return context.json(pageStyleA(context, rows, (row) => row))
  })
}
