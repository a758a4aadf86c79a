import type { Handlers } from '../../shared/contract/api-types.ts'
import type { ColumnService } from '../services/column-service.ts'
import type { CoverageService } from '../services/coverage-service.ts'

/** Answers the calls of the group `coverage`. */
export function coverageHandlers(service: CoverageService): Handlers<'coverage'> {
  return {
    getCoverage: ({ organizationId, path, ...range }) => service.coverage(organizationId, path, range),
    getCoverageStatus: ({ organizationId, path }) => service.status(organizationId, path),
    listReadings: ({ organizationId, path, ...page }) => service.readings(organizationId, path, page)
  }
}

/** Answers the calls of the group `columns`. */
export function columnHandlers(service: ColumnService): Handlers<'columns'> {
  return {
    getColumns: ({ organizationId, path }) => service.columns(organizationId, path),
    setRole: ({ organizationId, path, role, column }) => service.setRole(organizationId, path, role, column),
    listColumnChanges: ({ organizationId, path, ...page }) => service.changes(organizationId, path, page)
  }
}
