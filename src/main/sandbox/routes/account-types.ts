import type { Hono } from 'hono'
import { notFound } from '../http/api-error.ts'
import { requireAdmin, type SandboxEnv } from '../http/context.ts'
import { pageStyleB } from '../http/paging.ts'
import { permissionJson } from '../state/account-types.ts'
import { allRows, oneRow } from '../state/database.ts'

interface AccountTypeRow {
  readonly account_type_id: string
  readonly name: string
  readonly description: string
  readonly is_custom: number
  readonly permissions_json: string
}

/** /v2/accountTypes, for Admins only. */
export function addAccountTypeRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/accountTypes', (context) => {
    requireAdmin(context)
    const rows = allRows<AccountTypeRow>(
      context.get('sandbox').database,
      'SELECT * FROM account_types ORDER BY position'
    )
    return context.json(
      pageStyleB(context, rows, (row) => ({
        accountTypeId: row.account_type_id,
        accountTypeName: row.name,
        description: row.description,
        isCustom: row.is_custom === 1
      }))
    )
  })
  app.get('/v2/accountTypes/:accountTypeId/permissions', (context) => {
    requireAdmin(context)
    const row = oneRow<AccountTypeRow>(
      context.get('sandbox').database,
      'SELECT * FROM account_types WHERE account_type_id = ?',
      context.req.param('accountTypeId')
    )
    if (row === undefined) throw notFound('Account type')
    return context.json((JSON.parse(row.permissions_json) as string[]).map(permissionJson))
  })
}
