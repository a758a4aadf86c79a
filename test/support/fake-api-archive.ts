import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { TableColumns } from '../../src/shared/contract/columns.ts'
import type { CoverageStatus, Reading } from '../../src/shared/contract/coverage.ts'
import type { ImportRecord, QuarantinedLineRecord, WatchedFolder } from '../../src/shared/contract/imports.ts'
import { auditRoles, type AuditRole, mapRoles } from '../../src/shared/domain/audit-schema.ts'
import { coverageOf, sigmaKeepsMs } from '../../src/shared/domain/coverage.ts'
import {
  completeToMs,
  coverageWarning,
  expiryClock,
  lastCompleteAtMs
} from '../../src/shared/domain/coverage-status.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import { dayMs, hourMs } from '../../src/shared/kit/time.ts'
import type { FakeState } from './fake-api-data.ts'
import type { Emit } from './fake-api-handlers.ts'

/** What the fake main process knows of coverage, imports and columns. */
export interface FakeArchive {
  enabledSinceMs: number
  /** Newest first. */
  readings: Reading[]
  offSpans: { fromMs: number; toMs: number }[]
  imports: ImportRecord[]
  watchedFolder: WatchedFolder
  quarantine: QuarantinedLineRecord[]
  /** Roles that a person chose; null for none. */
  chosenRoles: Partial<Record<AuditRole, string | null>>
}

/** Forty days of audit logging: a file before the first reading, a hole of two days, read again ten minutes ago. */
export function standardArchive(nowMs = Date.now()): FakeArchive {
  const reading = (readingId: number, fromDays: number, toMs: number, facts: Partial<Reading> = {}): Reading => ({
    readingId,
    source: 'workbook-export',
    fromMs: nowMs - fromDays * dayMs,
    toMs,
    askedAtMs: nowMs - 10 * 60_000,
    answeredAtMs: nowMs - 9 * 60_000,
    rows: 12_400,
    rowsAdded: 310,
    ...facts
  })
  return {
    enabledSinceMs: nowMs - 40 * dayMs,
    readings: [
      reading(3, 5, nowMs + dayMs),
      reading(2, 29, nowMs - 7 * dayMs),
      reading(1, 38, nowMs - 32 * dayMs, { source: 'file', fileName: 'audit-2026-09.csv.gz', rows: 80_112 })
    ],
    offSpans: [],
    imports: [
      {
        importId: 1,
        path: ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'],
        fileName: 'audit-2026-09.csv.gz',
        fileBytes: 7_340_032,
        origin: 'dialog',
        state: 'complete',
        addedAtMs: nowMs - 2 * hourMs,
        startedAtMs: nowMs - 2 * hourMs,
        finishedAtMs: nowMs - 2 * hourMs + 4_000,
        rowsAdded: 80_112,
        rowsKnown: 204,
        rowsQuarantined: 2,
        quarantined: [
          { reason: 'wrong-field-count', lines: 1 },
          { reason: 'impossible-time', lines: 1 }
        ],
        oldestEventAtMs: nowMs - 38 * dayMs,
        newestEventAtMs: nowMs - 32 * dayMs
      }
    ],
    watchedFolder: { state: 'none' },
    quarantine: [
      {
        id: 2,
        atMs: nowMs - 2 * hourMs,
        fileName: 'audit-2026-09.csv.gz',
        line: 4_411,
        reason: 'impossible-time',
        detail: 'REQUEST_TIME',
        excerpt: '2026-02-31 10:00:00,LOGIN,SUCCESS,ada@example.com'
      },
      {
        id: 1,
        atMs: nowMs - 2 * hourMs,
        fileName: 'audit-2026-09.csv.gz',
        line: 210,
        reason: 'wrong-field-count',
        detail: '3 of 12',
        excerpt: '2026-09-03 10:00:00,LOGIN,SUCCESS'
      }
    ],
    chosenRoles: {}
  }
}

/** Coverage, imports and columns, over plain data in memory. */
export function fakeArchiveHandlers(
  state: FakeState,
  emit: Emit
): {
  readonly coverage: Handlers<'coverage'>
  readonly imports: Handlers<'imports'>
  readonly columns: Handlers<'columns'>
} {
  const facts = () => ({
    readings: state.archive.readings,
    enabledSinceMs: state.archive.enabledSinceMs,
    offSpans: state.archive.offSpans
  })
  const start = (path: string[] | undefined, fileName: string, origin: ImportRecord['origin']): ImportRecord => {
    const record: ImportRecord = {
      importId: Math.max(0, ...state.archive.imports.map((one) => one.importId)) + 1,
      path: path ?? ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'],
      fileName,
      fileBytes: 1_048_576,
      origin,
      state: 'waiting',
      addedAtMs: Date.now(),
      rowsAdded: 0,
      rowsKnown: 0,
      rowsQuarantined: 0,
      quarantined: []
    }
    state.archive.imports = [record, ...state.archive.imports]
    return record
  }
  const change = (importId: number, next: Partial<ImportRecord>): ImportRecord => {
    const found = state.archive.imports.find((one) => one.importId === importId)
    if (found === undefined) throw new AppError('not-found', { what: 'import' })
    const changed = { ...found, ...next }
    state.archive.imports = state.archive.imports.map((one) => (one === found ? changed : one))
    return changed
  }
  const columns = (): TableColumns => {
    const { chosenRoles } = state.archive
    const found = mapRoles(state.columns)
    const roles = auditRoles.map((role) => {
      const chosen = chosenRoles[role]
      const column = chosen === undefined ? found[role] : (chosen ?? undefined)
      return {
        role,
        ...(column === undefined ? {} : { column }),
        origin: chosen === undefined ? ('found' as const) : ('chosen' as const)
      }
    })
    return {
      columns: state.columns.map(({ name, type }) => {
        const role = roles.find((one) => one.column === name)?.role
        return { name, type, firstSeenAtMs: Date.now() - 30 * dayMs, ...(role === undefined ? {} : { role }) }
      }),
      roles,
      hasRows: state.rows.length > 0
    }
  }
  return {
    coverage: {
      async getCoverage({ fromMs, toMs }) {
        const nowMs = Date.now()
        const range = { fromMs: fromMs ?? nowMs - 42 * dayMs, toMs: toMs ?? nowMs }
        return { nowMs, ...range, stretches: coverageOf(facts(), range, nowMs) }
      },
      async getCoverageStatus(): Promise<CoverageStatus> {
        const nowMs = Date.now()
        const all = coverageOf(facts(), { fromMs: nowMs - 60 * dayMs, toMs: nowMs }, nowMs)
        const warning = coverageWarning(facts(), nowMs)
        const lastMs = lastCompleteAtMs(facts())
        const completeMs = completeToMs(all)
        return {
          nowMs,
          isAuditLoggingOn: true,
          enabledSinceMs: state.archive.enabledSinceMs,
          ...(completeMs === undefined ? {} : { completeToMs: completeMs }),
          ...(lastMs === undefined ? {} : { lastCompleteAtMs: lastMs }),
          ...expiryClock(facts(), nowMs),
          ...(warning === undefined ? {} : { warning }),
          gaps: all.filter((one) => one.kind === 'gap' && one.fromMs >= nowMs - sigmaKeepsMs),
          lost: all.filter((one) => one.kind === 'expired-at-sigma')
        }
      },
      listReadings: async ({ limit, before }) => ({
        readings: state.archive.readings.filter((one) => before === undefined || one.readingId < before).slice(0, limit)
      })
    },
    imports: {
      chooseImportFiles: async ({ organizationId, path }) => {
        const record = start(path, 'audit.csv', 'dialog')
        emit('importsChanged', { organizationId })
        return { outcome: 'started', imports: [record], refused: [] }
      },
      importDropped: async ({ organizationId, path, files }) => {
        const imports = files.map((file) => start(path, file, 'drop'))
        emit('importsChanged', { organizationId })
        return { imports, refused: [] }
      },
      listImports: async ({ limit, before }) => ({
        imports: state.archive.imports.filter((one) => before === undefined || one.importId < before).slice(0, limit)
      }),
      cancelImport: async ({ importId }) => change(importId, { state: 'cancelled', finishedAtMs: Date.now() }),
      retryImport: async ({ importId }) => change(importId, { state: 'waiting' }),
      getWatchedFolder: async () => state.archive.watchedFolder,
      chooseWatchedFolder: async ({ path }) => {
        state.archive.watchedFolder = {
          state: 'watching',
          folderName: 'audit-exports',
          path: path ?? ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'],
          sinceMs: Date.now(),
          files: 0,
          filesSettling: 0
        }
        return state.archive.watchedFolder
      },
      clearWatchedFolder: async () => {
        state.archive.watchedFolder = { state: 'none' }
        return state.archive.watchedFolder
      },
      listQuarantine: async ({ limit, before }) => ({
        lines: state.archive.quarantine.filter((one) => before === undefined || one.id < before).slice(0, limit),
        total: state.archive.quarantine.length
      })
    },
    columns: {
      getColumns: async () => columns(),
      setRole: async ({ organizationId, path, role, column }) => {
        if (column === undefined) delete state.archive.chosenRoles[role]
        else state.archive.chosenRoles[role] = column
        emit('columnsChanged', { organizationId, path })
        const isPlacing = role === 'time' || role === 'eventId'
        return { ...columns(), appliesTo: isPlacing && state.rows.length > 0 ? 'new-rows' : 'all-rows' }
      },
      listColumnChanges: async () => ({ changes: [] })
    }
  }
}
