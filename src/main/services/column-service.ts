import type { ColumnChange, TableColumns } from '../../shared/contract/columns.ts'
import { type AuditRole, auditRoles, normalizeName } from '../../shared/domain/audit-schema.ts'
import { rolesWith } from '../../shared/domain/chosen-roles.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { LedgerStore, PageBelow } from '../stores/ledger-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { journalled } from './journalled.ts'

export interface ColumnServiceOptions {
  readonly ledger: LedgerStore
  readonly connections: ConnectionStore
  readonly settings: SettingsStore
  readonly clock: Clock
  readonly announce: Announce
}

/** The columns of archived tables, and what they mean. */
export class ColumnService {
  readonly #options: ColumnServiceOptions

  constructor(options: ColumnServiceOptions) {
    this.#options = options
  }

  /** Columns that rows are kept of; before the first row those that the connection has. Local. */
  async columns(id: OrganizationId, path: readonly string[]): Promise<TableColumns> {
    const { ledger } = this.#options
    const [{ columns, hasRows }, chosen, known] = await Promise.all([
      ledger.columns(id, path),
      ledger.chosenRoles(id, path),
      this.#atConnection(id, path)
    ])
    const typeOf = new Map(known.map((column) => [normalizeName(column.name), column.type]))
    const kept = columns.map((column) => {
      const type = typeOf.get(normalizeName(column.name))
      return { ...column, ...(type === undefined ? {} : { type }) }
    })
    const here = kept.filter((column) => column.vanishedAtMs === undefined)
    const roles = rolesWith(here.length > 0 ? here : known, chosen)
    const roleOf = new Map(auditRoles.flatMap((role) => (roles[role] === undefined ? [] : [[roles[role], role]])))
    return {
      columns: kept.map((column) => {
        const role = roleOf.get(column.name)
        return { ...column, ...(role === undefined ? {} : { role }) }
      }),
      roles: auditRoles.map((role) => ({
        role,
        ...(roles[role] === undefined ? {} : { column: roles[role] }),
        origin: chosen[role] === undefined ? 'found' : 'chosen'
      })),
      hasRows
    }
  }

  /**
   * @param column null: no column has the role; undefined: it is found by name and type again
   * @returns to which rows the choice applies: the time of rows that are there stays as it was read
   * @throws AppError `not-found` for a column that the table does not have, `not-supported` for another event id once
   * there are rows: they were told apart by the one before, and would come in a second time
   */
  async setRole(
    id: OrganizationId,
    path: readonly string[],
    role: AuditRole,
    column: string | null | undefined
  ): Promise<TableColumns & { appliesTo: 'all-rows' | 'new-rows' }> {
    const { ledger, clock, announce } = this.#options
    const before = await this.columns(id, path)
    const known = [...before.columns, ...(await this.#atConnection(id, path))]
    if (typeof column === 'string' && !known.some((one) => one.name === column))
      throw new AppError('not-found', { what: 'column', column })
    if (role === 'eventId' && before.hasRows) throw new AppError('not-supported', { what: 'event-id-with-rows' })
    const detail = { table: path.join('.'), role, column: column ?? (column === null ? 'none' : 'found') }
    await journalled(this.#options, id, 'column-role-changed', detail, () =>
      ledger.chooseRole(id, path, role, column, clock.nowMs())
    )
    announce('columnsChanged', { organizationId: id, path: [...path] })
    return {
      ...(await this.columns(id, path)),
      appliesTo: role === 'time' && before.hasRows ? 'new-rows' : 'all-rows'
    }
  }

  async changes(
    id: OrganizationId,
    path: readonly string[],
    page: PageBelow
  ): Promise<{ changes: ColumnChange[]; nextBefore?: number }> {
    const changes = await this.#options.ledger.columnChanges(id, path, page)
    const last = changes.at(-1)
    return {
      changes: [...changes],
      ...(last === undefined || changes.length < page.limit ? {} : { nextBefore: last.id })
    }
  }

  async #atConnection(id: OrganizationId, path: readonly string[]): Promise<{ name: string; type: string }[]> {
    const { connections } = this.#options
    const audit = (await connections.connections(id)).find((one) => one.isAuditLog && one.removedAtMs === undefined)
    if (audit === undefined) return []
    return (await connections.columns(id, audit.connectionId, path)).map(({ name, type }) => ({ name, type }))
  }
}
