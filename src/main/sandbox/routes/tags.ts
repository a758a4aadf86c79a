import type { Hono } from 'hono'
import type { SandboxEnv } from '../http/context.ts'
import { pageStyleA } from '../http/paging.ts'
import { allRows } from '../state/database.ts'
import { type Stamps, stampsOf } from '../state/sandbox.ts'

interface TagRow extends Stamps {
  readonly version_tag_id: string
  readonly name: string
  readonly owner_id: string
  readonly color: string | null
  readonly description: string | null
}

/** GET /v2/tags. */
export function addTagRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/tags', (context) => {
    const search = context.req.query('search')?.toLowerCase()
    const rows = allRows<TagRow>(context.get('sandbox').database, 'SELECT * FROM tags ORDER BY position').filter(
      (row) => search === undefined || row.name.toLowerCase().includes(search)
    )
    return context.json(
      pageStyleA(context, rows, (row) => ({
        versionTagId: row.version_tag_id,
        name: row.name,
        ownerId: row.owner_id,
        isArchived: false,
        ...(row.color === null ? {} : { color: row.color }),
        ...(row.description === null ? {} : { description: row.description }),
        ...stampsOf(row)
      }))
    )
  })
}
