import { AppError } from '../../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { command } from '../operation.ts'

/** @throws AppError `invalid-input` when the ids are not exactly the known ones */
export const reorderOrganizations = command(
  'registry',
  (db, params: { readonly ids: readonly OrganizationId[] }): void => {
    const known = new Set(db.all<{ id: string }>('SELECT id FROM organizations').map((row) => row.id))
    const given = new Set<string>(params.ids)
    const isSame =
      given.size === params.ids.length && given.size === known.size && [...given].every((id) => known.has(id))
    if (!isSame) throw new AppError('invalid-input', { field: 'ids' })
    for (const [position, id] of params.ids.entries())
      db.run('UPDATE organizations SET position = :position WHERE id = :id', { position, id })
  }
)
