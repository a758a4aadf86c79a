import type { Connection } from '../../shared/contract/connections.ts'
import type { SigmaConnection } from '../sigma/wire/connections.ts'

/** A connection as Vigil keeps it. Times that cannot be read are left out. */
export function connectionOf(wire: SigmaConnection): Connection {
  const createdAtMs = timeOf(wire.createdAt)
  const updatedAtMs = timeOf(wire.updatedAt)
  return {
    connectionId: wire.connectionId,
    name: wire.name,
    type: wire.type ?? 'unknown',
    isAuditLog: wire.isAuditLog === true,
    isSample: wire.isSample === true,
    isArchived: wire.isArchived === true,
    ...(createdAtMs === undefined ? {} : { createdAtMs }),
    ...(updatedAtMs === undefined ? {} : { updatedAtMs })
  }
}

/** A time as Sigma writes it, epoch ms; undefined where it cannot be read. */
export function timeOf(text: string | null | undefined): number | undefined {
  const atMs = text === null || text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(atMs) ? undefined : atMs
}
