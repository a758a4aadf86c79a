import type { Organization } from '../../../../shared/contract/organizations.ts'
import { fleetColumn } from './fleet-columns.ts'

const longestCell = 2_000

/** The table as it is on screen, with times in full (ISO 8601, UTC) and the label, which stands beside the name there. */
export function exportedFleet(
  organizations: readonly Organization[],
  columnIds: readonly string[],
  nowMs: number
): { columns: string[]; rows: string[][] } {
  const ids = columnIds.includes('label')
    ? columnIds
    : columnIds.flatMap((id) => (id === 'name' ? ['name', 'label'] : [id]))
  const columns = ids.flatMap((id) => fleetColumn(id) ?? [])
  return {
    columns: columns.map((column) => column.title),
    rows: organizations.map((organization) =>
      columns.map((column) => {
        const atMs = column.timeOf?.(organization)
        const cell = atMs === undefined ? column.words(organization, nowMs) : new Date(atMs).toISOString()
        return cell.slice(0, longestCell)
      })
    )
  }
}
