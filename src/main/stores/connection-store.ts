import type { DatabaseClient } from '../db/client.ts'
import type { Connection, TableColumn } from '../../shared/contract/connections.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

export interface StoredFreshness {
  readonly readAtMs?: number
  readonly lastError?: AppErrorData
  readonly lastErrorAtMs?: number
}

/** What a piece of cached data is: the list of connections, the paths of one, the columns of one table. */
export type CachedSubject =
  | { readonly of: 'connections' }
  | { readonly of: 'paths'; readonly connectionId: string }
  | { readonly of: 'table'; readonly connectionId: string; readonly path: readonly string[] }

/** Local copy of connections, their paths and their tables' columns. */
export interface ConnectionStore {
  connections(id: OrganizationId): Promise<readonly Connection[]>
  /**
   * Replaces the list; what Sigma no longer lists is marked with `removedAtMs` and kept. Marks the subject as read.
   * @param error why the list is not whole; then nothing is marked as removed
   */
  saveConnections(
    id: OrganizationId,
    connections: readonly Connection[],
    readAtMs: number,
    error?: AppErrorData
  ): Promise<void>
  paths(id: OrganizationId, connectionId: string): Promise<readonly (readonly string[])[]>
  savePaths(
    id: OrganizationId,
    connectionId: string,
    paths: readonly (readonly string[])[],
    readAtMs: number
  ): Promise<void>
  columns(id: OrganizationId, connectionId: string, path: readonly string[]): Promise<readonly TableColumn[]>
  saveColumns(
    id: OrganizationId,
    connectionId: string,
    path: readonly string[],
    columns: readonly TableColumn[],
    readAtMs: number
  ): Promise<void>
  freshness(id: OrganizationId, subject: CachedSubject): Promise<StoredFreshness>
  saveError(id: OrganizationId, subject: CachedSubject, error: AppErrorData, atMs: number): Promise<void>
}

const org = (organizationId: OrganizationId) => ({ kind: 'org', organizationId }) as const

/** Local copy of connections, their paths and columns, in the organization's org file. */
export function createConnectionStore(client: DatabaseClient): ConnectionStore {
  return {
    connections: (id) => client.query(org(id), 'listConnections'),
    saveConnections: (id, connections, readAtMs, error) =>
      client.command(org(id), 'saveConnections', {
        subject: subjectText({ of: 'connections' }),
        connections,
        readAtMs,
        ...(error === undefined ? {} : { error })
      }),
    paths: (id, connectionId) => client.query(org(id), 'listPaths', { connectionId }),
    savePaths: (id, connectionId, paths, readAtMs) =>
      client.command(org(id), 'savePaths', {
        subject: subjectText({ of: 'paths', connectionId }),
        connectionId,
        paths,
        readAtMs
      }),
    columns: (id, connectionId, path) => client.query(org(id), 'listTableColumns', { connectionId, path }),
    saveColumns: (id, connectionId, path, columns, readAtMs) =>
      client.command(org(id), 'saveTableColumns', {
        subject: subjectText({ of: 'table', connectionId, path }),
        connectionId,
        path,
        columns,
        readAtMs
      }),
    freshness: (id, subject) => client.query(org(id), 'getFreshness', { subject: subjectText(subject) }),
    saveError: (id, subject, error, atMs) =>
      client.command(org(id), 'saveReadError', { subject: subjectText(subject), error, atMs })
  }
}

/** A subject as a key; a JSON array, since names may hold any character. */
function subjectText(subject: CachedSubject): string {
  switch (subject.of) {
    case 'connections':
      return JSON.stringify([subject.of])
    case 'paths':
      return JSON.stringify([subject.of, subject.connectionId])
    case 'table':
      return JSON.stringify([subject.of, subject.connectionId, ...subject.path])
  }
}
