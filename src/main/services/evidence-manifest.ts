import { hostname } from 'node:os'
import { packFormat, type PackManifest } from '../../shared/domain/evidence-pack.ts'
import { regions } from '../../shared/domain/regions.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { CsvForm } from '../archive/evidence/csv-check.ts'
import { filterInWords, isoTime, rangeInWords } from '../archive/evidence/filter-words.ts'
import type { PackState } from '../archive/evidence/pack-parts.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'
import type { ColumnService } from './column-service.ts'
import type { CoverageService } from './coverage-service.ts'
import type { PackRequest } from './evidence-service.ts'

export interface ManifestSources {
  readonly organizations: Pick<OrganizationStore, 'get'>
  readonly columns: Pick<ColumnService, 'columns'>
  readonly coverage: Pick<CoverageService, 'coverage'>
  readonly clock: Clock
  /** Of Vigil. */
  readonly version: string
}

/** What the manifest says before the files are written, and how the CSV is written. @throws AppError `not-found` */
export async function manifestOf(
  { organizations, columns, coverage, clock, version }: ManifestSources,
  id: OrganizationId,
  request: PackRequest,
  state: PackState
): Promise<{ readonly manifest: Omit<PackManifest, 'files' | 'signature' | 'rowCount'>; readonly csv: CsvForm }> {
  const { path, filter, fromMs, toMs, timeZone } = request
  const range = { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) }
  const [record, known, covered] = await Promise.all([
    organizations.get(id),
    columns.columns(id, path),
    coverage.coverage(id, path, range)
  ])
  if (record === undefined) throw new AppError('not-found', { what: 'organization' })
  const region = regions.find((one) => one.id === record.regionId)
  const csv = { columns: [...(request.columns ?? state.columns)], isSpreadsheetSafe: request.isSpreadsheetSafe }
  const nowMs = clock.nowMs()
  return {
    csv,
    manifest: {
      format: packFormat,
      madeAt: isoTime(nowMs),
      madeAtMs: nowMs,
      madeBy: { application: 'Vigil', version, machineUser: state.machineUser, host: hostname() },
      organization: {
        name: record.name,
        organizationId: id,
        kind: record.kind,
        apiUrl: record.apiUrl,
        ...(record.sigmaOrganizationId === undefined ? {} : { sigmaOrganizationId: record.sigmaOrganizationId }),
        ...(region === undefined ? {} : { cloudAndRegion: region.label })
      },
      tablePath: [...path],
      filter,
      filterInWords: filterInWords(filter),
      range: { ...range, inWords: rangeInWords(range) },
      timeZone,
      order: 'oldest first',
      columns: known.columns.map(({ name, firstSeenAtMs, vanishedAtMs }) => ({
        name,
        firstSeenAt: isoTime(firstSeenAtMs ?? nowMs),
        ...(vanishedAtMs === undefined ? {} : { vanishedAt: isoTime(vanishedAtMs) })
      })),
      roles: Object.fromEntries(
        known.roles.flatMap(({ role, column }) => (column === undefined ? [] : [[role, column]]))
      ),
      coverage: covered.stretches.map((one) => ({ kind: one.kind, from: isoTime(one.fromMs), to: isoTime(one.toMs) })),
      csv,
      archive: { commitCount: state.commitCount, commitHash: state.commitHash }
    }
  }
}
