import type { ArchiveFiles } from './archive-files.ts'
import type { Commands } from './commands/commands.ts'
import type { DatabaseRecovery } from './messages.ts'
import type { Command, Query } from './operation.ts'
import type { DatabaseKind, DatabaseRef } from './protocol.ts'
import type { Queries } from './queries/queries.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

export type QueryName = keyof Queries
export type CommandName = keyof Commands

type KindOf<Operation> = Operation extends { readonly kind: infer Kind extends DatabaseKind } ? Kind : never
export type RefOf<Operation> = Extract<DatabaseRef, { readonly kind: KindOf<Operation> }>
type ParamsOf<Operation> = Operation extends
  | Query<DatabaseKind, infer Params, unknown>
  | Command<DatabaseKind, infer Params, unknown>
  ? Params
  : never
/** Nothing to give for an operation without parameters. */
export type Given<Operation> = unknown extends ParamsOf<Operation> ? [] : [params: ParamsOf<Operation>]
export type ResultOf<Operation> = Operation extends { readonly run: (...args: never[]) => infer Result }
  ? Result
  : never

export type QueryResult<Name extends QueryName> = ResultOf<Queries[Name]>
export type CommandResult<Name extends CommandName> = ResultOf<Commands[Name]>

/** The one way to the databases. Typed by the registries of named queries and commands; there is no way to send SQL. */
export interface DatabaseClient {
  /**
   * Reads. Two readers answer side by side; a command whose promise has resolved is seen.
   * @throws AppError `database-newer | database-damaged | folder-not-writable | disk-full | busy | not-found | internal`
   */
  query<Name extends QueryName>(
    ref: RefOf<Queries[Name]>,
    name: Name,
    ...given: Given<Queries[Name]>
  ): Promise<ResultOf<Queries[Name]>>
  /**
   * Changes, in one transaction; commands of one writer run in the order in which they were given. After `internal`
   * (the thread died) the change may or may not have happened, as after a crash.
   * @throws AppError as `query`, and what the command itself names
   */
  command<Name extends CommandName>(
    ref: RefOf<Commands[Name]>,
    name: Name,
    ...given: Given<Commands[Name]>
  ): Promise<ResultOf<Commands[Name]>>
  /**
   * Like `command`, for large parameters: `buffers` in them are moved to the thread, and are empty here from then on.
   * So it is not done again by itself after damage: `database-damaged` then says that nothing was kept and that the file
   * has been recovered, and the caller may give the same again with buffers of its own.
   */
  commandMoving<Name extends CommandName>(
    ref: RefOf<Commands[Name]>,
    name: Name,
    buffers: readonly ArrayBuffer[],
    ...given: Given<Commands[Name]>
  ): Promise<ResultOf<Commands[Name]>>
  /** Takes a backup of a registry or org file now. @returns its time, epoch ms */
  backUp(ref: Exclude<DatabaseRef, { readonly kind: 'archive' }>): Promise<number>
  /** Backups of archives, and what is left of damaged ones. */
  readonly archiveFiles: ArchiveFiles
  /** Closes an organization's files; the next request opens them again. */
  closeOrganization(id: OrganizationId): Promise<void>
  /** Closes and deletes an organization's folder for good; later requests for it are refused with `not-found`. */
  deleteOrganizationFiles(id: OrganizationId): Promise<void>
  /** Tells of each change that was kept, or may have been, before the command's own promise says so. */
  onWritten(listener: WriteListener): () => void
  /** Tells of a database that was damaged or gone, and of what was done. Those of before are told to a new listener, too. */
  onRecovered(listener: (recovery: DatabaseRecovery) => void): () => void
  /** Lets running requests finish, closes all files and ends the threads. */
  close(): Promise<void>
}

/** @param name of the command */
export type WriteListener = (ref: DatabaseRef, name: CommandName) => void
