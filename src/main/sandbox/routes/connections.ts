import type { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../http/api-error.ts'
import { callerOf, noteAct, queryFlag, readBody, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import { pageStyleA, pageStyleB } from '../http/paging.ts'
import { type ConnectionRow, connectionJson, findConnection, listConnections } from '../state/connections.ts'
import { appBaseUrl } from '../state/sandbox.ts'
import { columnsOf, findInode, findInodeByPath, type InodeRow, listInodes, pathOf } from '../state/warehouse.ts'

const pathBody = z.object({ path: z.array(z.string().min(1)).max(3) })

/** The connection named in the URL, or 404 where it does not exist or the caller does not see it. */
export function connectionOr404(context: SandboxContext): ConnectionRow {
  const row = findConnection(context.get('sandbox'), callerOf(context), context.req.param('connectionId') ?? '')
  if (row === undefined) throw notFound('Connection')
  return row
}

/** The inode, or 404 where it does not exist or the caller does not see its connection. */
export function inodeOr404(context: SandboxContext, inodeId: string): InodeRow {
  const sandbox = context.get('sandbox')
  const row = findInode(sandbox, inodeId)
  if (row === undefined || findConnection(sandbox, callerOf(context), row.connection_id) === undefined)
    throw notFound('Path')
  return row
}

function listTables(context: SandboxContext): InodeRow[] {
  const sandbox = context.get('sandbox')
  const visible = new Set(listConnections(sandbox, callerOf(context)).map((row) => row.connection_id))
  const wanted = context.req.query('connectionId')
  return listInodes(sandbox).filter(
    (row) => visible.has(row.connection_id) && (wanted === undefined || row.connection_id === wanted)
  )
}

async function lookup(context: SandboxContext): Promise<Response> {
  const connection = connectionOr404(context)
  const sandbox = context.get('sandbox')
  const { path } = await readBody(context, pathBody)
  const base = `${appBaseUrl}/${sandbox.world.slug}/b`
  if (path.length === 0)
    return context.json({
      kind: 'scope',
      inodeId: connection.connection_id,
      url: `${base}/${connection.connection_id}`
    })
  const row = findInodeByPath(sandbox, connection.connection_id, path)
  if (row === undefined) throw notFound(`Path ${path.join('.')}`)
  return context.json({ kind: row.kind, inodeId: row.inode_id, url: `${base}/${row.url_id}` })
}

async function sync(context: SandboxContext): Promise<Response> {
  const connection = connectionOr404(context)
  const { path } = await readBody(context, pathBody)
  if (path.length > 0 && findInodeByPath(context.get('sandbox'), connection.connection_id, path) === undefined)
    throw notFound(`Path ${path.join('.')}`)
  noteAct(context, {
    EVENT_CATEGORY: 'CONNECTION',
    EVENT_TYPE: 'SYNC_CONNECTION',
    CONNECTION_ID: connection.connection_id,
    CONNECTION_NAME: connection.name,
    OBJECT_TYPE: 'connection',
    OBJECT_ID: connection.connection_id,
    OBJECT_NAME: connection.name,
    OBJECT_PATH: path.join('/')
  })
  return context.json({})
}

/** /v2/connections, their paths, tables and columns, and the singular /v2/connection/{id}/lookup. */
export function addConnectionRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/connections', (context) => {
    const sandbox = context.get('sandbox')
    const search = context.req.query('search')?.toLowerCase()
    const includeArchived = queryFlag(context, 'includeArchived') === true
    const rows = listConnections(sandbox, callerOf(context)).filter(
      (row) =>
        (includeArchived || row.is_archived === 0) && (search === undefined || row.name.toLowerCase().includes(search))
    )
    return context.json(pageStyleA(context, rows, (row) => connectionJson(sandbox, row)))
  })
  app.get('/v2/connections/paths', (context) =>
    context.json(
      pageStyleA(context, listTables(context), (row) => ({
        connectionId: row.connection_id,
        urlId: row.url_id,
        path: pathOf(row)
      }))
    )
  )
  app.get('/v2/connections/paths/:inodeId', (context) => {
    const row = inodeOr404(context, context.req.param('inodeId'))
    if (row.kind !== 'table') throw notFound('Table')
    return context.json({ connectionId: row.connection_id, path: pathOf(row) })
  })
  app.get('/v2/connections/tables/:tableId/columns', (context) => {
    const row = inodeOr404(context, context.req.param('tableId'))
    if (row.kind !== 'table') throw notFound('Table')
    return context.json(
      pageStyleB(context, columnsOf(row), (column) => ({
        name: column.name,
        type: { type: column.type },
        visibility: 'included',
        ...(column.description === undefined ? {} : { description: column.description })
      }))
    )
  })
  app.get('/v2/connections/:connectionId', (context) =>
    context.json(connectionJson(context.get('sandbox'), connectionOr404(context)))
  )
  app.get('/v2/connections/:connectionId/test', (context) => {
    const details = JSON.parse(connectionOr404(context).details_json) as { writeAccess?: boolean }
    return context.json({ read: 'SUCCESS', write: details.writeAccess === true ? 'SUCCESS' : 'DISABLED' })
  })
  app.post('/v2/connection/:connectionId/lookup', lookup)
  app.post('/v2/connections/:connectionId/sync', sync)
}
