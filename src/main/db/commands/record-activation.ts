import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { command } from '../operation.ts'

/** Remembers how long an activation took; the same one told twice counts once. */
export const recordActivation = command(
  'registry',
  (db, params: { readonly id: OrganizationId; readonly tookMs: number; readonly atMs: number }): void => {
    db.run(
      'INSERT INTO activations (organization_id, took_ms, at_ms) VALUES (:id, :tookMs, :atMs) ON CONFLICT DO NOTHING',
      { ...params, tookMs: Math.max(0, Math.round(params.tookMs)) }
    )
  }
)
